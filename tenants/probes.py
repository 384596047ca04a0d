"""Readiness of the platform's own schema and of the template."""

from freehold.observability.probes import NotWorking
from tenants.models import Template
from tenants.versions import expected_public_version, is_behind


def migrations() -> None:
    """Raises when the database is older than this code."""
    public = expected_public_version()
    template = Template.objects.order_by("captured_at").last()
    if template is None:
        raise NotWorking("The database is not set up: run manage.py setup_installation.")
    pending = is_behind(template.version) or template.public_version[:5] < public[:5]
    if pending:
        raise NotWorking("Migrations are pending: run manage.py setup_installation.")
