"""SQL functions of Freehold as expressions of the ORM, for indexes and constraints."""

from typing import Any

from django.db import models
from django.db.models import Func

#: The host of an address: without protocol, `www.`, port and path.
HOST = r"^([a-z]+://)?(www\.)?([^/?#:]*).*$"

#: The digits that two ways to write one phone number have in common.
PHONE = "[0-9]{7,9}$"


class Fold(Func):
    """Text without case and accents, in byte order: how lists sort and names compare."""

    function = "extensions.fold"
    template = '%(function)s(%(expressions)s) COLLATE "C"'
    output_field = models.TextField()


class Host(Func):
    """The host of a web address, folded, by which two of them are compared."""

    function = "regexp_replace"
    output_field = models.TextField()

    def __init__(self, name: str) -> None:
        super().__init__(Fold(name), models.Value(HOST), models.Value(r"\3"))

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        folded: Any = self.source_expressions[0]
        return "crm_core.records.expressions.Host", [folded.source_expressions[0].name], {}


def phone_key(folded: str) -> str:
    """SQL of the end of a phone number, by which two of them are compared; empty if too short.

    Without spaces, signs and the zeros of trunk and country: +49 (0)30 1234567 is 030/1234567.
    """
    digits = f"regexp_replace({folded}, '[^0-9]', '', 'g')"
    return f"substring(regexp_replace({digits}, '^0+', ''), '{PHONE}')"


class Phone(Func):
    """`phone_key` of a column, for its index: queries and index have it from one place."""

    template = phone_key("%(expressions)s")
    output_field = models.TextField()

    def __init__(self, name: str) -> None:
        super().__init__(Fold(name))
        self.name = name

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        return "crm_core.records.expressions.Phone", [self.name], {}
