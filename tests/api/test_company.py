"""The company: what is shown to whom, what follows from it, and what is no logo."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.test.utils import CaptureQueriesContext
from PIL import Image

from freehold.identity.models import User
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import API, Caller, problem
from tests.api.test_lists import fill
from tests.ground import people, pictures


def draw(caller: Caller, content: bytes, name: str = "logo.png") -> Any:
    sent = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile(name, content)})
    headers = {"host": caller.host, **caller.headers}
    return caller.client.put(
        f"{API}/company/logo/", sent, content_type=MULTIPART_CONTENT, headers=headers
    )


def test_it_is_what_the_tenant_was_provisioned_with_until_somebody_changes_it(
    admin: Caller, member: Caller, acme: Tenant
) -> None:
    told = member.get("/company/").json()
    assert (told["name"], told["currency"]) == (acme.name, acme.currency)
    assert (told["first_weekday"], told["fiscal_month"], told["logo"]) == (1, 1, None)
    changed = admin.patch("/company/", {"name": "Acme Werke", "address": {"city": "Bonn"}})
    assert changed.status_code == 200, changed.content
    assert member.get("/company/").json()["address"]["city"] == "Bonn"
    assert member.get("/me/").json()["tenant"]["name"] == "Acme Werke"
    acme.refresh_from_db()
    assert acme.name != "Acme Werke", "The platform's row isn't the company's to change."


def test_another_tenants_company_stays_as_it_is(admin: Caller, stranger: Caller) -> None:
    before = stranger.get("/company/").json()
    admin.patch("/company/", {"name": "Acme Werke", "currency": "CHF", "accent": "#aa3300"})
    assert stranger.get("/company/").json() == before


def test_a_change_is_in_the_trail_with_what_it_was_before(admin: Caller) -> None:
    admin.patch("/company/", {"time_zone": "Asia/Tokyo"})
    entry = admin.get("/audit/?object=company").json()["results"][0]
    assert entry["action"] == "company.updated"
    assert "Asia/Tokyo" in str(entry["changes"])


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"locale": "tlh"},
        {"locale": "../de"},
        {"time_zone": "Mars/Olympus"},
        {"currency": "ZZZ"},
        {"currencies": ["EUR", "XX"]},
        {"first_weekday": 8},
        {"fiscal_month": 0},
        {"accent": "red"},
        {"accent": "#fff; background: url(x)"},
        {"address": {"country": "Deutschland"}},
        {"slug": "globex"},
    ],
)
def test_it_says_what_is_wrong(admin: Caller, change: dict[str, Any]) -> None:
    told = problem(admin.patch("/company/", change), 422)
    assert told["errors"][0]["field"].partition(".")[0] in change


def test_people_without_a_choice_of_their_own_follow_it(admin: Caller, acme: Tenant) -> None:
    admin.patch("/company/", {"locale": "de-AT", "time_zone": "Europe/Vienna"})
    person = callers.signed_in(acme, people.email_of(acme.slug))
    user = person.get("/me/").json()["user"]
    assert (user["locale"], user["time_zone"]) == ("de-AT", "Europe/Vienna")
    fields = person.get("/objects/contacts/").json()["fields"]
    assert "Nachname" in {one["label"] for one in fields}
    assert person.patch("/me/", {"locale": "en-IE"}).json()["user"]["locale"] == "en-IE"


def test_new_sums_are_in_its_currency_and_the_former_one_stays_in_use(admin: Caller) -> None:
    admin.patch("/company/", {"currencies": ["USD"]})
    told = admin.patch("/company/", {"currency": "USD"}).json()
    assert (told["currency"], told["currencies"]) == ("USD", ["EUR"])
    made = admin.made("/opportunities/", {"name": "Deal", "amount": {"amount": 100}})
    assert made["amount"] == {"amount": 100, "currency": "USD"}


@time_machine.travel("2026-11-25T12:00:00Z", tick=False)  # a Wednesday
def test_weeks_and_fiscal_years_begin_where_it_says(
    admin: Caller, acme: Tenant, acme_admin: User
) -> None:
    days = ["2026-04-01", "2026-03-31", "2026-11-22", "2026-11-23", "2026-11-29"]
    rows = [{"name": day, "expected_close_date": date.fromisoformat(day)} for day in days]
    fill(acme, acme_admin, "opportunities", rows)

    def within(period: str) -> set[str]:
        query = f'filter={{"field":"expected_close_date","op":"relative","value":"{period}"}}'
        found = admin.get(f"/opportunities/?{query}")
        assert found.status_code == 200, found.content
        return {one["name"] for one in found.json()["results"]}

    assert within("this_week") == {"2026-11-23", "2026-11-29"}
    assert within("this_fiscal_year") == set(days)
    admin.patch("/company/", {"first_weekday": 7, "fiscal_month": 4})
    assert within("this_week") == {"2026-11-22", "2026-11-23"}
    assert within("this_fiscal_year") == set(days) - {"2026-03-31"}
    assert within("last_fiscal_quarter") == set()
    assert within("this_fiscal_quarter") == {"2026-11-22", "2026-11-23", "2026-11-29"}
    weeks = admin.get("/opportunities/groups/?group_by=expected_close_date:week").json()["groups"]
    assert {one["value"]: one["count"] for one in weeks} == {
        "2026-03-29": 2,
        "2026-11-22": 2,
        "2026-11-29": 1,
    }
    assert "2026-W48" in {one["label"] for one in weeks}


def test_it_costs_nothing_where_nothing_changed(admin: Caller) -> None:
    admin.get("/me/")
    with CaptureQueriesContext(
        connection,
    ) as warm:
        admin.get("/company/")
    assert not [one for one in warm.captured_queries if "company_" in one["sql"]]


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_and_shown_to_everybody(
    admin: Caller, anonymous: Caller, format: str
) -> None:
    told = draw(admin, pictures.png(2000, 500, format=format))
    assert told.status_code == 200, told.content
    place = told.json()["logo"]
    shown = anonymous.get(place)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert "immutable" in shown["Cache-Control"]
    assert shown["Content-Security-Policy"].startswith("default-src 'none'")
    assert Image.open(BytesIO(shown.content)).size == (640, 160)
    page = anonymous.client.get("/sign-in", headers={"host": anonymous.host})
    assert place.encode() in page.content or page.status_code == 503
    assert admin.delete("/company/logo/").json()["logo"] is None
    problem(anonymous.get("/company/logo/"), 404)


def test_what_a_picture_carried_beside_itself_is_gone(admin: Caller, anonymous: Caller) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Taken at home"
    draw(admin, pictures.png(format="JPEG", exif=exif))
    assert b"Taken at home" not in anonymous.get("/company/logo/").content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + b"\x00" * 64,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
        pictures.png(400, 400)[:200],
    ],
)
def test_anything_else_is_no_logo(admin: Caller, content: bytes) -> None:
    problem(draw(admin, content, "logo.png"), 422)


def test_too_large_a_logo_is_refused_before_it_is_read(admin: Caller) -> None:
    problem(draw(admin, b"\x89PNG" + b"0" * (3 * 1024 * 1024)), 413)


def test_a_picture_of_too_many_pixels_is_refused(admin: Caller) -> None:
    problem(draw(admin, pictures.png(6000, 4000)), 422)


def test_each_part_of_the_address_that_is_too_long_is_named(admin: Caller) -> None:
    address = {"street": "x" * 301, "postal_code": "1" * 20, "city": "y" * 121}
    refused = problem(admin.patch("/company/", {"address": address}), 422)
    assert {(one["field"], one["message"]) for one in refused["errors"]} == {
        ("address.street", "At most 300 characters fit here."),
        ("address.city", "At most 120 characters fit here."),
    }
    refused = problem(admin.patch("/company/", {"address": {"country": "Deutschland"}}), 422)
    assert [(one["field"], one["message"]) for one in refused["errors"]] == [
        ("address.country", "Name the country by its two letters, such as DE."),
    ]
