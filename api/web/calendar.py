"""A person's calendar at its secret address, for programs that can't sign in."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from api import throttling
from api.language import speak_to
from crm_core.activities.selectors.feed import calendar_of
from crm_core.activities.services.feeds import reader_of
from crm_core.records import sights
from freehold.errors import NotFound, TooManyRequests
from freehold.identity.lookups import user_by_id

#: Calendars ask every few minutes at most; whoever tries secrets is slowed down much earlier.
_HOURLY = 120
_WRONG_HOURLY = 600


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    try:
        actor = reader_of(token)
    except NotFound:
        return _limited("wrong", _WRONG_HOURLY) or _plain("There is no such calendar.", 404)
    user = user_by_id(actor.user_id) if actor.user_id else None
    if user is None:
        return _plain("There is no such calendar.", 404)
    refused = _limited(str(user.id), _HOURLY)
    if refused is not None:
        return refused
    speak_to(user)
    with sights.watched(lambda: actor):
        body = calendar_of(actor, user)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    fresh = request.headers.get("If-None-Match") == etag
    response = HttpResponse(b"" if fresh else body, status=304 if fresh else 200)
    response["Content-Type"] = "text/calendar; charset=utf-8"
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=300"
    response["Content-Disposition"] = 'inline; filename="freehold.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _limited(subject: str, hourly: int) -> HttpResponse | None:
    usages = throttling.count([throttling.Limit("calendar", f"feed:{subject}", hourly, 3600)])
    try:
        throttling.refuse_excess(usages)
    except TooManyRequests as refusal:
        response = _plain("Too many requests. Try again later.", 429)
        for name, value in refusal.headers.items():
            response[name] = value
        return response
    return None


def _plain(text: str, status: int) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
