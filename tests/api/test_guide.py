"""The first steps in a workspace: seen from what is there, skipped, put away; samples that go."""

from typing import Any

import pytest

from crm_core.records.models import UndoStep
from crm_core.start.models import Guide
from crm_core.start.services import samples
from freehold.identity.models import User
from freehold.jobs.models import Job
from tenants.context import in_tenant
from tenants.models import Tenant
from tenants.provisioning.provision import provision_tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.ground.people import PASSWORD


def guide(caller: Caller) -> dict[str, Any]:
    answer = caller.get("/guide/")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def steps(caller: Caller) -> dict[str, str]:
    return {
        one["key"]: "done" if one["done"] else "skipped" if one["skipped"] else "open"
        for one in guide(caller)["steps"]
    }


def counts(caller: Caller) -> dict[str, int]:
    names = ("accounts", "contacts", "leads", "opportunities", "cases", "activities", "products")
    return {name: caller.get(f"/{name}/?limit=1").json()["count"] for name in names}


@pytest.fixture
def sampled(acme: Tenant, admin: Caller, acme_admin: User) -> Caller:
    """The administrator, in a workspace with samples."""
    return with_samples(acme, admin, acme_admin)


def with_samples(acme: Tenant, admin: Caller, acme_admin: User) -> Caller:
    """Samples made as a worker makes them."""
    answer = admin.post("/guide/samples/")
    assert answer.status_code == 202, answer.content
    with in_tenant(acme):
        assert Job.objects.get(id=answer.json()["job"]).kind == samples.RUN
        shown: list[int] = []
        samples.make(
            actor=callers.actor(acme_admin), progress=lambda done, total: shown.append(done)
        )
        assert shown == sorted(shown)
        Job.objects.all().update(state="done")
    return admin


def test_steps_are_ticked_by_what_is_there(acme: Tenant, admin: Caller) -> None:
    assert guide(admin)["visible"]
    assert set(steps(admin).values()) == {"open"}
    callers.person(acme, "Bob")
    admin.made("/accounts/", {"name": "A customer of ours"})
    assert steps(admin) == {
        "company": "open",
        "people": "done",
        "pipeline": "open",
        "records": "open",
        "first_record": "done",
    }
    admin.patch("/guide/", {"steps": {"company": "done", "records": "skipped"}})
    found = admin.post("/guide/pipeline/", {"template": "simple"}).json()
    assert not found["visible"]
    assert steps(admin)["records"] == "skipped"
    names = [one["name"] for one in admin.get("/stages/").json()["results"]]
    assert names == ["New", "In talks", "Offer made", "Won", "Lost"]
    problem(admin.patch("/guide/", {"steps": {"dance": "done"}}), 422)


def test_a_template_takes_no_place_where_deals_are(admin: Caller) -> None:
    admin.made("/opportunities/", {"name": "Deal"})
    assert "Settings" in problem(admin.post("/guide/pipeline/", {"template": "b2b"}), 409)["detail"]


def test_beside_samples_the_template_is_a_pipeline_of_its_own(sampled: Caller) -> None:
    before = sampled.get("/pipelines/").json()["results"]
    assert len(before) == 1
    found = sampled.post("/guide/pipeline/", {"template": "services"})
    assert found.status_code == 200, found.content
    assert steps(sampled)["pipeline"] == "done"
    former, chosen = sampled.get("/pipelines/").json()["results"]
    assert (former["id"], former["is_default"]) == (before[0]["id"], False)
    assert (chosen["name"], chosen["is_default"]) == ("Services and projects", True)
    deal = sampled.made("/opportunities/", {"name": "Ours"})
    assert deal["stage"]["id"] == chosen["stages"][0]["id"]
    deals = sampled.get("/opportunities/?limit=50").json()["results"]
    assert {one["pipeline"]["id"] for one in deals if one["name"] != "Ours"} == {former["id"]}
    assert sampled.post("/guide/samples/remove/").json()["stayed"] == 0


def test_samples_in_the_trash_do_not_keep_a_template_away(sampled: Caller) -> None:
    sampled.post("/guide/samples/remove/")
    assert sampled.post("/guide/pipeline/", {"template": "simple"}).status_code == 200
    names = [one["name"] for one in sampled.get("/pipelines/").json()["results"]]
    assert names == ["Sales", "Simple"]


def test_a_german_company_begins_with_german_roles_and_stages(db: None) -> None:
    made = provision_tenant(
        "hafen", "Hafen", "ida@hafen.test", admin_password=PASSWORD, locale="de"
    )
    ida = callers.signed_in(made.tenant, "ida@hafen.test")
    [role] = ida.get("/me/").json()["roles"]
    assert role["name"] == "Administrator"
    assert {one["name"] for one in ida.get("/roles/").json()["results"]} == {
        *("Administrator", "Vertriebsleitung", "Vertrieb", "Kundenservice", "Nur lesen")
    }
    [pipeline] = ida.get("/pipelines/").json()["results"]
    assert (pipeline["name"], pipeline["lost_reasons"][0]) == ("Vertrieb", "Preis")
    assert [one["name"] for one in pipeline["stages"]] == [
        *("Qualifizierung", "Bedarfsanalyse", "Angebot", "Verhandlung", "Gewonnen", "Verloren")
    ]
    assert steps(ida)["pipeline"] == "open"


