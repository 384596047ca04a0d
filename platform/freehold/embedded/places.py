"""Where a service keeps its data, when its account may not enter the project's folder.

A project below a home folder that is closed to others (`/root`) cannot hold the data of a server
that gave up root. The data then lies in a folder of its own, and `var` holds a link to it.
"""

import hashlib
from pathlib import Path

from freehold.embedded.accounts import Account
from freehold.embedded.folders import Folders
from freehold.embedded.problems import CannotStart, writing

ELSEWHERE = Path("/var/lib/freehold")


def data_folder(account: Account, folders: Folders, name: str) -> Path:
    """The folder of one service, made when missing, owned and entered by its account."""
    wanted = folders.var / name
    if not wanted.is_symlink():
        _check_owner(account, wanted)
        account.own(wanted)
        if account.can_enter(wanted):
            return wanted
        _move_elsewhere(wanted)
    place = wanted.resolve()
    with writing(place):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        account.own(place)
    return place


def shared_folder(account: Account, folders: Folders) -> Path:
    """Where programs are kept that the account must be able to run."""
    if not account.drops:
        return folders.var
    with writing(ELSEWHERE):
        ELSEWHERE.mkdir(parents=True, exist_ok=True)
        ELSEWHERE.chmod(0o755)
    return ELSEWHERE


def _check_owner(account: Account, folder: Path) -> None:
    if folder.exists() and not account.drops and folder.stat().st_uid != account.uid:
        raise CannotStart(
            f"{folder} belongs to another account: start as that one (or as root, if root "
            f"started it before), or run `sudo chown -R {account.name} {folder.parent}`."
        )


def _move_elsewhere(wanted: Path) -> None:
    """Puts a link in the place of an (empty) folder that the account cannot enter."""
    identity = hashlib.sha256(str(wanted.parent).encode()).hexdigest()[:8]
    with writing(wanted):
        try:
            wanted.rmdir()
        except OSError as error:
            raise CannotStart(
                f"The service's account may no longer enter {wanted}: make the folders above it "
                "open for others (chmod o+x)."
            ) from error
        wanted.symlink_to(ELSEWHERE / f"{wanted.parent.parent.name}-{identity}" / wanted.name)
