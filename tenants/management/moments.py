"""Moments as people type them on the command line."""

from datetime import datetime, time

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime


def moment(option: str, text: str) -> datetime:
    """A day, which begins at midnight, or a moment; without a zone in the installation's."""
    try:
        day = parse_date(text)
        found = datetime.combine(day, time()) if day else parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"Give {option} as 2027-01-31 or 2027-01-31T18:00+01:00.")
    return found if found.tzinfo else timezone.make_aware(found)
