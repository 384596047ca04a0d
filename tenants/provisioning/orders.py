"""What is asked for when a tenant is made, and how far that has come. Kept on the tenant's row."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from freehold.errors import FieldError, Invalid
from freehold.text import one_line


class Step(StrEnum):
    """The steps in their order; each is one transaction and is done again only if it was not."""

    RESERVED = "reserved"
    SCHEMA = "schema"
    DEFAULTS = "defaults"
    SAMPLE_DATA = "sample_data"
    READY = "ready"


STEPS = list(Step)


@dataclass(frozen=True, slots=True)
class Order:
    """Who will be the first administrator, and whether to fill in sample data.

    With `invited_by`, the name of whoever invites, a mail with a link to choose a password goes to
    the administrator once the tenant is ready.
    """

    admin_email: str
    admin_name: str = ""
    password_hash: str = ""
    sample_data: bool = False
    target_state: str = "active"
    invited_by: str = ""

    @classmethod
    def of(cls, progress: dict[str, Any]) -> "Order":
        return cls(**progress["order"])


def progress_of(order: Order, step: Step, error: str = "") -> dict[str, Any]:
    """The row's progress: the order only as long as it is not fulfilled."""
    shown = {
        "step": step.value,
        "done": STEPS.index(step),
        "total": len(STEPS) - 1,
        "error": error,
    }
    return shown if step is Step.READY else {**shown, "order": asdict(order)}


def checked_order(name: str, order: Order) -> None:
    """`Invalid` names everything that is wrong with the request, but for the slug."""
    errors = []
    if not one_line(name) or len(name) > 200 or "\x00" in name:
        errors.append(FieldError("name", "invalid", _("Give a name of up to 200 characters.")))
    try:
        validate_email(order.admin_email)
    except ValidationError:
        message = _("“%(admin_email)s” is not an e-mail address.") % {
            "admin_email": order.admin_email
        }
        errors.append(FieldError("admin_email", "invalid", message))
    if errors:
        raise Invalid(" ".join(error.message for error in errors), errors=errors)
