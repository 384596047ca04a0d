"""The actions of `manage.py tenant`: each adds its own parser, which knows what does it."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandParser

from tenants.management.reporting import PlatformCommand

Options = dict[str, Any]
Handler = Callable[[PlatformCommand, Options], None]


class Actions:
    """Sub-parsers that remember their handler in `options["handler"]`."""

    def __init__(self, command: PlatformCommand, parser: CommandParser) -> None:
        self._command = command
        self._parsers = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def add(self, name: str, help: str, handler: Handler) -> CommandParser:
        parser: CommandParser = self._parsers.add_parser(
            name, help=help, description=help.capitalize()
        )
        self._command.add_json(parser)
        parser.set_defaults(handler=handler)
        return parser

    def named(self, name: str, help: str, handler: Handler) -> CommandParser:
        """An action on one tenant."""
        parser = self.add(name, help, handler)
        parser.add_argument("slug", help="the tenant's address, such as acme")
        return parser
