"""In which language somebody is spoken to."""

from uuid import UUID

from babel import Locale
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


def locale_of_user(user_id: UUID | None) -> Locale:
    """How the user of this id reads days and numbers; of nobody it is the company's.

    Its language is the one that is spoken now: a German month in an English sentence helps nobody.
    """
    rows = User.objects.filter(pk=user_id) if user_id is not None else User.objects.none()
    found = rows.values_list("locale", flat=True).first()
    spoken = translation.get_language() or "en"
    wanted = Locale.parse(found or company().locale, sep="-")
    own = Locale.parse(spoken, sep="-")
    return wanted if wanted.language == own.language else own
