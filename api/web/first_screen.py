"""Which script of the build shows the first screen of an address, so that it comes with the page.

The app would load it, too, but only once its own script has come and run. What the screen shows
is for the app to ask: read before the app listens for changes, it could be out of date for good.
"""

from uuid import UUID

from crm_core.records import catalogue

#: Screens of one address, and those before anyone is signed in, by the address's first part.
_SCREENS = {"": "home", "my-day": "my-day", "calendar": "calendar", "import": "import"}
_OUTSIDE = {"sign-up": "sign-up", "support": "support"}


def first_screen(path: str, *, signed_in: bool) -> str:
    """The script as the build names it; empty where the address says too little."""
    name = _screen(path, signed_in=signed_in)
    return f"src/app/routes/{name}-route.tsx" if name else ""


def _screen(path: str, *, signed_in: bool) -> str:
    head, *rest = path.strip("/").split("/")
    if not signed_in or head in _OUTSIDE:
        return _OUTSIDE.get(head, "sign-in")
    if head == "settings":
        return "settings"
    if head in _SCREENS:
        return "" if rest else _SCREENS[head]
    if head not in catalogue.current().objects or len(rest) > 1:
        return ""
    if not rest:
        return "list"
    if rest == ["board"]:
        return "board"
    return "record" if _is_id(rest[0]) else ""


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
