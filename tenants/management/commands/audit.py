"""`manage.py audit verify|state`: the chains of the audit trails, checked from the outside."""

from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from freehold.audit.heads import Head
from freehold.audit.sealing import BATCH, seal_waiting
from freehold.audit.selectors import trail_state
from freehold.audit.verifying import verify_everything
from tenants.choices import SchemaState, TenantState
from tenants.context import in_public, in_tenant
from tenants.management.reporting import PlatformCommand
from tenants.models import Tenant


class Command(PlatformCommand):
    help = "Check the audit trails: what was changed, removed, inserted, re-ordered or cut off."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        verify = self._action(
            actions, "verify", "read the whole chain again; exit status 1: broken"
        )
        verify.add_argument(
            "--head",
            metavar="NUMBER:HASH",
            help="a head that you kept yourself (of one tenant), such as from the log",
        )
        self._action(actions, "state", "how far each trail is sealed, and what its check found")

    def handle(self, *args: Any, **options: Any) -> None:
        found = [self._one(slug, tenant_id, options) for tenant_id, slug in _tenants(options)]
        self.tell(options, {"results": found}, "\n".join(_line(one) for one in found))
        broken = [one["tenant"] for one in found if one["state"] == "broken"]
        if options["action"] == "verify" and broken:
            raise CommandError(f"The audit trail is broken in: {', '.join(broken)}.")

    def _action(self, actions: Any, name: str, help: str) -> CommandParser:
        parser: CommandParser = actions.add_parser(name, help=help, description=help.capitalize())
        self.add_json(parser)
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--tenant", help="the tenant's address, such as acme")
        which.add_argument("--all", action="store_true", help="every tenant")
        return parser

    def _one(self, slug: str, tenant_id: UUID, options: dict[str, Any]) -> dict[str, Any]:
        with in_tenant(tenant_id, allow_inactive=True):
            if options["action"] == "verify":
                while seal_waiting() >= BATCH:
                    pass
                verify_everything(_given_heads(options))
            return {"tenant": slug, **trail_state()}


def _tenants(options: dict[str, Any]) -> list[tuple[UUID, str]]:
    with in_public():
        found = Tenant.objects.filter(schema_state=SchemaState.READY).exclude(
            state__in=[TenantState.ERASED, TenantState.PROVISIONING]
        )
        if options["tenant"]:
            found = found.filter(slug=options["tenant"])
        tenants = list(found.order_by("slug").values_list("id", "slug"))
    if options["tenant"] and not tenants:
        raise CommandError(f"There is no tenant “{options['tenant']}” that is ready.")
    return tenants


def _given_heads(options: dict[str, Any]) -> list[Head]:
    if not options["head"]:
        return []
    number, _, hash = options["head"].partition(":")
    if options["all"] or not number.isdigit() or len(hash) != 64:
        raise CommandError(
            "Give --head of one --tenant as NUMBER:HASH, with 64 hexadecimal digits."
        )
    return [Head(int(number), hash.lower(), 0, "")]


def _line(one: dict[str, Any]) -> str:
    told = f"{one['tenant']}: {one['state']}, {one['sealed_entries']} entries sealed"
    told += f" up to {one['sealed_up_to']:%Y-%m-%d %H:%M:%S %Z}" if one["sealed_up_to"] else ""
    told += f", verified {one['verified_at']:%Y-%m-%d %H:%M:%S %Z}" if one["verified_at"] else ""
    return "\n".join([told, *(f"  {problem['message']}" for problem in one["problems"])])
