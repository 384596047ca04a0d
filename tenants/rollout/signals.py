"""Pausing and stopping a rollout from wherever one is asked to: the running one looks each time."""

import time

from django.core.cache import cache

_WISH = "platform:rollout-wish"
_STOP, _PAUSE = "stop", "pause"
_KEPT_FOR = 24 * 3600
#: Seconds between two looks of a paused rollout.
POLL = 0.5


def stop_rollout() -> None:
    """The running rollout ends after the tenants it is at."""
    cache.set(_WISH, _STOP, timeout=_KEPT_FOR)


def pause_rollout() -> None:
    """It waits, after the tenants it is at, until it is resumed or stopped, for a day at most."""
    cache.set(_WISH, _PAUSE, timeout=_KEPT_FOR)


def resume_rollout() -> None:
    cache.delete(_WISH)


def is_paused() -> bool:
    return bool(cache.get(_WISH) == _PAUSE)


def is_stopping() -> bool:
    return bool(cache.get(_WISH) == _STOP)


def may_go_on() -> bool:
    """Waits while it is paused; False when it shall stop."""
    while is_paused():
        time.sleep(POLL)
    return not is_stopping()
