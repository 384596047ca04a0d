"""What an import makes of cells: stages, money, choices, owners, lists, custom fields."""

from crm_core.records.services.fields import create_field
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api.callers import Caller
from tests.crm_core.transfer.uploads import codes, imported, listed, notice, one, table


def test_an_opportunity_without_a_name_gets_one_and_it_is_told(admin: Caller) -> None:
    imported(admin, table(("Name",), ("Acme",)), "accounts")
    report = imported(
        admin, table(("Account", "Amount"), ("Acme", "1"), ("", "2")), "opportunities"
    )
    assert report["counts"]["created"] == 2
    assert {"names_made", "without_account"} <= codes(report)
    assert notice(report, "without_account")["rows"] == [3]
    assert "Acme" in {deal["name"] for deal in listed(admin, "opportunities")}


def test_stages_are_found_mapped_created_or_refused(admin: Caller) -> None:
    deals = table(("Deal Name", "Stage"), ("A", "closed won"), ("B", "Weird"), ("C", "Proposal"))
    report = imported(admin, deals, "opportunities")
    assert (report["counts"]["created"], report["counts"]["failed"]) == (2, 1)
    (error,) = report["errors"]
    assert (error["row"], error["column"], error["value"]) == (3, "Stage", "Weird")
    assert {"stages_read", "stages_unknown"} <= codes(report)
    assert listed(admin, "opportunities", name="A")[0]["status"] == "won"
    again = imported(admin, deals, "opportunities", options={"stages": {"Weird": "Discovery"}})
    assert again["counts"]["created"] == 1
    assert listed(admin, "opportunities", name="B")[0]["stage"]["name"] == "Discovery"
    third = imported(
        admin, deals.replace("Weird", "Odd"), "opportunities", options={"create_missing": ["stage"]}
    )
    assert notice(third, "stages_created")["examples"] == ["“Odd”"]


def test_a_named_pipeline_is_made_of_the_files_stages(admin: Caller) -> None:
    deals = table(
        ("Deal", "Stage"), ("A", "Won"), ("B", "Engaging"), ("C", "Prospecting"), ("D", "Lost")
    )
    mapping = {"Deal": "name", "Stage": "stage"}
    options = {"pipeline": "Hardware", "create_missing": True}
    report = imported(admin, deals, "opportunities", mapping=mapping, options=options)
    assert report["counts"]["created"] == 4
    pipelines = admin.get("/pipelines/").json()["results"]
    (made,) = [found for found in pipelines if found["name"] == "Hardware"]
    assert [(stage["name"], stage["category"]) for stage in made["stages"]] == [
        ("Prospecting", "open"),
        ("Engaging", "open"),
        ("Won", "won"),
        ("Lost", "lost"),
    ]


def test_closing_dates_go_where_they_belong(admin: Caller) -> None:
    deals = table(
        ("Deal Name", "Stage", "Close Date"),
        ("A", "Won", "3/1/2017"),
        ("B", "Proposal", "12/31/2030"),
    )
    report = imported(admin, deals, "opportunities")
    assert notice(report, "dates_decided")["examples"] == ["12/31/2030"]
    won, is_open = (listed(admin, "opportunities", name=name)[0] for name in "AB")
    assert (won["closed_on"], won["expected_close_date"]) == ("2017-03-01", None)
    assert (is_open["closed_on"], is_open["expected_close_date"]) == (None, "2030-12-31")


def test_money_is_read_in_its_currency_and_scale(admin: Caller) -> None:
    rows = table(("Name", "Revenue"), ("A", "$1,100.04"), ("B", "$251.41"))
    report = imported(admin, rows, "accounts", options={"multiply": {"Revenue": 1_000_000}})
    assert notice(report, "currency_read")["count"] == 2
    amounts = {row["name"]: row["annual_revenue"] for row in listed(admin, "accounts")}
    assert amounts["A"] == {"amount": 110_004_000_000, "currency": "USD"}
    euros = table(("Name", "Umsatz"), ("C", "1.234,56 €"))
    imported(admin, euros, "accounts")
    found = listed(admin, "accounts", name="C")[0]["annual_revenue"]
    assert found == {"amount": 123_456, "currency": "EUR"}


def test_new_choices_are_added_and_told(admin: Caller) -> None:
    rows = table(("Name", "Industry"), ("A", "technolgy"), ("B", "RETAIL"), ("C", "Technolgy"))
    report = imported(admin, rows, "accounts")
    told = notice(report, "choices_added")
    assert (told["column"], told["count"]) == ("Industry", 2)
    industries = {row["name"]: row["industry"] for row in listed(admin, "accounts")}
    assert industries["A"] == industries["C"]
    assert industries["B"] == "retail"
    again = imported(admin, table(("Name", "Industry"), ("D", "technolgy")), "accounts")
    assert "choices_added" not in codes(again)


def test_unknown_choices_may_be_refused_or_left_empty(admin: Caller) -> None:
    rows = table(("Name", "Industry"), ("A", "Piracy"))
    refused = imported(admin, rows, "accounts", options={"picklists": "refuse"})
    assert refused["counts"]["failed"] == 1
    assert "Piracy" in refused["errors"][0]["reason"]
    left = imported(admin, rows, "accounts", options={"picklists": "empty"})
    assert left["counts"]["created"] == 1
    assert one(admin, "accounts")["industry"] is None


