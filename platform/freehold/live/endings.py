"""What ends streams: a sign-out, changed rights, a workspace that may no longer work."""

import hashlib
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest

from freehold.context import current_tenant
from freehold.live import signals


def connect() -> None:
    user_logged_out.connect(_signed_out, dispatch_uid="live.signed_out")


def session_mark(session_key: str) -> str:
    """Names a session to other processes without giving it away."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:32]


def rights_changed() -> None:
    """Whose rights, or what there is, may differ from now on: browsers ask and open anew."""
    signals.publish({"end": "rights"})


def session_ended(session_key: str) -> None:
    signals.publish({"end": "session", "of": session_mark(session_key)})


def workspace_changed() -> None:
    """It was suspended, closed or opened again."""
    signals.tell_state(str(current_tenant().state))


def _signed_out(sender: Any, request: HttpRequest | None, **more: Any) -> None:
    key = request.session.session_key if request is not None else None
    if key:
        session_ended(key)
