"""Writes the description of what every workspace's API has, for generated clients."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from api.v1.openapi.documents import builtin_document


class Command(BaseCommand):
    help = "Write api/openapi.json, or with --check say whether it is current."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when stale")
        parser.add_argument("--file", type=Path, default=kept_file(), help="where to write it")

    def handle(self, *args: Any, **options: Any) -> None:
        place: Path = options["file"]
        text = written()
        if options["check"]:
            if not place.exists() or place.read_bytes() != text:
                raise CommandError(f"{place} is not current. Run: manage.py openapi")
            self.stdout.write(f"{place} is current.")
            return
        place.write_bytes(text)
        self.stdout.write(f"Written: {place}")


def kept_file() -> Path:
    return Path(settings.BASE_DIR) / "api" / "openapi.json"


def written() -> bytes:
    """The same bytes on every machine."""
    return orjson.dumps(builtin_document(), option=orjson.OPT_INDENT_2) + b"\n"
