"""Everybody is answered in their own language."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage

from config import languages
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller
from tests.ground import people


def label(caller: Caller, **headers: str) -> str:
    fields: list[dict[str, Any]] = caller.get("/objects/contacts/", **headers).json()["fields"]
    return next(str(one["label"]) for one in fields if one["name"] == "last_name")


def in_browser(tenant: Tenant, locale: str) -> Caller:
    email = people.email_of(tenant.slug)
    with in_tenant(tenant):
        User.objects.filter(email=email).update(locale=locale)
    return callers.signed_in(tenant, email)


def test_a_person_in_the_language_of_their_profile(acme: Tenant) -> None:
    german = in_browser(acme, "de")
    assert label(german) == "Nachname"
    refused = german.post("/contacts/", {"first_name": "Ada"}).json()
    assert refused["errors"][0]["message"] == "„Nachname“ muss ausgefüllt sein."
    assert german.patch("/me/", {"locale": "en"}).status_code == 200
    assert label(german) == "Last name"


def test_a_person_who_changes_the_password_too(acme: Tenant) -> None:
    german = in_browser(acme, "de")
    given = {"current_password": "not it", "new_password": "a quite different battery"}
    refused = german.post(
        "/_allauth/browser/v1/account/password/change", given, Accept_Language="en"
    )
    assert refused.status_code == 400
    assert "Passwort" in refused.json()["errors"][0]["message"]


def test_without_one_in_their_company_s(acme: Tenant) -> None:
    Tenant.objects.filter(id=acme.id).update(locale="de")
    assert label(in_browser(acme, "")) == "Nachname"


def test_a_program_in_the_language_it_asks_for(admin: Caller) -> None:
    assert label(admin) == "Last name"
    assert label(admin, Accept_Language="de-AT,de;q=0.9") == "Nachname"
    assert label(admin, Accept_Language="tlh") == "Last name"
    assert label(admin) == "Last name"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/accounts/?sort=nonsense", "Es gibt kein Feld „nonsense“."),
        ("/nothing-here/", "Es gibt kein Objekt namens „nothing-here“."),
        ("/accounts/?cursor=x", "Diese Marke gehört nicht zu dieser Liste; beginnen Sie ohne sie"),
    ],
)
def test_refusals_are_told_in_the_reader_s_language(admin: Caller, path: str, said: str) -> None:
    told = admin.get(path, Accept_Language="de").json()
    assert told["detail"].startswith(said)
    assert told["title"] in ("Fehlerhafte Anfrage", "Nicht gefunden")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": "", "url": "x", "events": []}, "Geben Sie dem Webhook einen Namen."),
        (
            {"name": "x" * 101, "url": "x", "events": []},
            "Hier passen höchstens 100 Zeichen hinein.",
        ),
        ({"name": 1, "url": "x", "events": []}, "Das muss ein Text sein."),
        ({"name": "x", "url": "x", "events": {}}, "Das muss eine Liste sein."),
    ],
)
def test_what_a_body_lacks_is_told_in_the_reader_s_language(
    admin: Caller, values: dict[str, Any], said: str
) -> None:
    told = admin.post("/webhooks/", values, Accept_Language="de").json()
    assert said in [one["message"] for one in told["errors"]]


def test_a_text_that_is_too_short_is_told_how_long_it_must_be(admin: Caller) -> None:
    for token, said in (
        ("x", "Mindestens 20 Zeichen sind nötig."),
        ("", "Das darf nicht leer sein."),
    ):
        told = admin.post("/sign-up/enter/", {"token": token}, Accept_Language="de").json()
        assert told["errors"][0] == {"field": "token", "code": "minLength", "message": said}


def test_what_formulas_can_call_is_explained_in_the_reader_s_language(admin: Caller) -> None:
    explained = admin.get("/fields/functions/", Accept_Language="de").json()["results"]
    told = {one["name"]: one["help"] for one in explained}
    assert told["floor"] == "Die nächstniedrigere ganze Zahl."
    wrong = {"object": "contacts", "expression": "uppr(last_name)", "name": "loud", "label": "L"}
    refused = admin.post("/fields/", {**wrong, "type": "formula"}, Accept_Language="de").json()
    message = refused["errors"][0]["message"]
    assert message == "Es gibt keine Funktion „uppr“. Meinten Sie upper? (bei Zeichen 1)"


def test_what_an_import_finds_is_told_in_the_reader_s_language(admin: Caller) -> None:
    german = Caller(admin.host, {**admin.headers, "Accept-Language": "de"}, admin.client)

    def shown(content: bytes) -> dict[str, Any]:
        file = SimpleUploadedFile("File.csv", content)
        found: dict[str, Any] = german.upload("/imports/preview/", file).json()
        return found

    assert shown(b"Name,Name\nA,B\n")["notices"][0]["message"].startswith("Zeile 1 nennt „Name“")
    assert "keine Tabelle" in str(shown(b"%PDF-1.4"))


def test_a_language_is_spoken_as_soon_as_its_catalogue_is_there(tmp_path: Path) -> None:
    for code in ("de", "ar", "pt_BR", "tlh"):
        place = tmp_path / code / "LC_MESSAGES"
        place.mkdir(parents=True)
        (place / "django.mo").touch()
    (tmp_path / "fr" / "LC_MESSAGES").mkdir(parents=True)
    assert languages.found_in(tmp_path) == [
        ("en", "English"),
        ("ar", "العربيّة"),
        ("de", "Deutsch"),
        ("pt-BR", "Português Brasileiro"),
        ("tlh", "tlh"),
    ]


def test_an_invitation_speaks_the_language_of_whom_it_invites(
    admin: Caller, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    admin.patch("/company/", {"locale": "de-AT", "name": "Acme Werke"})
    for name, locale in (("Eva", ""), ("Eve", "en-IE")):
        with django_capture_on_commit_callbacks(execute=True):
            admin.made("/users/", {"name": name, "email": f"{name}@acme.test", "locale": locale})
    german, english = mailoutbox
    assert german.subject == "Ihr Zugang zu Acme Werke bei Freehold"
    assert "Guten Tag Eva" in str(german.body)
    assert english.subject == "Your access to Acme Werke on Freehold"


def test_the_page_is_in_the_language_that_the_browser_prefers(anonymous: Caller) -> None:
    headers = {"host": anonymous.host, "accept-language": "de-AT,en;q=0.5"}
    page = anonymous.client.get("/sign-in", headers=headers)
    assert page.headers["Content-Language"] == "de"
    assert page.status_code == 503 or b'<html lang="de">' in page.content


def test_what_is_not_there_is_called_by_a_noun_of_its_language(acme: Tenant) -> None:
    away = "/contacts/01990000-0000-7000-8000-000000000000/"
    german = in_browser(acme, "de")
    assert "(Kontakt)" in german.get(away).json()["detail"]
    assert "(Kontakt)" in german.patch(away, {"first_name": "Ada"}).json()["detail"]
    german.patch("/me/", {"locale": "en"})
    assert "no such contact," in german.get(away).json()["detail"]
