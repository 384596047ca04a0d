"""Everybody is answered in their own language."""

from typing import Any

import pytest

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
        ("/nothing-here/", "Unter dieser Adresse gibt es nichts."),
        ("/accounts/?cursor=x", "Diese Marke gehört nicht zu dieser Liste; beginnen Sie ohne sie"),
    ],
)
def test_refusals_are_told_in_the_reader_s_language(admin: Caller, path: str, said: str) -> None:
    told = admin.get(path, Accept_Language="de").json()
    assert told["detail"].startswith(said)
    assert told["title"] in ("Fehlerhafte Anfrage", "Nicht gefunden")
