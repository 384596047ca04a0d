"""Writes the descriptions of every workspace's API and of the operators', for generated clients."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from api.openapi.shapes import Schema
from api.v1.openapi.documents import builtin_document, operators_document


class Command(BaseCommand):
    help = "Write the API's descriptions in api/, or with --check say whether they are current."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when stale")
        parser.add_argument("--file", type=Path, default=kept_file(), help="where to write it")

    def handle(self, *args: Any, **options: Any) -> None:
        place: Path = options["file"]
        described = {
            place: builtin_document,
            place.with_name("openapi-operators.json"): operators_document,
        }
        for path, document in described.items():
            text = written(document())
            if not options["check"]:
                path.write_bytes(text)
            elif not path.exists() or path.read_bytes() != text:
                raise CommandError(f"{path} is not current. Run: manage.py openapi")
            self.stdout.write(f"{path} is current.")


def kept_file() -> Path:
    return Path(settings.BASE_DIR) / "api" / "openapi.json"


def written(document: Schema) -> bytes:
    """The same bytes on every machine."""
    return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"