def test_who_may_not_change_settings_adds_no_choices_and_no_stages(rep: Caller) -> None:
    report = imported(
        rep, table(("Name", "Industry"), ("A", "Piracy"), ("B", "Retail")), "accounts"
    )
    assert (report["counts"]["created"], report["counts"]["failed"]) == (1, 1)
    deals = table(("Deal Name", "Stage"), ("A", "Weird"))
    report = imported(rep, deals, "opportunities", options={"create_missing": True})
    assert report["counts"]["failed"] == 1


def test_a_missing_owner_is_the_importer_and_it_is_told(admin: Caller, acme_admin: User) -> None:
    rows = table(("Name", "Owner"), ("A", "Nobody Known"), ("B", str(acme_admin.email)))
    report = imported(admin, rows, "accounts")
    assert report["counts"]["created"] == 2
    assert notice(report, "not_found")["examples"] == ["“Nobody Known” (1 row)"]
    owners = {row["name"]: row["owner"]["id"] for row in listed(admin, "accounts")}
    assert owners == {"A": str(acme_admin.id), "B": str(acme_admin.id)}
    refused = imported(
        admin,
        table(("Name", "Owner"), ("C", "Nobody")),
        "accounts",
        options={"missing_owner": "error"},
    )
    assert refused["counts"]["failed"] == 1


def test_missing_owners_may_be_created_as_users(admin: Caller) -> None:
    rows = table(("Name", "Owner"), ("A", "Mei-Mei Johns"), ("B", "mei-mei johns"))
    report = imported(admin, rows, "accounts", options={"create_missing": ["owner"]})
    assert report["counts"]["created"] == 2
    users = {user["name"]: user["email"] for user in admin.get("/users/").json()["results"]}
    assert users["Mei-Mei Johns"] == "mei.mei.johns@acme.invalid"
    assert {row["owner"]["name"] for row in listed(admin, "accounts")} == {"Mei-Mei Johns"}


def test_several_columns_fill_one_list(admin: Caller) -> None:
    rows = table(
        ("Last Name", "Email", "Email 2", "Mobile", "Phone", "Business City", "Business Country"),
        ("Lovelace", "a@b.test; c@d.test", "e@f.test", "+44 7", "+44 1", "London", "UK"),
    )
    imported(admin, rows, "contacts")
    found = one(admin, "contacts")
    assert found["email"] == "a@b.test"
    assert [entry["value"] for entry in found["emails"]] == ["c@d.test", "e@f.test"]
    assert found["phones"] == [{"value": "+44 7", "label": "mobile"}]
    assert found["addresses"][0]["city"] == "London"
    more = table(("Last Name", "Email", "Home City"), ("Lovelace", "a@b.test", "Ockham"))
    imported(admin, more, "contacts")
    assert [entry["city"] for entry in one(admin, "contacts")["addresses"]] == ["London", "Ockham"]


def test_custom_fields_are_filled_like_built_in_ones(admin: Caller, acme: Tenant) -> None:
    with in_tenant(acme):
        for name, kind, more in (
            ("tier", "picklist", {"choices": ["gold", "silver"]}),
            ("founded", "date", {}),
            ("seats", "integer", {}),
            ("parent_deal", "reference", {"reference": "opportunities"}),
        ):
            values = {
                "object": "accounts",
                "name": name,
                "label": name.title(),
                "type": kind,
                **more,
            }
            create_field(values, actor=SYSTEM)
    imported(admin, table(("Deal Name",), ("First",)), "opportunities")
    rows = table(
        ("Name", "Tier", "Founded", "Seats", "Deal"), ("A", "Gold", "31.12.1999", "1.200", "first")
    )
    mapping = {
        "Name": "name", "Tier": "custom.tier", "Founded": "founded", "Seats": "custom.seats",
        "Deal": "custom.parent_deal",
    }  # fmt: skip
    report = imported(admin, rows, "accounts", mapping=mapping, options={"decimal": ","})
    assert report["counts"]["created"] == 1, report["errors"]
    custom = one(admin, "accounts")["custom"]
    assert (custom["tier"], custom["founded"], custom["seats"]) == ("gold", "1999-12-31", 1200)
    assert custom["parent_deal"]


def test_defaults_and_meanings_of_values_are_applied(admin: Caller) -> None:
    rows = table(("Name", "Kind"), ("A", "K"), ("B", ""))
    options = {
        "defaults": {"description": "From {Name}", "type": "prospect"},
        "values": {"Kind": {"K": "customer"}},
    }
    mapping = {"Name": "name", "Kind": "type"}
    imported(admin, rows, "accounts", mapping=mapping, options=options)
    found = {row["name"]: row for row in listed(admin, "accounts", fields="name,type,description")}
    assert (found["A"]["type"], found["B"]["type"]) == ("customer", "prospect")
    assert found["A"]["description"] == "From A"
