"""In which language somebody is spoken to."""

from uuid import UUID

from django.utils import translation

from freehold.company.selectors import company
from freehold.identity.models import User


def language_of(locale: str) -> str:
    """The offered language of a person's `locale`, or of their company's where they chose none."""
    try:
        return translation.get_supported_language_variant(locale or company().locale)
    except LookupError:
        return "en"


def language_of_user(user_id: UUID | None) -> str:
    """The language of the user of this id; of nobody it is the company's."""
    if user_id is None:
        return language_of("")
    found = User.objects.filter(pk=user_id).values_list("locale", flat=True).first()
    return language_of(found or "")
