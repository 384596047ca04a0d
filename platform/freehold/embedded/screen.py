"""What a person at the terminal sees of a start."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO, TypedDict
from urllib.parse import urlsplit

_WIDTH = 10


class SignIn(TypedDict):
    """One line of `var/demo.json`: a place to sign in and somebody who may."""

    name: str
    url: str
    email: str
    password: str


class Screen:
    """Lines of progress, then the addresses. Plain text, so that logs can be read too."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout

    def say(self, line: str) -> None:
        try:
            print(line, file=self._out, flush=True)
        except OSError:
            pass  # the terminal was closed; whoever stops us by that must still be obeyed

    def step(self, what: str, line: str) -> None:
        self.say(f"  {what:<{_WIDTH}}{line}")

    def box(self, lines: Sequence[str]) -> None:
        width = max(map(len, lines)) + 2
        top, side, bottom = self._frame(width)
        self.say(f"\n{top}")
        for line in lines:
            self.say(f"{side} {line:<{width - 1}}{side}")
        self.say(f"{bottom}\n")

    def _frame(self, width: int) -> tuple[str, str, str]:
        """Lines where the terminal can show them, else what every terminal can."""
        try:
            "┌".encode(self._out.encoding or "ascii")
        except UnicodeEncodeError:
            return "+" + "-" * width + "+", "|", "+" + "-" * width + "+"
        return "┌" + "─" * width + "┐", "│", "└" + "─" * width + "┘"


def read_sign_ins(path: Path) -> list[SignIn]:
    try:
        found: list[SignIn] = json.loads(path.read_text())
    except (OSError, ValueError):
        return []
    return found


def welcome(port: int, sign_ins: Sequence[SignIn]) -> list[str]:
    """The lines of the box: where the product is, and who may sign in there."""
    lines = ["Freehold runs. Ctrl-C stops it."]
    people = [(_at_port(each["url"], port), *_who(each), each) for each in sign_ins]
    places = dict.fromkeys((url, tenant) for url, tenant, _, _ in people)
    for url, tenant in places:
        lines += ["", f"{tenant}: {url}"]
        here = [(role, each) for at, _, role, each in people if at == url]
        wide = max(len(role) for role, _ in here)
        far = max(len(each["email"]) for _, each in here)
        lines += [
            f"  {role:<{wide}}  {each['email']:<{far}}  password {each['password']}"
            for role, each in here
        ]
    return lines if places else [*lines, "", f"http://localhost:{port}/"]


def _who(sign_in: SignIn) -> tuple[str, str]:
    """The tenant, and what the person is there: `Acme Ltd, sales manager`."""
    tenant, _, role = sign_in["name"].partition(", ")
    return tenant, role or "administrator"


def _at_port(url: str, port: int) -> str:
    """The address as of this start; the kept one may name the port of another."""
    parts = urlsplit(url)
    return parts._replace(netloc=f"{parts.hostname}:{port}").geturl()
