"""Sessions in Redis and, as the truth, in the tenant's schema."""

from typing import Any

from django.contrib.sessions.backends import cached_db

from freehold import prefetch
from freehold.redis_client import AWAY


class SessionStore(cached_db.SessionStore):
    def load(self) -> dict[str, Any]:
        asked_ahead = prefetch.session(self.session_key)
        if asked_ahead is not None:
            return asked_ahead
        try:
            return super().load()
        except AWAY:
            stored = self._get_session_from_db()  # type: ignore[attr-defined]  # its stubs lack it
            return self.decode(stored.session_data) if stored else {}
