"""Text to a tree. `amount * 0.2`, `if(is_blank(account.industry), "none", "some")`.

Lowest first: `or`, `and`, `not`, comparisons, `+ - &`, `* / %`, a leading minus, calls and fields.
"""

import re
from dataclasses import dataclass
from typing import NoReturn

from django.utils.translation import gettext

from freehold.text import grouped

LONGEST = 4000
MOST_NODES = 300
DEEPEST = 40

_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r'|(?P<text>"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')'
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<sign><=|>=|<>|!=|==|[-+*/%&<>=(),])"
)
_COMPARISONS = {"=": "=", "==": "=", "!=": "!=", "<>": "!=", "<": "<", "<=": "<=", ">": ">",
                ">=": ">="}  # fmt: skip
_WORDS = frozenset({"and", "or", "not", "true", "false", "blank", "null"})


class FormulaError(ValueError):
    """What is wrong, where it stands (characters from 0) and which field is meant, if one is."""

    def __init__(self, message: str, start: int = 0, end: int = 0, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = max(end, start)
        self.field = field


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text, truth value, or nothing; `type` is `blank` for nothing."""

    type: str
    value: str | bool | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A field, perhaps behind one reference."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function, or an operator under its sign; a leading minus is called `negate`."""

    name: str
    args: "tuple[Node, ...]"
    start: int
    end: int


Node = Constant | Name | Call


def parse(text: str) -> Node:
    """The tree of a formula; `FormulaError` says what is wrong and where."""
    if not text.strip():
        raise FormulaError(gettext("Write a formula, such as amount * 0.2."))
    if len(text) > LONGEST:
        raise FormulaError(
            gettext("A formula has at most %(longest)s characters.")
            % {"longest": grouped(LONGEST)},
            LONGEST,
            len(text),
        )
    return _Parser(_tokens(text), len(text)).whole()


def _tokens(text: str) -> list[Token]:
    found = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            refusal = (
                gettext("A text that is not closed can't stand here.")
                if text[at] in "\"'"
                else gettext("“%(sign)s” can't stand here.") % {"sign": text[at]}
            )
            raise FormulaError(refusal, at, at + 1)
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match[0], at))
        at = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[Token], length: int) -> None:
        self.tokens = tokens
        self.length = length
        self.at = 0
        self.nodes = 0
        self.depth = 0

    def whole(self) -> Node:
        found = self._or()
        left = self._peek()
        if left is not None:
            raise FormulaError(
                gettext("“%(text)s” is not expected here: is an operator missing before it?")
                % {"text": left.text},
                left.start,
                left.end,
            )
        return found

    def _peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _take(self, *texts: str) -> Token | None:
        token = self._peek()
        if token is None or token.kind == "text" or token.text.lower() not in texts:
            return None
        self.at += 1
        return token

    def _counted(self, node: Node) -> Node:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise FormulaError(
                gettext("A formula holds at most %(most_nodes)s parts.")
                % {"most_nodes": MOST_NODES},
                node.start,
                node.end,
            )
        return node

    def _joined(self, sign: str, left: Node, right: Node) -> Node:
        return self._counted(Call(sign, (left, right), left.start, right.end))

    def _or(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            token = self._peek()
            at = token.start if token else self.length
            raise FormulaError(
                gettext("Brackets and calls go at most %(deepest)s deep.") % {"deepest": DEEPEST},
                at,
                at + 1,
            )
        found = self._and()
        while self._take("or"):
            found = self._joined("or", found, self._and())
        self.depth -= 1
        return found

    def _and(self) -> Node:
        found = self._not()
        while self._take("and"):
            found = self._joined("and", found, self._not())
        return found

    def _not(self) -> Node:
        signs = []
        while (word := self._take("not")) is not None:
            signs.append(word)
        found = self._comparison()
        for word in reversed(signs):
            found = self._counted(Call("not", (found,), word.start, found.end))
        return found

    def _comparison(self) -> Node:
        found = self._sum()
        sign = self._take(*_COMPARISONS)
        if sign is None:
            return found
        found = self._joined(_COMPARISONS[sign.text], found, self._sum())
        again = self._take(*_COMPARISONS)
        if again is not None:
            raise FormulaError(
                gettext("Join two comparisons with “and” or “or”."), again.start, again.end
            )
        return found

    def _sum(self) -> Node:
        found = self._product()
        while (sign := self._take("+", "-", "&")) is not None:
            found = self._joined(sign.text, found, self._product())
        return found

    def _product(self) -> Node:
        found = self._signed()
        while (sign := self._take("*", "/", "%")) is not None:
            found = self._joined(sign.text, found, self._signed())
        return found

    def _signed(self) -> Node:
        signs = []
        while (sign := self._take("-")) is not None:
            signs.append(sign)
        found = self._atom()
        for sign in reversed(signs):
            found = self._counted(Call("negate", (found,), sign.start, found.end))
        return found

    def _atom(self) -> Node:
        token = self._peek()
        if token is None:
            raise FormulaError(
                gettext("Something is missing at the end."), self.length, self.length
            )
        self.at += 1
        if token.kind == "number":
            return self._counted(_number(token))
        if token.kind == "text":
            return self._counted(_text(token))
        if token.kind == "name":
            return self._named(token)
        if token.text != "(":
            self._unexpected(token)
        found = self._or()
        self._close(token)
        return found

    def _named(self, token: Token) -> Node:
        following = self._peek()
        if following is not None and following.text == "(":
            return self._call(token)
        word = token.text.lower()
        if word in ("true", "false"):
            return self._counted(Constant("boolean", word == "true", token.start, token.end))
        if word in ("blank", "null"):
            return self._counted(Constant("blank", None, token.start, token.end))
        if word in _WORDS:
            self._unexpected(token)
        return self._counted(Name(token.text, token.start, token.end))

    def _call(self, token: Token) -> Node:
        opened = self.tokens[self.at]
        self.at += 1
        args: list[Node] = []
        while self._take(")") is None:
            if args and self._take(",") is None:
                self._close(opened)
                break
            args.append(self._or())
        end = self.tokens[self.at - 1].end
        return self._counted(Call(token.text.lower(), tuple(args), token.start, end))

    def _close(self, opened: Token) -> None:
        if self._take(")") is not None:
            return
        token = self._peek()
        if token is None:
            raise FormulaError(gettext("This bracket is never closed."), opened.start, opened.end)
        self._unexpected(token)

    def _unexpected(self, token: Token) -> NoReturn:
        raise FormulaError(
            gettext("“%(text)s” is not expected here.") % {"text": token.text[:40]},
            token.start,
            token.end,
        )


def _number(token: Token) -> Constant:
    whole, _, part = token.text.partition(".")
    if len(whole) > 15 or len(part) > 6:
        raise FormulaError(
            gettext("A number has at most 15 digits, and 6 behind the point."),
            token.start,
            token.end,
        )
    return Constant("number", token.text, token.start, token.end)


def _text(token: Token) -> Constant:
    value = re.sub(r"\\(.)", r"\1", token.text[1:-1])
    if "\x00" in value:
        raise FormulaError(gettext("A text can't hold a NUL character."), token.start, token.end)
    return Constant("text", value, token.start, token.end)
