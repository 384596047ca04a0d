"""`python -m freehold.embedded.reset`: deletes the installation's data, to begin anew."""

import shutil
import sys
from pathlib import Path

from freehold.embedded.folders import Folders
from freehold.embedded.lock import only_instance
from freehold.embedded.problems import CannotStart, writing
from freehold.embedded.wishes import var_folder

ROOT = Path(__file__).resolve().parents[3]


def reset(folders: Folders) -> None:
    """Deletes everything in `var`, and the data that lies elsewhere; refuses while it runs."""
    if not folders.run.exists():
        return
    with only_instance(folders.run / "up.lock"), writing(folders.var):
        for entry in folders.var.iterdir():
            if entry.is_symlink():
                shutil.rmtree(entry.resolve(), ignore_errors=True)
                entry.unlink()
            elif entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink()


if __name__ == "__main__":
    try:
        reset(Folders(var_folder(ROOT)))
    except CannotStart as problem:
        sys.exit(str(problem))
    print("The data is deleted. `make run` begins with an empty database.")
