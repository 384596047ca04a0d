"""The web app: one page that answers every address of the app, and its service worker."""

from pathlib import Path
from typing import IO, Any

from allauth.headless.account.views import SessionView
from allauth.headless.constants import Client
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError, DjangoViteManifestError

from crm_core.access.selectors.company import public_company
from freehold.context import current_tenant
from tenants.hosts import platform_host
from tenants.signup import services as signup

_NOT_BUILT = (DjangoViteAssetNotFoundError, DjangoViteManifestError)
#: The product's own colour, where the company chose none.
_COLOUR = "#3b5bdb"
_ICONS = (
    ("icons/app-192.png", "192x192", "any"),
    ("icons/app-512.png", "512x512", "any"),
    ("icons/app-maskable-512.png", "512x512", "maskable"),
)
#: Asked for with the page: the first screen waits for its words, and text that is drawn before its
#: letters are there is drawn twice.
_TEXTS = "src/shared/i18n/{}/messages.po?part=first"
_FONT = "node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"
#: When the build was made whose manifest the loader has read.
_built_at: list[int] = []
_session = SessionView.as_api_view(client=Client.BROWSER)


@require_safe
@ensure_csrf_cookie
def index(request: HttpRequest, path: str = "") -> HttpResponse:
    """The page of the web app; never stored, because its nonce is of this answer only."""
    _forget_former_build()
    try:
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        response = render(request, "index.html", {**_shown(), "signed_in": signed_in})
    except _NOT_BUILT:
        response = render(request, "api/not_built.html", status=503)
    response["Cache-Control"] = "no-cache"
    return response


def _forget_former_build() -> None:
    """A new build under the running process counts at once: the former one's files are gone."""
    try:
        built_at = Path(str(settings.DJANGO_VITE["default"]["manifest_path"])).stat().st_mtime_ns
    except OSError:
        return
    if _built_at and _built_at[-1] != built_at:
        DjangoViteAssetLoader._instance = None
    _built_at[:] = [built_at]


def _shown() -> dict[str, Any]:
    offers = current_tenant().is_operators and signup.is_open()
    return {
        "company": public_company(),
        "sign_up": platform_host() if offers else "",
        "font": _asset(_FONT),
        "texts": _asset(_TEXTS.format(get_language())),
    }


def _asset(name: str) -> str:
    """The address of a file of the build; empty where the build has none, as for a new language."""
    try:
        address: str = DjangoViteAssetLoader.instance().generate_vite_asset_url(name)
    except DjangoViteAssetNotFoundError:
        return ""
    return address


@require_safe
def service_worker(request: HttpRequest) -> HttpResponseBase:
    """At the root, so that it may serve the whole app; browsers always ask for it anew."""
    try:
        script: IO[bytes] = staticfiles_storage.open("sw.js").open("rb")
    except FileNotFoundError:
        found = finders.find("sw.js")
        if not isinstance(found, str):
            raise Http404 from None
        script = open(found, "rb")  # noqa: SIM115 - the response closes it
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return FileResponse(script, content_type="text/javascript", headers=headers)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a device needs to install the app, under the company's name and in its colour."""
    company = public_company()
    icons = [
        {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes, purpose in _ICONS
    ]
    shown = {
        "id": "/",
        "name": company["name"],
        "short_name": company["name"],
        "lang": company["locale"],
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": company["accent"] or _COLOUR,
        "background_color": "#ffffff",
        "icons": icons,
    }
    headers = {"Cache-Control": "no-cache"}
    return JsonResponse(shown, content_type="application/manifest+json", headers=headers)


def session(request: HttpRequest) -> HttpResponseBase:
    """allauth's session; after signing out the browser forgets what the app had stored."""
    response: HttpResponseBase = _session(request)
    if request.method == "DELETE":
        response["Clear-Site-Data"] = '"storage"'
    return response
