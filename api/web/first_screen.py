"""What the first screen of an address waits for, so that it is asked for with the page.

The app's script would ask for it, too, but only once it has come and run.
"""

from typing import NamedTuple
from uuid import UUID

from crm_core.records import catalogue

#: Screens of one address, and those before anyone is signed in, by the address's first part.
_SCREENS = {"": "home", "my-day": "my-day", "calendar": "calendar", "import": "import"}
_OUTSIDE = {"sign-up": "sign-up", "support": "support"}


class FirstScreen(NamedTuple):
    """`script` as the build names it; `data` are addresses of the API, as the app asks for them."""

    script: str
    data: tuple[str, ...] = ()


def first_screen(path: str, *, signed_in: bool, is_plain: bool) -> FirstScreen | None:
    """None where the address says too little. `is_plain`: nothing stands behind a question mark."""
    head, *rest = path.strip("/").split("/")
    if not signed_in or head in _OUTSIDE:
        return _screen(_OUTSIDE.get(head, "sign-in"))
    if head == "settings":
        return _screen("settings")
    if head in _SCREENS:
        return None if rest else _screen(_SCREENS[head])
    object_type = catalogue.current().objects.get(head)
    if object_type is None or len(rest) > 1:
        return None
    if not rest:
        return _screen("list", f"views/?object={head}")
    if rest == ["board"]:
        kept = is_plain and "board" in object_type.features
        return _screen("board", *([f"{head}/board/"] if kept else []))
    return _screen("record", f"{head}/{rest[0]}/") if _is_id(rest[0]) else None


def _screen(name: str, *data: str) -> FirstScreen:
    return FirstScreen(f"src/app/routes/{name}-route.tsx", tuple(f"/api/v1/{one}" for one in data))


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
