"""How bodies are read (I13): whatever two readers could read in two ways is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.parsing import MAX_DEPTH, parse_json
from freehold.errors import Malformed
from tests.api.callers import Caller, problem

DEEP = b'{"custom":' + b"[" * 1000 + b"]" * 1000 + b"}"
REFUSED = {
    "deep": DEEP,
    "very deep": b"[" * 200_000,
    "NaN": b'{"employees": NaN}',
    "infinity": b'{"employees": Infinity}',
    "1e400": b'{"employees": 1e400}',
    "2^63": b'{"employees": 9223372036854775808}',
    "many digits": b'{"employees": ' + b"9" * 5000 + b"}",
    "NUL": b'{"name": "a\\u0000b"}',
    "NUL in a name": b'{"na\\u0000me": "ab"}',
    "lone surrogate": b'{"name": "\\ud800"}',
    "not UTF-8": b'{"name": "\xff"}',
    "byte order mark": b'\xef\xbb\xbf{"name": "x"}',
    "name given twice": b'{"name": "a", "name": "b"}',
    "a list": b"[1]",
    "a text": b'"x"',
    "null": b"null",
    "cut off": b'{"name": "a"',
    "two objects": b'{"name": "a"}{}',
    "not JSON": b"name=a",
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
def test_a_malformed_body_is_refused(admin: Caller, body: bytes) -> None:
    problem(admin.post("/accounts/", body), 400)


@pytest.mark.parametrize(
    "values",
    [
        {"name": 1},
        {"name": ["x"]},
        {"name": {"x": 1}},
        {"name": "x" * 100_000},
        {"name": "x", "employees": "twelve"},
        {"name": "x", "employees": 2**62},
        {"name": "x", "employees": True},
        {"name": "x", "employees": -(2**40)},
        {"name": "x", "annual_revenue": {"amount": 1.5, "currency": "EUR"}},
        {"name": "x", "annual_revenue": {"amount": 2**63 - 1, "currency": "NOPE"}},
        {"name": "x", "annual_revenue": "12"},
        {"name": "x", "parent": "not-an-id"},
        {"name": "x", "parent": {"id": 1}},
        {"name": "x", "addresses": "here"},
        {"name": "x", "addresses": [{"street": {"a": 1}}]},
        {"name": "x", "custom": []},
        {"name": "x", "custom": {"nope": 1}},
        {"name": "x", "owner": "x"},
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(admin: Caller, values: object) -> None:
    response = admin.post("/accounts/", values)
    assert response.status_code in (400, 422), response.content
    assert problem(response, response.status_code)["detail"]


def test_a_large_body_is_refused(admin: Caller) -> None:
    body = json.dumps({"name": "x" * 20_000_000}).encode()
    problem(admin.post("/accounts/", body), 413)


@pytest.mark.parametrize("charset", ["latin-1", "utf-16", "utf-7", "nonsense"])
def test_another_charset_is_refused(admin: Caller, charset: str) -> None:
    kind = f"application/json; charset={charset}"
    problem(admin.post("/accounts/", {"name": "x"}, Content_Type=kind), 400)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "nonsense"]
)
def test_another_media_type_is_refused(admin: Caller, kind: str) -> None:
    problem(admin.post("/accounts/", b"name=x", Content_Type=kind), 415)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=-1",
        "limit=201",
        "limit=1000000000",
        "limit=1e3",
        "limit=ten",
        "limit=٣",
        "limit=1&limit=2",
        "cursor=nonsense",
        "cursor=eyJhIjogMX0",
        "trash=perhaps",
        "sort=nope",
        "sort=-",
        "sort=name,name",
        "fields=nope",
        "fields=",
        "filter=nonsense",
        "filter={",
        "filter=[]",
        "filter=1",
        'filter={"field":"name"}',
        'filter={"field":"name","op":"nope","value":1}',
        'filter={"field":"name","op":"in","value":"x"}',
        'filter={"field":"employees","op":"eq","value":1e400}',
        'filter={"field":"employees","op":"between","value":[1]}',
        'filter={"field":"created_at","op":"gt","value":"soon"}',
        'filter={"field":"created_at","op":"gt","value":"0001-01-01T00:00:00%2B14:00"}',
        'filter={"field":"created_at","op":"relative","value":"last_99999999999_days"}',
        'filter={"field":"id","op":"eq","value":"x"}',
        "search=%00",
        "name=%00",
        "%00=1",
        "nope=1",
        "name__nope=1",
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused(admin: Caller, query: str) -> None:
    response = admin.get(f"/accounts/?{query}")
    allowed = {200} if query in ("fields=", "sort=-", "sort=name,name", "limit=٣") else set()
    assert response.status_code in {400, 422} | allowed, response.content


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def test_depth_is_counted_to_the_level() -> None:
    assert parse_json(nested(MAX_DEPTH)) == json.loads(nested(MAX_DEPTH))
    with pytest.raises(Malformed):
        parse_json(nested(MAX_DEPTH + 1))


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_what_is_proper_json_is_read_as_it_was_written(value: object) -> None:
    assert parse_json(json.dumps(value)) == value
    assert parse_json(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fail_otherwise(body: bytes) -> None:
    try:
        parse_json(body)
    except Malformed as refusal:
        assert refusal.detail  # noqa: PT017 - either way is right, an accident is not
