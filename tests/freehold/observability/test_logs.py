"""Every line of the log says which tenant it speaks of."""

import json
import logging
from io import StringIO
from logging.config import DictConfigurator
from typing import Any

import pytest
import structlog

from freehold.observability import logs
from tenants.context import in_tenant
from tenants.models import Tenant


@pytest.fixture
def lines() -> StringIO:
    """What our formatter makes of a library's line and of our own, as JSON."""
    return StringIO()


def _write(lines: StringIO, write: object) -> dict[str, Any]:
    _write_text(lines, write, as_json=True)
    found: dict[str, Any] = json.loads(lines.getvalue())
    return found


def _write_text(lines: StringIO, write: object, *, as_json: bool) -> None:
    configuration = logs.configured(as_json=as_json, level="INFO")
    configurator = DictConfigurator(configuration)
    formatter = configurator.configure_formatter(configurator.config["formatters"]["structured"])
    handler = logging.StreamHandler(lines)
    handler.setFormatter(formatter)
    logger = logging.getLogger("test.lines")
    logger.propagate = False
    logger.setLevel(logging.INFO)
    logger.handlers = [handler]
    assert callable(write)
    write()


HOSTILE = "deal\r\n2026-01-01T00:00:00Z [info     ] forged\x1b[2J\x9b31m\u2028\x85\x07 ✓ Ünï"
PLAIN = r"deal\r\n2026-01-01T00:00:00Z [info     ] forged\x1b[2J\x9b31m\u2028\x85\x07 ✓ Ünï"


@pytest.mark.parametrize("as_json", [True, False])
def test_i11_whatever_is_logged_is_one_line_that_no_terminal_obeys(
    lines: StringIO, as_json: bool
) -> None:
    def write() -> None:
        structlog.get_logger("test.lines").warning(HOSTILE, name=HOSTILE, other=[HOSTILE])
        logging.getLogger("test.lines").warning("seen %s", HOSTILE)

    _write_text(lines, write, as_json=as_json)
    written = lines.getvalue().removesuffix("\n").split("\n")
    assert len(written) == 2
    assert all(line.isprintable() for line in written)
    assert all((json.dumps(HOSTILE)[1:-1] if as_json else PLAIN) in line for line in written)


def test_i11_no_line_of_a_trace_back_looks_like_one_of_the_log(lines: StringIO) -> None:
    def fail() -> None:
        try:
            raise ValueError(HOSTILE)
        except ValueError:
            logging.getLogger("test.lines").exception("failed")

    _write_text(lines, fail, as_json=False)
    first, *others = lines.getvalue().removesuffix("\n").split("\n")
    assert "failed" in first
    assert all(line.startswith("    ") or not line for line in others)
    assert all(line.isprintable() for line in others)


def test_our_own_line_inside_a_tenant(in_acme: Tenant, lines: StringIO) -> None:
    line = _write(lines, lambda: structlog.get_logger("test.lines").info("deal.won", amount=7))
    assert (line["tenant"], line["tenant_slug"]) == (str(in_acme.id), "acme")
    assert (line["event"], line["amount"], line["level"]) == ("deal.won", 7, "info")


def test_a_library_s_line_outside_any_tenant(lines: StringIO) -> None:
    line = _write(lines, lambda: logging.getLogger("test.lines").warning("slow %s", "query"))
    assert (line["tenant"], line["event"]) == ("platform", "slow query")
    assert "tenant_slug" not in line


def test_a_trace_back_is_data(acme: Tenant, lines: StringIO) -> None:
    def fail() -> None:
        try:
            raise ValueError("broken")
        except ValueError:
            with in_tenant(acme):
                logging.getLogger("test.lines").exception("failed")

    line = _write(lines, fail)
    assert line["tenant_slug"] == "acme"
    assert "broken" in json.dumps(line["exception"])


@pytest.mark.parametrize("as_json", [True, False])
def test_a_trace_back_keeps_the_values_to_itself(lines: StringIO, as_json: bool) -> None:
    def sign_in(password: str) -> None:
        raise ValueError(f"no such user, {len(password)} letters")

    def fail() -> None:
        try:
            sign_in("-".join(["correct", "horse"]))
        except ValueError:
            logging.getLogger("test.lines").exception("failed")

    _write_text(lines, fail, as_json=as_json)
    assert "no such user, 13 letters" in lines.getvalue()
    assert "correct-horse" not in lines.getvalue()
