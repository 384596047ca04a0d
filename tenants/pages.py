"""What a visitor sees when no tenant can answer: a problem for programs, a page for people."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from freehold.errors import Locked, Problem

#: Seconds that a page waits before it reloads; longer troubles are nobody's to wait for.
_LONGEST_WAIT = 60
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;"
    "color:#1f2933;background:#fff}h1{font-size:1.25rem}"
    "@media(prefers-color-scheme:dark){body{color:#e4e7eb;background:#12181f}}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none'"
_PAGE = (
    '<!doctype html><html lang="{}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{}</title><style>{}</style></head>'
    "<body><main><h1>{}</h1><p>{}</p>{}</main></body></html>"
)


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as RFC 9457 JSON or as a page, with its status and headers."""
    if _wants_json(request):
        body = json.dumps(_as_json(request, problem))
        response = HttpResponse(body, "application/problem+json", problem.status)
    else:
        title = gettext(problem.title)
        page = format_html(
            _PAGE,
            get_language() or "en",
            title,
            _STYLE,
            title,
            problem.detail,
            _way_out(problem) or _patience(problem),
        )
        response = HttpResponse(page, status=problem.status)
        if seconds := _reload_seconds(problem):
            response["Refresh"] = str(seconds)
        response["Content-Security-Policy"] = _POLICY
    response["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        response[name] = value
    return response


def _way_out(problem: Problem) -> str:
    if problem.code != Locked.code:
        return ""
    return format_html('<p><a href="/sign-in?next=/locked">{}</a></p>', gettext("Sign in"))


def _patience(problem: Problem) -> str:
    if not _reload_seconds(problem):
        return ""
    return format_html('<p role="status">{}</p>', gettext("This page reloads by itself."))


def _reload_seconds(problem: Problem) -> int:
    """What passes shortly is looked at again without anybody's doing; 0 for everything else."""
    seconds = int(problem.headers.get("Retry-After", 0)) if problem.status == 503 else 0
    return seconds if seconds <= _LONGEST_WAIT else 0


def _wants_json(request: HttpRequest) -> bool:
    if request.path.startswith(("/api/", "/_allauth/")):
        return True
    return not request.accepts("text/html")


def _as_json(request: HttpRequest, problem: Problem) -> Mapping[str, Any]:
    return {
        "type": "about:blank",
        "title": gettext(problem.title),
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        "instance": request.path,
        **problem.extra,
    }
