"""Long answers of one tenant at a time: some threads always stay free for the others.

Counted in this process: what is waited for here is this process's threads.
"""

from collections import Counter
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from freehold.context import current_tenant
from freehold.errors import TooManyRequests

#: A guess at when one of them will have ended.
_SECONDS = 5
_lock = Lock()
_under_way: Counter[UUID] = Counter()


def take_turn() -> Callable[[], None]:
    """A place for one long answer of the active tenant; call what comes back when it has ended.

    `TooManyRequests` when the tenant has as many under way as `EXPORTS_IN_FLIGHT` allows.
    """
    tenant = current_tenant().id
    with _lock:
        if _under_way[tenant] >= settings.EXPORTS_IN_FLIGHT:
            raise TooManyRequests(
                _("Your workspace exports several lists already. Try again when one is done."),
                headers={"Retry-After": str(_SECONDS)},
            )
        _under_way[tenant] += 1
    ended = False

    def end() -> None:
        nonlocal ended
        with _lock:
            if not ended:
                ended = True
                _under_way[tenant] -= 1
                if not _under_way[tenant]:
                    del _under_way[tenant]

    return end
