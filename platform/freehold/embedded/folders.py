"""Where an installation keeps its data, its logs and its secrets."""

import json
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from freehold.embedded.problems import CannotStart, writing

#: A fresh database with its demonstration tenants takes about 250 MB.
_NEEDED_BYTES = 400 * 1024 * 1024


@dataclass(frozen=True)
class Folders:
    """The folder `var` of one installation."""

    var: Path

    @property
    def log(self) -> Path:
        return self.var / "log"

    @property
    def run(self) -> Path:
        return self.var / "run"

    @property
    def addresses(self) -> Path:
        """Read by the settings: the addresses of the running services."""
        return self.var / "embedded.json"

    def prepare(self, needed_bytes: int = _NEEDED_BYTES) -> None:
        """Makes the folders, or says why nothing can be kept here."""
        with writing(self.var):
            for folder in (self.var, self.log, self.run):
                folder.mkdir(parents=True, exist_ok=True)
                probe = folder / ".probe"
                probe.write_text("")
                probe.unlink()
        free = shutil.disk_usage(self.var).free
        if free < needed_bytes:
            raise CannotStart(
                f"Only {free // 2**20} MB are free on the disk of {self.var}: "
                f"{needed_bytes // 2**20} MB are needed."
            )

    def secret(self, name: str) -> str:
        """A random password that is made once and kept where only this account reads it."""
        kept = self.var / name
        with writing(kept):
            if not kept.exists():
                write_private(kept, secrets.token_urlsafe(24))
            return kept.read_text().strip()

    def write_addresses(self, addresses: dict[str, str | int]) -> None:
        with writing(self.addresses):
            write_private(self.addresses, json.dumps(addresses, indent=2) + "\n")

    def read_addresses(self) -> dict[str, str | int]:
        """What the last start wrote; empty when there was none."""
        try:
            found = json.loads(self.addresses.read_text())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def write_private(path: Path, text: str) -> None:
    """Replaces a file by one that only its owner reads, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
    draft.replace(path)