def test_it_is_put_away_for_good_and_comes_back_when_asked_for(admin: Caller) -> None:
    admin.patch("/guide/", {"steps": {"people": "skipped"}})
    assert not admin.patch("/guide/", {"dismissed": True}).json()["visible"]
    assert guide(admin)["dismissed"]
    assert admin.patch("/guide/", {"dismissed": False}).json()["visible"]
    assert steps(admin)["people"] == "open"


def test_a_workspace_older_than_guides_shows_none(acme: Tenant, admin: Caller) -> None:
    with in_tenant(acme):
        Guide.objects.all().delete()
    assert not guide(admin)["visible"]
    assert admin.patch("/guide/", {"dismissed": False}).json()["visible"]


def test_samples_speak_the_companys_language_and_reckon_in_its_currency(
    acme: Tenant, admin: Caller, acme_admin: User
) -> None:
    answer = admin.patch("/company/", {"locale": "de-DE", "currency": "CHF"})
    assert answer.status_code == 200, answer.content
    with_samples(acme, admin, acme_admin)
    products = admin.get("/products/?limit=50").json()["results"]
    assert "Tauchpumpe SP-12" in {one["name"] for one in products}
    assert {one["unit_price"]["currency"] for one in products} == {"CHF"}
    activities = admin.get("/activities/?limit=200&fields=location").json()["results"]
    places = {one["location"] for one in activities if one["location"]}
    assert places
    assert places <= {"Videogespräch", "Vor Ort", "Bei uns"}
    addresses = admin.get("/accounts/?limit=50&fields=addresses").json()["results"]
    assert {one["label"] for row in addresses for one in row["addresses"]} == {"Büro"}


def test_samples_come_by_a_job_and_go_in_one_click(sampled: Caller) -> None:
    mine = sampled.made("/accounts/", {"name": "Ours"})
    found = guide(sampled)
    assert found["samples"] > 200
    assert steps(sampled)["records"] == "done"
    assert counts(sampled)["opportunities"] == 24
    problem(sampled.post("/guide/samples/"), 409)
    answer = sampled.post("/guide/samples/remove/")
    assert answer.status_code == 200, answer.content
    gone = answer.json()
    assert (gone["removed"], gone["stayed"]) == (found["samples"], 0)
    left = counts(sampled)
    assert left == {**dict.fromkeys(left, 0), "accounts": 1}
    assert sampled.get(f"/accounts/{mine['id']}/").status_code == 200
    assert guide(sampled)["samples"] == 0
    undone = sampled.post(f"/undo/{gone['undo']}/")
    assert undone.status_code == 200, undone.content
    assert counts(sampled)["opportunities"] == 24
    assert guide(sampled)["samples"] == found["samples"]
    assert sampled.post("/guide/samples/remove/").json()["stayed"] == 0


def test_changed_and_used_samples_are_named_and_stay(sampled: Caller) -> None:
    deal = sampled.get("/opportunities/?limit=1").json()["results"][0]
    sampled.patch(f"/opportunities/{deal['id']}/", {"next_step": "Call them"})
    lead = sampled.get("/leads/?limit=1").json()["results"][0]
    sampled.made("/activities/", {"kind": "note", "subject": "Ours", "lead": lead["id"]})
    told = problem(sampled.post("/guide/samples/remove/"), 409)
    names = {one["name"] for one in told["staying"]}
    assert {deal["name"], lead["name"], deal["account"]["name"]} <= names
    assert counts(sampled)["leads"] == 15
    gone = sampled.post("/guide/samples/remove/", {"keep_used": True}).json()
    assert gone["stayed"] == told["count"]
    left = counts(sampled)
    assert (left["opportunities"], left["leads"], left["accounts"]) == (1, 1, 1)
    kept = sampled.get(f"/opportunities/{deal['id']}/").json()
    assert kept["account"]["name"] == deal["account"]["name"]
    assert guide(sampled)["samples"] == 0


def test_whoever_is_through_with_the_guide_stays_so_when_the_samples_go(
    acme: Tenant, sampled: Caller
) -> None:
    callers.person(acme, "Bob")
    sampled.made("/accounts/", {"name": "Ours"})
    sampled.patch("/guide/", {"steps": {"company": "done", "pipeline": "skipped"}})
    assert not guide(sampled)["visible"]
    gone = sampled.post("/guide/samples/remove/").json()
    assert not guide(sampled)["visible"]
    sampled.post(f"/undo/{gone['undo']}/")
    assert not guide(sampled)["visible"]


def test_whoever_only_looked_around_is_still_asked_for_records(sampled: Caller) -> None:
    sampled.post("/guide/samples/remove/")
    assert guide(sampled)["visible"]
    assert steps(sampled)["records"] == "open"


def test_where_no_sample_goes_there_is_nothing_to_undo(acme: Tenant, sampled: Caller) -> None:
    sampled.post("/guide/samples/remove/")
    with in_tenant(acme):
        UndoStep.objects.all().delete()
    gone = sampled.post("/guide/samples/remove/")
    assert (gone.status_code, gone.json()) == (200, {"removed": 0, "stayed": 0, "undo": None})
    with in_tenant(acme):
        assert not UndoStep.objects.exists()


def test_only_who_may_settle_things_is_guided(member: Caller, reader: Caller) -> None:
    for caller in (member, reader):
        problem(caller.get("/guide/"), 403)
        problem(caller.post("/guide/samples/remove/"), 403)
