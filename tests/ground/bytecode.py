"""What Python has compiled, kept for the processes that a run starts.

Where the environment forbids Python to write it (`PYTHONDONTWRITEBYTECODE`), each web process,
worker and command would compile some two thousand modules anew, which takes longer than the rest
of its start. It goes to a folder of its own; where Python may write it, all stays as it is.
"""

import os
from pathlib import Path

from django.conf import settings


def keep() -> None:
    """For every process that is started from now on."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        folder = Path(settings.BASE_DIR) / "var" / "test" / "bytecode"
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(folder))
