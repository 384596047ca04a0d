"""The account that the database server and the broker run under.

PostgreSQL refuses to run as root, and a broker should not: then an account without rights takes
both. Whoever is not root runs them as himself.
"""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from freehold.embedded.problems import CannotStart, writing

_WITHOUT_RIGHTS = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A person or service of this machine. `drops` says that becoming it gives up root."""

    name: str
    uid: int
    gid: int
    drops: bool

    def start(
        self,
        command: Sequence[str | Path],
        *,
        output: IO[bytes] | int,
        environment: Mapping[str, str],
    ) -> subprocess.Popen[bytes]:
        """Starts a program as this account, in a session of its own, with private files."""
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd="/",
            start_new_session=True,
            umask=0o077,
            user=self.uid if self.drops else None,
            group=self.gid if self.drops else None,
            extra_groups=[] if self.drops else None,
        )

    def run(self, command: Sequence[str | Path]) -> tuple[int, str]:
        """Exit code and output of a short command; 127 and the reason when it cannot be started."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        try:
            started = self.start(command, output=subprocess.PIPE, environment=environment)
        except OSError as error:
            return 127, str(error)
        output, _ = started.communicate()
        return started.returncode, output.decode(errors="replace").strip()

    def can_enter(self, folder: Path) -> bool:
        """Whether this account may open the folder, every folder above it considered."""
        code, _ = self.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder])
        return code == 0

    def own(self, folder: Path) -> None:
        """Makes a folder that only this account opens."""
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            if self.drops:
                os.chown(folder, self.uid, self.gid)


def service_account(wished: str = "", existing: Path | None = None) -> Account:
    """Who runs the servers: the owner of the existing data, whoever is wished, or the first fit."""
    if os.geteuid() != 0:
        me = _entry(os.geteuid())
        return Account(me.pw_name, me.pw_uid, os.getegid(), drops=False)
    if existing and existing.exists() and (owner := existing.stat().st_uid) != 0:
        return _dropping(_entry(owner))
    for name in filter(None, (wished, os.environ.get("SUDO_USER", ""), *_WITHOUT_RIGHTS)):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return _dropping(entry)
    raise CannotStart(
        "PostgreSQL does not run as root: start as another user, or name an account to use in "
        "FREEHOLD_ACCOUNT."
    )


def _entry(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError as error:
        raise CannotStart(
            f"User {uid} has no name on this machine, which PostgreSQL needs: add it to "
            "/etc/passwd, or name a database of your own in DATABASE_URL."
        ) from error


def _dropping(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, drops=True)
