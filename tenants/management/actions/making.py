"""`tenant create|list|show`."""

from django.core.management.base import CommandParser

from tenants import selectors
from tenants.management.actions.registry import Actions, Options
from tenants.management.reporting import PlatformCommand
from tenants.management.tables import facts, table
from tenants.provisioning.provision import provision_tenant
from tenants.services.addresses import address_of

_OPTIONAL_COLUMNS = ("plan", "currency", "locale", "time_zone", "region", "database")


def add(actions: Actions) -> None:
    _create_options(actions.add("create", "make a tenant, or finish making it", _create))
    listing = actions.add("list", "all tenants", _list)
    listing.add_argument("--state", default="", help="only those in this state")
    actions.named("show", "one tenant in detail", _show)


def _create_options(parser: CommandParser) -> None:
    parser.add_argument("slug", help="the address, such as acme for acme.localhost")
    parser.add_argument("--name", required=True, help="the company's name")
    parser.add_argument("--admin-email", required=True, help="who becomes its administrator")
    parser.add_argument("--admin-name", default="")
    parser.add_argument("--admin-password", help="made up and printed once if not given")
    parser.add_argument("--sample-data", action="store_true", help="fill in some records")
    for column in _OPTIONAL_COLUMNS:
        parser.add_argument(f"--{column.replace('_', '-')}", dest=column)


def _create(command: PlatformCommand, options: Options) -> None:
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
    command.tell(options, shown, f"{text}.")


def _list(command: PlatformCommand, options: Options) -> None:
    found = selectors.list_tenants(options["state"])
    columns = ["slug", "name", "state", "plan", "domain", "schema_state", "up_to_date"]
    command.tell(options, {"results": found}, table(found, columns) or "There are no tenants.")


def _show(command: PlatformCommand, options: Options) -> None:
    shown = selectors.show_tenant(options["slug"])
    command.tell(options, shown, facts(shown))
