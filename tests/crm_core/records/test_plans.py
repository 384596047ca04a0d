"""What is read of many records comes from indexes: no pass over a large table, no sort of it."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import orjson
import pytest
from django.db import connection

from crm_core.access.services.shares import share_record
from crm_core.activities.models import Activity
from crm_core.activities.selectors.timeline import timeline
from crm_core.insight.selectors.dashboard import dashboard
from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import (
    duplicate_groups,
    get_record,
    list_records,
    search_everything,
)
from crm_core.sales.models import Account, Contact, Opportunity, Stage
from crm_core.sales.selectors.board import BoardParams, board
from crm_core.sales.services.pipelines import create_pipeline
from freehold.errors import NotFound
from freehold.identity.actor import Actor
from freehold.statements import Repeated
from tests.crm_core.records.acting import grant, make, someone
from tests.ground.copies import copy

MANY = 20_000
LARGE = {"sales_contact", "sales_opportunity", "activities_activity"}
#: A sort of fewer rows than this is a page's, or one record's.
FEW = 3_000
#: Counting ends here, whichever way the rows come.
BOUNDED = "LIMIT 10001) counted)"


@pytest.fixture
def rep(ada: Actor) -> Actor:
    """Owns every fortieth record and sees those of their team alone."""
    return someone("Rep", grants={"*": grant("team", "own", "own")})


@pytest.fixture
def busy(ada: Actor, rep: Actor) -> Any:
    """A contact with 2,000 activities among 20,000, and 1,000 deals of the board's pipeline."""
    owner = f"CASE WHEN mod(n, 40) = 0 THEN '{rep.user_id}' ELSE '{ada.user_id}' END::uuid"
    contact = make("contacts", rep, last_name="Busy", email="busy@example.test")
    copy(
        Contact, contact, MANY, owner_id=owner, last_name="md5(n::text)", name="md5(n::text)",
        email="md5(n::text) || '@example.test'", search_text="md5(n::text)",
    )  # fmt: skip
    deal = make("opportunities", ada, name="Deal")
    other = create_pipeline({"name": "Renewals"}, actor=ada)
    first = Stage.objects.filter(pipeline_id=other.id, category="open").order_by("position")[0]
    copy(
        Opportunity, deal, MANY, owner_id=owner, name="'Deal ' || n", rank="n",
        search_text="md5(n::text)",
        pipeline_id=f"CASE WHEN n <= 1000 THEN pipeline_id ELSE '{other.id}' END",
        stage_id=f"CASE WHEN n <= 1000 THEN stage_id ELSE '{first.id}' END",
    )  # fmt: skip
    about = f"CASE WHEN n <= 2000 THEN '{contact}'::uuid END"
    note = make("activities", ada, kind="note", subject="Note", contact=str(contact))
    moment = "now() - n * interval '1 minute'"
    copy(
        Activity, note, MANY, owner_id=owner, contact_id=about, created_at=moment,
        search_text="md5(n::text)",
    )  # fmt: skip
    return contact


def page(who: Actor, cursor: str | None = None, **wanted: Any) -> Any:
    params = ListParams(fields=("id", "name", "email"), limit=50, cursor=cursor, **wanted)
    return list_records("contacts", actor=who, params=params)


def deep(who: Actor) -> Any:
    following = list_records(
        "contacts", actor=who, params=ListParams(fields=("id",), limit=200, sort=("name",))
    )
    return page(who, following.next, sort=("name",))


def mailed(who: Actor) -> Any:
    wanted = {"field": "email", "op": "startswith", "value": "abc"}
    return page(who, sort=("-name",), filter=wanted)


READS: dict[str, Callable[[Actor, Any], Any]] = {
    "list by name": lambda who, about: page(who, sort=("name",)),
    "list by name, backwards": lambda who, about: page(who, sort=("-name",)),
    "list by name, a later page": lambda who, about: deep(who),
    "list by last change": lambda who, about: page(who, sort=("-updated_at",)),
    "list by a filter": lambda who, about: mailed(who),
    "search": lambda who, about: search_everything("c4ca4238", actor=who, limit=10),
    "board": lambda who, about: board(actor=who, params=BoardParams(limit=50)),
    "timeline": lambda who, about: timeline("contacts", about, actor=who, limit=50),
}


