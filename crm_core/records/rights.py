"""What people call the rights that a role may name."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

RIGHT_LABELS: Final[Mapping[str, Any]] = {
    "settings": _("Manage settings, users, roles and teams"),
    "export": _("Export lists"),
    "import": _("Import files"),
    "bulk": _("Change many records at once"),
    "share": _("Share single records with users and teams"),
    "audit": _("Read the workspace's audit trail"),
    "api_keys": _("Create API keys for oneself"),
    "billing": _("See invoices, choose the plan and pay"),
    "purge": _("Delete for ever"),
    "operator": _("Operate the platform: its tenants and their state"),
}
