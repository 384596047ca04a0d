"""Work whose wake-up call may get lost: others register it, the rescue does it in every tenant."""

from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)

Sweep = Callable[[], object]
_sweeps: dict[str, Sweep] = {}


def register(name: str, sweep: Sweep) -> None:
    """`sweep` runs inside each tenant in turn, about once a minute or less; it must be quick."""
    _sweeps[name] = sweep


def sweep_tenant() -> None:
    """Every registered sweep for the active tenant; one that fails holds up no other."""
    for name, sweep in _sweeps.items():
        try:
            sweep()
        except Exception:
            log.exception("jobs.sweep_failed", sweep=name)
