"""`manage.py up` over a product so small that a start takes seconds."""

import os
import signal
import socket
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from freehold.embedded import ports, processes
from tests.freehold.embedded.product import Product
from tests.ground.workers import wait_until

EVERY = ("database", "broker", "web", "worker", "beat")


@pytest.fixture
def product(place: Path) -> Iterator[Product]:
    made = Product(place / "project")
    yield made
    made.close()


@pytest.fixture
def port() -> int:
    return ports.any_free_port()


def gone(pids: dict[str, int]) -> bool:
    return all(processes.wait_gone(pid, 30) for pid in pids.values())


def test_it_shows_its_progress_then_the_addresses_then_stops_cleanly(
    product: Product, port: int
) -> None:
    shown = product.start(port).shown_until("correct horse")
    pids = product.pids()

    assert set(pids) == set(EVERY)
    assert product.get(port) == "well"
    for word in ("database", "PostgreSQL", "broker", "set-up    Start 1", "web", "worker", "beat"):
        assert word in shown
    assert f"http://acme.localhost:{port}/" in shown
    assert "ada@acme.example" in shown

    product.interrupt()
    code, rest = product.ended()

    assert code == 0
    assert rest.endswith("Stopped.\n")
    assert gone(pids)
    assert ports.is_taken(port) is False


def test_a_second_start_finds_everything_as_it_was(product: Product, port: int) -> None:
    product.start(port).shown_until("correct horse")
    addresses = (product.root / "var" / "embedded.json").read_text()
    product.interrupt(signal.SIGTERM)
    product.ended()

    shown = product.start(port).shown_until("correct horse")

    assert "Start 2" in shown
    assert (product.root / "var" / "embedded.json").read_text() == addresses


def test_nothing_is_left_when_it_is_killed_and_the_next_start_works(
    product: Product, port: int
) -> None:
    product.start(port).shown_until("correct horse")
    pids = product.pids()
    product.interrupt(signal.SIGKILL)
    product.ended()

    assert gone(pids)
    assert "Start 2" in product.start(port).shown_until("correct horse")


def test_the_next_start_ends_what_was_left_when_the_watchdog_died_too(
    product: Product, port: int
) -> None:
    product.start(port).shown_until("correct horse")
    pids = product.pids()
    assert product.process
    os.kill(watchdog_of(product.process.pid), signal.SIGKILL)
    product.interrupt(signal.SIGKILL)
    assert product.process.wait() == -signal.SIGKILL

    shown = product.start(port).shown_until("correct horse")

    assert "Ended what the last start had left running" in shown
    assert "Start 2" in shown
    assert not set(pids.values()) & set(product.pids().values())


def watchdog_of(pid: int) -> int:
    """The child of a supervisor that watches it."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        pytest.skip("this system does not list the children of a process")
    return next(
        int(child)
        for child in children.read_text().split()
        if "freehold.embedded.watchdog" in processes.command_line(int(child))
    )


def test_a_crashed_process_is_started_again(product: Product, port: int) -> None:
    product.start(port).shown_until("correct horse")
    first = product.pids()
    for name in EVERY:
        # What needed the one before may have ended with it, and comes again as well.
        wait_until(lambda: all_run(product))
        killed = product.pids()[name]
        os.kill(killed, signal.SIGKILL)
        wait_until(partial(replaced, product, name, killed))
    wait_until(lambda: all_run(product))

    assert not set(first.values()) & set(product.pids().values())
    product.interrupt()
    code, shown = product.ended()
    assert code == 0
    assert shown.count("runs again") >= len(EVERY)
    assert "The database ended (signal SIGKILL)" in shown


def replaced(product: Product, name: str, pid: int) -> bool:
    return product.pids().get(name, pid) != pid


def all_run(product: Product) -> bool:
    pids = product.pids()
    return set(pids) == set(EVERY) and all(map(processes.is_alive, pids.values()))


def test_a_second_instance_of_the_folder_is_one_clear_line(product: Product, port: int) -> None:
    product.start(port).shown_until("correct horse")
    assert product.process

    other = Product(product.root).start(ports.any_free_port())
    code, shown = other.ended()

    assert code == 1
    assert shown.count("\n") == 1
    assert f"already runs from this folder (process {product.process.pid})" in shown


def test_the_lock_of_a_dead_instance_is_no_obstacle(product: Product, port: int) -> None:
    run = product.root / "var" / "run"
    run.mkdir(parents=True)
    (run / "up.lock").write_text("999999\n")

    product.start(port).shown_until("correct horse")


def test_a_wished_port_that_is_taken_is_one_clear_line(product: Product) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        code, shown = product.start(taken).ended()

    assert code == 1
    assert shown.count("\n") == 1
    assert f"Port {taken} is taken by another program" in shown
    assert "make run PORT=" in shown


def test_without_a_wish_the_next_free_port_is_taken_and_told(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if not ports.is_taken(8000):
            other.bind(("127.0.0.1", 8000))
            other.listen()
        shown = product.start().shown_until("correct horse")

    assert "8000 is taken by another program: using 80" in shown


def test_a_set_up_that_fails_is_told_and_everything_stopped(product: Product, port: int) -> None:
    code, shown = product.start(port, BROKEN="setup").ended()

    assert code == 1
    assert "The set-up failed: The template cannot be made: try again." in shown
    assert not (product.root / "var" / "run" / "processes.json").exists()
    assert not (product.root / "var" / "postgres" / "postmaster.pid").exists()


def test_a_web_process_that_cannot_start_is_told_and_everything_stopped(
    product: Product, port: int
) -> None:
    code, shown = product.start(port, BROKEN="web").ended()

    assert code == 1
    assert "The web process ended: ImportError: No module named salesforce" in shown
    assert not (product.root / "var" / "postgres" / "postmaster.pid").exists()


def test_a_start_can_be_interrupted_at_once(product: Product, port: int) -> None:
    product.start(port).shown_until("Freehold is starting.")
    product.interrupt()
    code, _ = product.ended()

    assert code == 0
    assert not (product.root / "var" / "postgres" / "postmaster.pid").exists()


def test_impatience_ends_everything_at_once(product: Product, port: int) -> None:
    product.start(port).shown_until("correct horse")
    pids = product.pids()
    for _ in range(4):
        product.interrupt()
    code, rest = product.ended()

    assert code == 0
    assert "Traceback" not in rest
    assert gone(pids)


def test_a_given_database_that_is_down_is_one_clear_line(product: Product, port: int) -> None:
    nobody = ports.any_free_port()
    code, shown = product.start(
        port, DATABASE_URL=f"postgresql://ada:secret@127.0.0.1:{nobody}/crm"
    ).ended()

    assert code == 1
    assert f"The database of DATABASE_URL (127.0.0.1:{nobody}/crm) cannot be used" in shown
    assert "secret" not in shown


def test_a_given_broker_that_is_down_is_one_clear_line(product: Product, port: int) -> None:
    nobody = ports.any_free_port()
    code, shown = product.start(port, REDIS_URL=f"redis://:secret@127.0.0.1:{nobody}/0").ended()

    assert code == 1
    assert f"The broker of REDIS_URL (127.0.0.1:{nobody}/0) cannot be used" in shown
    assert "secret" not in shown
