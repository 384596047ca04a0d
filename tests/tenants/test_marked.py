"""What the public schema says to all: kept by each process until its mark moves."""

import time

import pytest
from django.db import transaction
from redis.exceptions import ConnectionError

from tenants import marked
from tenants.marked import Marked


class Said:
    """What stands in the database."""

    def __init__(self) -> None:
        self.value = "old"
        self.reads = 0

    def load(self) -> str:
        self.reads += 1
        return self.value


@pytest.fixture(autouse=True)
def _committed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "on_commit", lambda call: call())


def test_another_process_sees_a_change_at_once_if_it_asks_or_within_a_second(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Said()
    here, there = Marked("test", said.load), Marked("test", said.load)
    assert (here.get(), there.get()) == ("old", "old")
    assert there.get() == "old"
    assert said.reads == 2
    said.value = "new"
    here.changed()
    assert (here.get(), there.get()) == ("new", "old")
    assert there.get(at_once=True) == "new"
    said.value = "newest"
    here.changed()
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + marked.INTERVAL)
    assert there.get() == "newest"


def test_without_redis_it_goes_on_with_what_it_knows(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Said()
    here = Marked("test", said.load)
    here.get()

    class Away:
        """Redis when it does not answer."""

        def get(self, key: str) -> str:
            raise ConnectionError

    monkeypatch.setattr(marked, "cache", Away())
    assert here.get(at_once=True) == "old"
    assert said.reads == 1
