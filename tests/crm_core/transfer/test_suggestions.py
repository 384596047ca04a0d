"""Files of other programs are recognised: which object they hold, which field each column means."""

import pytest

from tests.api.callers import Caller
from tests.crm_core.transfer.uploads import send, shared, table


def suggested(caller: Caller, content: str | bytes, name: str) -> tuple[str | None, dict[str, str]]:
    response = send(caller, content, None, path="/imports/preview/", name=name)
    assert response.status_code == 200, response.content
    shown = response.json()
    mapping = {one["name"]: one["suggested"] for one in shown["columns"] if one["suggested"]}
    return shown["object"], mapping


HUBSPOT = ("Record ID", "First Name", "Last Name", "Email", "Phone Number", "Associated Company")
PIPEDRIVE = (
    "Deal - ID",
    "Deal - Title",
    "Deal - Value",
    "Deal - Stage",
    "Deal - Expected close date",
)
SALESFORCE = (
    "Id",
    "Name",
    "BillingCity",
    "NumberOfEmployees",
    "AnnualRevenue",
    "OwnerId",
    "ParentId",
)
GERMAN = ("Vorname", "Nachname", "Firma", "E-Mail-Adresse", "Telefon geschäftlich", "PLZ", "Ort")
OUTLOOK = ("First Name", "Last Name", "Company", "Job Title", "E-mail Address", "E-mail 2 Address",
           "Mobile Phone", "Business Street", "Business Postal Code", "Birthday")  # fmt: skip


@pytest.mark.parametrize(
    ("header", "name", "expected", "some"),
    [
        (HUBSPOT, "hubspot.csv", "contacts",
         {"Record ID": "external_id", "Associated Company": "account", "Phone Number": "phone"}),
        (PIPEDRIVE, "deals.csv", "opportunities",
         {"Deal - ID": "external_id", "Deal - Title": "name", "Deal - Value": "amount",
          "Deal - Stage": "stage", "Deal - Expected close date": "expected_close_date"}),
        (SALESFORCE, "Account.csv", "accounts",
         {"Id": "external_id", "BillingCity": "addresses.billing.city",
          "NumberOfEmployees": "employees", "OwnerId": "owner.external_id",
          "ParentId": "parent.external_id"}),
        (GERMAN, "export.csv", "contacts",
         {"Vorname": "first_name", "Nachname": "last_name", "Firma": "account",
          "E-Mail-Adresse": "email", "Telefon geschäftlich": "phone",
          "PLZ": "addresses.main.postal_code"}),
        (OUTLOOK, "contacts.csv", "contacts",
         {"E-mail 2 Address": "emails.other", "Mobile Phone": "phone",
          "Business Street": "addresses.work.street", "Birthday": "birthday"}),
    ],
)  # fmt: skip
def test_headers_of_other_programs_are_known(
    admin: Caller, header: tuple[str, ...], name: str, expected: str, some: dict[str, str]
) -> None:
    found, mapping = suggested(
        admin, table(header, [""] * len(header), ["x"] + [""] * (len(header) - 1)), name
    )
    assert found == expected
    assert some.items() <= mapping.items()


def test_samples_of_another_type_speak_against_a_name(admin: Caller) -> None:
    rows = table(("Last Name", "Birth Year", "Birth Month", "Birth Day"), ("A", "1970", "11", "15"))
    assert suggested(admin, rows, "contacts.csv")[1] == {"Last Name": "last_name"}


def test_an_unknown_file_is_not_forced_into_an_object(admin: Caller) -> None:
    assert suggested(admin, "COLUMN1\n0\n1\n", "20kRows.csv") == (None, {})


@pytest.mark.parametrize(
    ("file", "expected", "some"),
    [
        ("maven_crm/accounts.csv", "accounts",
         {"account": "name", "sector": "industry", "year_established": "founded_year",
          "revenue": "annual_revenue", "office_location": "addresses.main.country",
          "subsidiary_of": "parent"}),
        ("maven_crm/sales_teams.csv", "users",
         {"sales_agent": "name", "manager": "manager", "regional_office": "region"}),
        ("maven_crm/dev/sales_pipeline_dev.csv", "opportunities",
         {"opportunity_id": "external_id", "sales_agent": "owner", "product": "product",
          "account": "account", "deal_stage": "stage", "engage_date": "engaged_on",
          "close_date": "close_date", "close_value": "amount"}),
        ("zoho_crm/Contacts.csv", "contacts",
         {"CONTACTID": "external_id", "Account Id": "account.external_id", "Mobile": "phone"}),
        ("zoho_crm/Potentials.csv", "opportunities",
         {"LEADID": "lead.external_id", "Closing Date": "close_date", "Amount": "amount"}),
        ("zoho_crm/Tasks.csv", "activities", {"Due Date": "due_at", "Task Owner": "owner"}),
        ("contacts/csv_roundcube/gmail.csv", "contacts",
         {"Given Name": "first_name", "E-mail 1 - Value": "email",
          "Organization 1 - Name": "account"}),
        ("contacts/csv_roundcube/tb_plain.csv", "contacts",
         {"Primary Email": "email", "Mobile Number": "phones.mobile",
          "Work City": "addresses.work.city"}),
        ("contacts/salesforce_dataloader/accountData.csv", "accounts",
         {"ID": "external_id", "BILLINGSTREET": "addresses.billing.street",
          "NUMBEROFEMPLOYEES": "employees"}),
    ],
)  # fmt: skip
def test_real_exports_are_recognised(
    admin: Caller, file: str, expected: str, some: dict[str, str]
) -> None:
    found, mapping = suggested(admin, shared(file), file.rpartition("/")[2])
    assert found == expected
    assert some.items() <= mapping.items()
