"""Where `List-Unsubscribe` of our mails leads: one POST ends them, a page asks whoever clicks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from api.language import speak_to
from crm_core.notices.services.unsubscribing import Wish, unsubscribe, wish_of
from freehold.company.selectors import company
from freehold.errors import NotFound

#: What RFC 8058 has mail providers send; our page's form sends it, too.
_NAME, _VALUE = "List-Unsubscribe", "One-Click"


# A mail provider has no cookies. What the address holds is the right to this one change.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribing(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing: programs that check links in mails look, too."""
    try:
        wish = wish_of(token)
    except NotFound as problem:
        return _page(request, _("Nothing was changed"), problem.detail, status=404)
    speak_to(wish.user)
    if request.method != "POST":
        return _question(request, wish)
    if request.POST.get(_NAME) != _VALUE:
        return _question(request, wish, status=400)
    unsubscribe(wish)
    text = _("%(address)s no longer gets: %(mails)s. In the app you find everything as before.")
    return _page(request, _("You get no more of these e-mails"), text % _named(wish))


def _question(request: HttpRequest, wish: Wish, status: int = 200) -> HttpResponse:
    title = _("No more of these e-mails?")
    text = _(
        "%(address)s then no longer gets: %(mails)s. In the app you find everything as before."
    )
    return _page(request, title, text % _named(wish), status, button=_("No more of these e-mails"))


def _named(wish: Wish) -> dict[str, str]:
    return {"address": wish.user.email, "mails": str(wish.mails.label)}


def _page(
    request: HttpRequest, title: str, text: str, status: int = 200, button: str = ""
) -> HttpResponse:
    context = {
        "language": get_language() or "en",
        "tenant": company().name,
        "title": title,
        "text": text,
        "button": button,
        "settings": _("Notification settings"),
        "name": _NAME,
        "value": _VALUE,
    }
    response = render(request, "api/unsubscribing.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
