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
        print(line, file=self._out, flush=True)

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
    """The lines of the box: where the product is, and who may sign in."""
    lines = [f"Freehold runs at http://localhost:{port}/   (Ctrl-C stops it)"]
    for each in sign_ins:
        lines += ["", each["name"], f"  {_at_port(each['url'], port)}"]
        lines += [f"  sign in as {each['email']}   password {each['password']}"]
    return lines


def _at_port(url: str, port: int) -> str:
    """The address as of this start; the kept one may name the port of another."""
    parts = urlsplit(url)
    return parts._replace(netloc=f"{parts.hostname}:{port}").geturl()
