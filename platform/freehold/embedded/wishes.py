"""What the environment asks of the embedded services.

Read here and not in `config.env`, because it is needed before Django's settings can be read.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from freehold.embedded.problems import CannotStart

Source = Literal["any", "system", "wheel"]


@dataclass(frozen=True)
class Wishes:
    """Addresses of given services (empty: start our own) and where our own should come from."""

    database_url: str = ""
    database_owner_url: str = ""
    redis_url: str = ""
    postgres: Source = "any"
    broker: Source = "any"
    account: str = ""
    shared_buffers: str = ""

    @classmethod
    def from_environment(cls) -> "Wishes":
        return cls(
            database_url=os.environ.get("DATABASE_URL", ""),
            database_owner_url=os.environ.get("DATABASE_OWNER_URL", ""),
            redis_url=os.environ.get("REDIS_URL", ""),
            postgres=_source("FREEHOLD_POSTGRES"),
            broker=_source("FREEHOLD_BROKER"),
            account=os.environ.get("FREEHOLD_ACCOUNT", ""),
            shared_buffers=os.environ.get("FREEHOLD_SHARED_BUFFERS", ""),
        )


def var_folder(root: Path) -> Path:
    """Where the installation keeps its data, as the settings read it too."""
    return Path(os.environ.get("FREEHOLD_VAR") or root / "var").absolute()


def _source(name: str) -> Source:
    match os.environ.get(name, ""):
        case "":
            return "any"
        case "system":
            return "system"
        case "wheel":
            return "wheel"
        case other:
            raise CannotStart(f"{name} must be `system` or `wheel`, not {other!r}.")
