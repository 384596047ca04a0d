"""Readiness of the platform's own schema and of the template."""

from tenants.models import Template
from tenants.versions import expected_public_version, expected_version


def migrations() -> None:
    """Raises when the database is older than this code."""
    template = Template.objects.order_by("captured_at").last()
    if template is None:
        raise RuntimeError("The database is not set up: run manage.py setup_installation.")
    if (template.version, template.public_version) < (
        expected_version(),
        expected_public_version(),
    ):
        raise RuntimeError("Migrations are pending: run manage.py setup_installation.")
