"""Layers above may object to a user's leaving: the last administrator, say."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack

Guard = Callable[[], AbstractContextManager[None]]

_guards: list[Guard] = []


def register(guard: Guard) -> None:
    """`guard` opens around every deactivation, inside its transaction, and raises to refuse it."""
    if guard not in _guards:
        _guards.append(guard)


def guarded() -> ExitStack:
    """All guards at once, as one context manager."""
    stack = ExitStack()
    for guard in _guards:
        stack.enter_context(guard())
    return stack