def test_large_tables_are_read_by_their_indexes(ada: Actor, rep: Actor, busy: Any) -> None:
    wrong = []
    for who in (ada, rep):
        for name, read in READS.items():
            read(who, busy)
            for sql, plan in plans(partial(read, who, busy)):
                wrong += [f"{name}, {who.name}: {told}\n{sql}" for told in faults(plan)]
    assert not wrong, "\n\n".join(wrong)


def test_the_newest_of_a_busy_record_are_read_as_its_index_holds_them(
    rep: Actor, busy: Any
) -> None:
    read = partial(timeline, "contacts", busy, actor=rep, limit=50)
    read()
    (plan,) = [plan for sql, plan in plans(read) if "activities_activity" in sql]
    assert index_in_order(plan) == "activities_contact"


def index_in_order(plan: Any) -> str | None:
    """The index whose order the rows keep; None where they are sorted or gathered from several."""
    while "Index Name" not in plan:
        if plan["Node Type"] in ("Sort", "Bitmap Heap Scan"):
            return None
        plan = plan["Plans"][0]
    return str(plan["Index Name"])


@pytest.mark.parametrize(
    ("who", "wanted", "once"),
    [
        ("everything", {}, True),
        ("shared", {}, True),
        ("shared", {"cursor": True}, True),
        ("own alone", {}, False),
        ("shared", {"search": "a"}, False),
        ("everything", {"filter": {"field": "email", "op": "startswith", "value": "a"}}, False),
    ],
)
def test_a_page_is_planned_once_where_no_value_tells_how_to_find_its_rows(
    ada: Actor, rep: Actor, who: str, wanted: dict[str, Any], once: bool
) -> None:
    theirs = [make("contacts", ada, last_name=f"Shared {n}") for n in range(2)]
    other = someone("Other", grants={"*": grant("own", "own", "own")})
    for one in theirs:
        share_record(actor=ada, object_name="contacts", record_id=one, user_id=rep.user_id)
    reader = {"everything": ada, "shared": rep, "own alone": other}[who]
    if "cursor" in wanted:
        first = list_records(
            "contacts", actor=reader, params=ListParams(fields=("id",), limit=1, sort=("name",))
        )
        wanted = {"cursor": first.next}
    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert page(reader, sort=("name",), **wanted) is not None
    (statement,) = [
        one for one in seen if "sales_contact" in one and "email" in one and "LIMIT 51" in one
    ]
    assert isinstance(statement, Repeated) is once


