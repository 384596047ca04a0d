"""Ending what someone's browsers hold."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings

from freehold.identity.models import User


def end_sessions(user: User) -> int:
    """Sign the user out everywhere; the number of sessions that ended."""
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    UserSession.objects.filter(user=user).delete()
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in keys:
        store.delete(key)
    return len(keys)
