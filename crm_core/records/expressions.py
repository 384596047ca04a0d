"""SQL functions of Freehold as expressions of the ORM, for indexes and constraints."""

from typing import Any

from django.db import models
from django.db.models import Func

#: The host of an address: without protocol, `www.`, port and path.
HOST = r"^([a-z]+://)?(www\.)?([^/?#:]*).*$"


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
