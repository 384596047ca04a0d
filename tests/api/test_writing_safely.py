"""ETag, If-Match and Idempotency-Key: two people, and one person twice."""

from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from api import idempotency
from freehold.errors import Conflict
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api.callers import Caller, problem


@pytest.fixture
def account(admin: Caller) -> dict[str, Any]:
    return admin.made("/accounts/", {"name": "Acme"})


def count(caller: Caller, path: str) -> int:
    found: int = caller.get(path).json()["count"]
    return found


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', "1", "*"])
def test_the_version_that_stands_may_be_changed(
    admin: Caller, account: dict[str, Any], tag: str
) -> None:
    response = admin.patch(f"/accounts/{account['id']}/", {"name": "B"}, If_Match=tag)
    assert response.status_code == 200


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_version_that_is_gone_is_refused_with_the_one_that_stands(
    admin: Caller, account: dict[str, Any], method: str
) -> None:
    place = f"/accounts/{account['id']}/"
    admin.patch(place, {"name": "Second"})
    told = problem(admin(method, place, {"name": "Third"}, If_Match='"1"'), 412)
    assert told["current"]["name"] == "Second"
    assert told["current"]["version"] == 2
    assert admin.get(place).json()["name"] == "Second"


@pytest.mark.parametrize("tag", ["x", '"x"', '"-1"', '"1", "2"', '"99999999999999999999"'])
def test_a_tag_that_is_none_is_refused(admin: Caller, account: dict[str, Any], tag: str) -> None:
    place = f"/accounts/{account['id']}/"
    problem(admin.patch(place, {"name": "B"}, If_Match=tag), 400)


def test_the_same_key_and_body_give_the_first_answer_again(admin: Caller) -> None:
    key = str(uuid4())
    first = admin.post("/accounts/", {"name": "Once"}, Idempotency_Key=key)
    again = admin.post("/accounts/", {"name": "Once"}, Idempotency_Key=key)
    assert again.status_code == first.status_code == 201
    assert again.content == first.content
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert count(admin, "/accounts/?name=Once") == 1


def test_the_same_key_with_another_body_is_refused(admin: Caller) -> None:
    key = str(uuid4())
    admin.post("/accounts/", {"name": "Once"}, Idempotency_Key=key)
    problem(admin.post("/accounts/", {"name": "Twice"}, Idempotency_Key=key), 422)
    assert count(admin, "/accounts/") == 1


def test_a_refused_request_may_be_corrected_under_its_key(admin: Caller) -> None:
    key = str(uuid4())
    problem(admin.post("/accounts/", {}, Idempotency_Key=key), 422)
    response = admin.post("/accounts/", {"name": "Right"}, Idempotency_Key=key)
    assert response.status_code == 201


def test_a_key_belongs_to_its_user_and_address(admin: Caller, member: Caller) -> None:
    key = str(uuid4())
    places = {
        caller.post(path, {"name": "X"}, Idempotency_Key=key).headers["Location"]
        for caller, path in (
            (admin, "/accounts/"),
            (member, "/accounts/"),
            (admin, "/products/"),
        )
    }
    assert len(places) == 3


def test_f04_a_server_that_only_reads_is_away_for_writes(admin: Caller) -> None:
    """As a stand-by is until it has taken over."""
    assert admin.get("/accounts/").status_code == 200  # the key's use is noted now
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
    told = problem(admin.post("/accounts/", {"name": "Late"}), 503)
    assert "does not answer" in told["detail"]
    assert admin.get("/accounts/").json()["results"] == []


def test_a_key_belongs_to_its_tenant(admin: Caller, stranger: Caller) -> None:
    key = str(uuid4())
    first = admin.post("/accounts/", {"name": "X"}, Idempotency_Key=key)
    other = stranger.post("/accounts/", {"name": "X"}, Idempotency_Key=key)
    assert first.json()["id"] != other.json()["id"]


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "a b", "ä"])
def test_a_key_that_is_none_is_refused(admin: Caller, key: str) -> None:
    problem(admin.post("/accounts/", {"name": "X"}, Idempotency_Key=key), 400)


def test_an_answer_that_showed_a_secret_is_not_given_again(admin: Caller) -> None:
    key = str(uuid4())
    first = admin.post("/api-keys/", {"name": "Once"}, Idempotency_Key=key)
    again = admin.post("/api-keys/", {"name": "Once"}, Idempotency_Key=key)
    assert first.json()["key"] not in str(problem(again, 409))
    assert len(admin.get("/api-keys/").json()["results"]) == 2


def test_of_simultaneous_requests_exactly_one_is_carried_out(acme: Tenant) -> None:
    together = Barrier(8)
    answers: list[object] = []

    def claim() -> None:
        with in_tenant(acme.as_context()):
            together.wait()
            try:
                answers.append(idempotency.claim("k", actor="a", path="/x/", body="b"))
            except Conflict as refusal:
                answers.append(refusal)
        connection.close()

    threads = [Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in answers if isinstance(one, idempotency.Claim)]) == 1
    assert len([one for one in answers if isinstance(one, Conflict)]) == 7
