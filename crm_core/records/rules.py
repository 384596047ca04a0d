"""What an object adds to the write door: computed values before, consequences after a write."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_core.records.catalogue.types import ObjectType
from crm_core.records.models import Record
from freehold.errors import FieldError
from freehold.identity.actor import Actor


@dataclass
class Draft:
    """A record about to be written: `values` by field name in stored form, over `instance`'s."""

    object_type: ObjectType
    values: dict[str, Any]
    instance: Record | None = None
    now: datetime.datetime = field(default_factory=lambda: datetime.datetime.now(datetime.UTC))
    errors: list[FieldError] = field(default_factory=list)
    #: The row as it was before the write, by column; empty for a new one.
    before: dict[str, Any] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return not self.before

    def get(self, name: str) -> Any:
        """The value after the write."""
        if name in self.values:
            return self.values[name]
        return self.current(name)

    def current(self, name: str) -> Any:
        """The value before the write; None for a new record."""
        if self.instance is None:
            return None
        field_ = self.object_type.fields[name]
        if field_.custom:
            return self.instance.custom.get(field_.key)
        if field_.type == "money":
            amount = getattr(self.instance, name)
            currency = getattr(self.instance, f"{name}_currency")
            return None if amount is None else {"amount": amount, "currency": currency}
        return getattr(self.instance, field_.column)

    def changes(self, name: str) -> bool:
        return name in self.values and (
            self.instance is None or self.values[name] != self.current(name)
        )

    def refuse(self, name: str, code: str, message: str) -> None:
        self.errors.append(FieldError(name, code, message))


class Rules:
    """An object's own rules; every hook is optional and works on many drafts at once."""

    @staticmethod
    def prepare(drafts: Sequence[Draft], *, actor: Actor) -> None:
        """Fill in what follows from other values, and refuse what contradicts them."""

    @staticmethod
    def written(drafts: Sequence[Draft], *, actor: Actor) -> None:
        """Write what follows, in the same transaction; `draft.instance` is the stored row."""

    @staticmethod
    def refuse_merge(survivor: Record, others: Sequence[Record]) -> str | None:
        """Why these can't become one record, in a sentence; None where they can."""
        return None
