"""`manage.py tenant create|list|show|suspend|resume|erase|migrate`."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError, CommandParser

from tenants import selectors
from tenants.management.reporting import CLI, PlatformCommand
from tenants.management.tables import table
from tenants.provisioning.provision import provision_tenant
from tenants.rollout.run import Wishes, roll_out, stop_rollout
from tenants.services import lifecycle
from tenants.services.addresses import address_of

_OPTIONAL_COLUMNS = ("plan", "currency", "locale", "time_zone", "region")


class Command(PlatformCommand):
    help = "Make, list, show, suspend, resume, erase and migrate tenants."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        self._create(self._action(actions, "create", "make a tenant, or finish making it"))
        listing = self._action(actions, "list", "all tenants")
        listing.add_argument("--state", default="", help="only those in this state")
        self._named(actions, "show", "one tenant in detail")
        suspend = self._named(actions, "suspend", "make a tenant read-only and stop its jobs")
        suspend.add_argument("--reason", default="", help="what its people are told")
        self._named(actions, "resume", "let a suspended tenant work again")
        erase = self._named(actions, "erase", "remove a tenant and everything it has, for ever")
        erase.add_argument("--yes", metavar="SLUG", help="the tenant's address again, to be sure")
        self._migrate(self._action(actions, "migrate", "bring tenants to this code's schema"))

    def handle(self, *args: Any, **options: Any) -> None:
        actions: dict[str, Callable[[dict[str, Any]], None]] = {
            "create": self._do_create,
            "list": self._do_list,
            "show": self._do_show,
            "suspend": self._do_suspend,
            "resume": self._do_resume,
            "erase": self._do_erase,
            "migrate": self._do_migrate,
        }
        actions[options["action"]](options)

    def _action(self, actions: Any, name: str, help: str) -> CommandParser:
        parser: CommandParser = actions.add_parser(name, help=help, description=help.capitalize())
        self.add_json(parser)
        return parser

    def _named(self, actions: Any, name: str, help: str) -> CommandParser:
        parser = self._action(actions, name, help)
        parser.add_argument("slug", help="the tenant's address, such as acme")
        return parser

    def _create(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the address, such as acme for acme.localhost")
        parser.add_argument("--name", required=True, help="the company's name")
        parser.add_argument("--admin-email", required=True, help="who becomes its administrator")
        parser.add_argument("--admin-name", default="")
        parser.add_argument("--admin-password", help="made up and printed once if not given")
        parser.add_argument("--sample-data", action="store_true", help="fill in some records")
        for column in _OPTIONAL_COLUMNS:
            parser.add_argument(f"--{column.replace('_', '-')}", dest=column)

    def _migrate(self, parser: CommandParser) -> None:
        parser.add_argument("--only", action="append", metavar="SLUG", help="only these tenants")
        parser.add_argument("--canary", metavar="SLUG", help="migrate this one first, alone")
        parser.add_argument("--connections", type=int, default=2, help="at the same time (2)")
        parser.add_argument("--retry-failed", action="store_true", help="try failed ones again")
        parser.add_argument("--stop", action="store_true", help="end a running rollout early")

    def _do_create(self, options: dict[str, Any]) -> None:
        made = provision_tenant(
            options["slug"],
            options["name"],
            options["admin_email"],
            admin_name=options["admin_name"],
            admin_password=options["admin_password"],
            sample_data=options["sample_data"],
            **{name: options[name] for name in _OPTIONAL_COLUMNS if options[name]},
        )
        shown = selectors.show_tenant(made.tenant.slug)
        shown = {**shown, "admin_email": made.admin_email, "url": address_of(made.tenant)}
        text = f"{shown['name']} is at {shown['url']} where {made.admin_email} signs in"
        if made.password:
            shown["admin_password"] = made.password
            text += f" with the password {made.password}"
        self.tell(options, shown, f"{text}.")

    def _do_list(self, options: dict[str, Any]) -> None:
        found = selectors.list_tenants(options["state"])
        columns = ["slug", "name", "state", "plan", "domain", "schema_state", "up_to_date"]
        self.tell(options, {"results": found}, table(found, columns) or "There are no tenants.")

    def _do_show(self, options: dict[str, Any]) -> None:
        shown = selectors.show_tenant(options["slug"])
        self.tell(options, shown, "\n".join(f"{name:<16} {shown[name]}" for name in shown))

    def _do_suspend(self, options: dict[str, Any]) -> None:
        tenant = lifecycle.suspend_tenant(options["slug"], actor=CLI, reason=options["reason"])
        self.tell(options, selectors.summary(tenant), f"{tenant.slug} is suspended.")

    def _do_resume(self, options: dict[str, Any]) -> None:
        tenant = lifecycle.resume_tenant(options["slug"], actor=CLI)
        self.tell(options, selectors.summary(tenant), f"{tenant.slug} is active.")

    def _do_erase(self, options: dict[str, Any]) -> None:
        slug = options["slug"]
        lifecycle.tenant_by_slug(slug)
        if options["yes"] != slug:
            raise CommandError(f"This removes everything of {slug} for ever. Add --yes {slug}.")
        certificate = lifecycle.erase_tenant(slug, actor=CLI)
        rows = sum(certificate["rows"].values())
        self.tell(options, certificate, f"{slug} is erased: {rows} rows, its files, its addresses.")

    def _do_migrate(self, options: dict[str, Any]) -> None:
        if options["stop"]:
            stop_rollout()
            self.tell(options, {"stopping": True}, "The running rollout ends after this tenant.")
            return
        wishes = Wishes(
            only=tuple(options["only"] or ()),
            canary=options["canary"],
            connections=options["connections"],
            retry_failed=options["retry_failed"],
        )
        report = roll_out(wishes, show=self.stderr.write)
        self.tell(options, report.as_json(), report.as_text())
        if report.failed:
            raise CommandError(f"{len(report.failed)} tenants failed and are fenced off.")
