"""Who may import what, and who sees an import."""

from freehold.identity.models import User
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.crm_core.transfer.uploads import imported, listed, send, table


def test_a_field_that_may_not_be_written_is_as_unknown_as_none(acme: Tenant) -> None:
    user = callers.person(
        acme, "Hide", grants=callers.MEMBER, rights=["import"],
        fields={"accounts": {"phone": "hidden", "website": "read"}},
    )  # fmt: skip
    caller = callers.with_key(acme, user)
    told = []
    for field in ("phone", "website", "nonsense"):
        rows = table(("Name", "X"), ("A", "1"))
        response = send(caller, rows, "accounts", mapping={"Name": "name", "X": field})
        message = problem(response, 422)["errors"][0]["message"]
        told.append(message.replace(field, "…"))
    assert len(set(told)) == 1


def test_the_preview_says_which_columns_mean_what_the_importer_only_reads(acme: Tenant) -> None:
    user = callers.person(
        acme, "Rita", grants=callers.MEMBER, rights=["import"],
        fields={"accounts": {"phone": "hidden", "website": "read"}},
    )  # fmt: skip
    rows = table(("Name", "Homepage", "Phone", "X"), ("A", "https://a.test", "1", "2"))
    shown = send(callers.with_key(acme, user), rows, "accounts", path="/imports/preview/").json()
    told = {
        column["name"]: (column["suggested"], column["only_read"]) for column in shown["columns"]
    }
    assert told == {
        "Name": ("name", None),
        "Homepage": (None, "Website"),
        "Phone": (None, None),
        "X": (None, None),
    }, "of what is hidden from them nothing is told"


def test_it_needs_the_right_to_import(admin: Caller, acme: Tenant) -> None:
    nobody = callers.with_key(acme, callers.person(acme, "Nora", grants=callers.MEMBER))
    problem(send(nobody, "Name\nA\n", "accounts"), 403)
    problem(send(nobody, "Name\nA\n", None, path="/imports/preview/"), 403)
    problem(nobody.get("/imports/"), 403)
    reader = callers.person(
        acme, "Rob", rights=["import"],
        grants={"*": {"create": False, "read": "all", "update": "none", "delete": "none"}},
    )  # fmt: skip
    problem(send(callers.with_key(acme, reader), "Name\nA\n", "accounts"), 403)
    problem(send(callers.with_key(acme, reader), "Name\nA\n", "users"), 403)
    problem(send(admin, "Name\nA\n", "nonsense"), 404)


def test_an_import_is_its_makers_own(admin: Caller, rep: Caller, acme: Tenant) -> None:
    mine = imported(rep, "Name\nA\n", "accounts")["id"]
    other = callers.person(acme, "Otto", grants=callers.MEMBER, rights=["import"])
    stranger = callers.with_key(acme, other)
    for path in ("/", "/errors.csv", "/report.csv"):
        problem(stranger.get(f"/imports/{mine}{path}"), 404)
    for path in ("/cancel/", "/undo/"):
        problem(stranger.post(f"/imports/{mine}{path}"), 404)
    assert stranger.get("/imports/").json()["results"] == []
    assert admin.get(f"/imports/{mine}/").json()["file_name"] == "file.csv"


def test_another_tenant_knows_nothing_of_it(
    admin: Caller, globex: Tenant, globex_admin: User
) -> None:
    mine = imported(admin, "Name\nA\n", "accounts")["id"]
    stranger = callers.with_key(globex, globex_admin)
    problem(stranger.get(f"/imports/{mine}/"), 404)
    assert listed(stranger, "accounts") == []


def test_names_are_looked_up_among_what_the_importer_may_see(admin: Caller, rep: Caller) -> None:
    imported(admin, "Name\nSecret Ltd\n", "accounts")
    report = imported(rep, table(("Last Name", "Company"), ("A", "Secret Ltd")), "contacts")
    assert "no Accounts called" in report["errors"][0]["reason"]
    report = imported(rep, "Name\nSecret Ltd\n", "accounts")
    assert report["counts"]["created"] == 1, "what they can't see is no duplicate to them"


def test_what_the_importer_may_not_create_is_not_created_and_the_others_come_in(
    admin: Caller, acme: Tenant
) -> None:
    imported(admin, "Name\nSecret Ltd\n", "accounts")
    own = {"create": True, "read": "own", "update": "own", "delete": "own"}
    grants = {"contacts": own, "accounts": {**own, "create": False}}
    ines = callers.with_key(acme, callers.person(acme, "Ines", grants=grants, rights=["import"]))
    rows = table(("Last Name", "Company"), ("A", "Secret Ltd"), ("B", "Nowhere"), ("C", ""))
    report = imported(ines, rows, "contacts", options={"create_missing": True})
    assert (report["state"], report["counts"]["created"], report["error_count"]) == ("done", 1, 2)
    told = {one["value"]: one["reason"].replace(one["value"], "…") for one in report["errors"]}
    assert set(told) == {"Secret Ltd", "Nowhere"}
    assert len(set(told.values())) == 1, "nothing tells that one of them exists"
    assert "your roles do not let you create any" in told["Nowhere"]
    assert [one["name"] for one in listed(admin, "accounts")] == ["Secret Ltd"]


def test_who_may_invite_nobody_becomes_the_owner_of_what_belongs_to_a_stranger(
    rep: Caller, admin: Caller
) -> None:
    rows = table(("Name", "Owner"), ("A", "nobody@elsewhere.test"))
    report = imported(rep, rows, "accounts", options={"create_missing": True})
    assert (report["state"], report["counts"]["created"]) == ("done", 1)
    addresses = [one["email"] for one in listed(admin, "users")]
    assert "nobody@elsewhere.test" not in addresses


def test_a_record_that_is_found_but_is_another_s_is_named_with_the_reason(
    admin: Caller, acme: Tenant
) -> None:
    imported(admin, "Name\nInitech\n", "accounts")
    mine = {"create": True, "read": "all", "update": "own", "delete": "own"}
    person = callers.person(acme, "Mine", grants={"*": mine}, rights=["import"])
    rows = table(("Phone", "Name"), ("030 1", "Initech"), ("030 2", "Initrode"))
    report = imported(callers.with_key(acme, person), rows, "accounts")
    assert report["counts"]["created"] == 1
    (error,) = report["errors"]
    assert (error["column"], error["value"]) == ("Name", "Initech")
    assert error["reason"] == "This record exists already, and you may not change it."
    assert {one["name"]: one["phone"] for one in listed(admin, "accounts")} == {
        "Initech": None,
        "Initrode": "030 2",
    }