def plans(act: Callable[[], Any]) -> list[tuple[str, Any]]:
    """Every SELECT of the work, with how PostgreSQL goes about it."""
    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("SELECT", "WITH", "(")):
            seen.append(context["cursor"].mogrify(sql, params) if params else sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return [(sql, _plan(sql)) for sql in seen if not sql.endswith(BOUNDED)]


def _plan(sql: str) -> Any:
    with connection.cursor() as run:
        run.execute("EXPLAIN (FORMAT JSON) " + sql)
        (told,) = run.fetchone()
    return (orjson.loads(told) if isinstance(told, str) else told)[0]["Plan"]


def faults(plan: Any) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan" and plan.get("Relation Name") in LARGE:
        yield f"a pass over all of {plan['Relation Name']}"
    if plan["Node Type"] == "Sort" and plan["Plan Rows"] > FEW:
        yield f"a sort of {plan['Plan Rows']:,.0f} rows by {plan['Sort Key']}"
    for below in plan.get("Plans", ()):
        yield from faults(below)


def test_phones_are_compared_by_their_index(ada: Actor) -> None:
    """The query's expression is the index's, or the index is of no use."""
    account = make("accounts", ada, name="First", phone="+49 30 0000000")
    copy(Account, account, MANY, name="md5(n::text)", phone="'+49 30 ' || 1000000 + n")
    # The third of the account's keys: the names before it fill a page of their own.
    third = b64encode(b"[2, null, false]").decode()
    found = plans(lambda: duplicate_groups("accounts", actor=ada, cursor=third))
    assert "sales_account_phone_key" in {name for _, plan in found for name in _indexes(plan)}


@pytest.mark.parametrize("op", ["eq", "startswith", "icontains"])
def test_phones_are_looked_for_by_the_index_of_words(ada: Actor, op: str) -> None:
    """However they are written, the digits stand in the row's text with few signs between."""
    account = make("accounts", ada, name="First", phone="+49 30 0000000")
    number = "'+49 30 ' || 1000000 + n"
    copy(
        Account, account, MANY, name="md5(n::text)", phone=number,
        search_text=f"md5(n::text) || ' ' || {number}",
    )  # fmt: skip
    wanted = {"field": "phone", "op": op, "value": "(030) 100-0042"}
    read = partial(list_records, "accounts", actor=ada, params=ListParams(filter=wanted))
    told = plans(read)
    assert read().count == 1
    assert "sales_account_search" in {name for _, plan in told for name in _indexes(plan)}, told


def test_few_rows_are_found_by_the_record_that_they_refer_to(ada: Actor) -> None:
    """A filter by the account begins there instead of walking through the contacts in order."""
    account = make("accounts", ada, name="First", industry="energy")
    few = "CASE WHEN mod(n, 100) = 0 THEN 'energy' ELSE 'media' END"
    copy(Account, account, 2_000, name="md5(n::text)", industry=few)
    contact = make("contacts", ada, last_name="First")
    numbered = f"(SELECT array_agg(id ORDER BY id) FROM {Account._meta.db_table})"
    about = f"({numbered})[1 + mod(n, 2000)]"
    copy(Contact, contact, MANY, name="md5(n::text)", account_id=about)
    wanted = {"field": "account.industry", "op": "eq", "value": "energy"}
    for sort in ("name", "-email", "-updated_at"):
        read = partial(page, ada, sort=(sort,), filter=wanted)
        (told,) = plans(read)
        assert "sales_contact_account" in set(_indexes(told[1])), told
        assert read().count == Contact.objects.filter(account__industry="energy").count()


def test_one_record_asks_for_its_own_shares(ada: Actor, rep: Actor) -> None:
    """However many its reader holds; looked up by the holder, every reading is planned anew."""
    deals = [make("opportunities", ada, name=f"Deal {n}") for n in range(3)]
    for one in deals[:2]:
        share_record(actor=ada, object_name="opportunities", record_id=one, user_id=rep.user_id)
    product = make("products", ada, name="Bolt")
    part = make("line-items", ada, opportunity=str(deals[0]), product=str(product))
    for name, one in (("opportunities", deals[1]), ("line-items", part)):
        read = partial(get_record, name, one, actor=rep, allow=True)
        assert read()["allow"] == []
        ((sql, plan),) = plans(read)
        assert "sales_opportunityusershare_unique" in set(_indexes(plan)), sql
        assert not [told for told in _conditions(plan) if "hashed" in told], sql
    with pytest.raises(NotFound):
        get_record("opportunities", deals[2], actor=rep)


def test_what_people_did_in_a_month_is_found_by_its_day(ada: Actor, rep: Actor) -> None:
    note = make("activities", ada, kind="note", subject="Note")
    hourly = "now() - n * interval '1 hour'"
    owner = f"CASE WHEN mod(n, 4) = 0 THEN '{rep.user_id}' ELSE '{ada.user_id}' END::uuid"
    copy(Activity, note, MANY, owner_id=owner, status="'done'", completed_at=hourly)
    for who in (ada, rep):
        found = plans(partial(dashboard, actor=who, scope="all" if who is ada else "mine"))
        assert "activities_done" in {name for _, plan in found for name in _indexes(plan)}
        assert not [told for _, plan in found for told in faults(plan)]


def _conditions(plan: Any) -> Iterator[str]:
    yield from (str(plan[key]) for key in ("Filter", "Output") if key in plan)
    for below in plan.get("Plans", ()):
        yield from _conditions(below)


def _indexes(plan: Any) -> Iterator[str]:
    if "Index Name" in plan:
        yield plan["Index Name"]
    for below in plan.get("Plans", ()):
        yield from _indexes(below)
