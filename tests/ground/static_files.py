"""The static files of this run, looked up once for each process of it.

Each client of a test builds the middleware anew, which would read the folder of a thousand files
every time. Another folder, and this one after it has changed, is read as ever.
"""

from pathlib import Path
from typing import Any

from django.conf import settings

from api.middleware import StaticFilesMiddleware


def remember() -> None:
    """From now on."""
    own = str(settings.STATIC_ROOT)
    look_up = StaticFilesMiddleware.add_files
    known: dict[tuple[str | None, tuple[int, ...]], dict[str, Any]] = {}

    def add_files(self: Any, root: Any, prefix: str | None = None) -> None:
        if str(root) != own:
            look_up(self, root, prefix)
            return
        key = prefix, _changed_at(Path(root))
        if key not in known:
            before, self.files = self.files, {}
            look_up(self, root, prefix)
            known[key] = self.files
            self.files = before
        self.files.update(known[key])

    StaticFilesMiddleware.add_files = add_files


def _changed_at(root: Path) -> tuple[int, ...]:
    return tuple(path.stat().st_mtime_ns for path in (root, root / "assets") if path.exists())
