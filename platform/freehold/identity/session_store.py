"""Sessions in Redis and, as the truth, in the tenant's schema."""

from typing import Any

from django.contrib.sessions.backends import cached_db

from freehold import prefetch


class SessionStore(cached_db.SessionStore):
    def load(self) -> dict[str, Any]:
        asked_ahead = prefetch.session(self.session_key)
        return super().load() if asked_ahead is None else asked_ahead
