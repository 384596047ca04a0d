"""Records that tests merge, and what refers to them."""

from typing import Any

from tests.api.callers import Caller

EUROS = {"amount": 5000, "currency": "EUR"}


def account(caller: Caller, name: str = "Analytical", **values: Any) -> str:
    return str(caller.made("/accounts/", {"name": name, **values})["id"])


def contact(caller: Caller, last_name: str = "Lovelace", **values: Any) -> str:
    return str(caller.made("/contacts/", {"last_name": last_name, **values})["id"])


def merge(caller: Caller, name: str, survivor: str, *others: str, **more: Any) -> Any:
    return caller.post(f"/{name}/merge/", {"survivor": survivor, "others": list(others), **more})


def merged(caller: Caller, name: str, survivor: str, *others: str, **more: Any) -> dict[str, Any]:
    response = merge(caller, name, survivor, *others, **more)
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def undo(caller: Caller, token: str) -> Any:
    return caller.post(f"/undo/{token}/")


def about(caller: Caller, name: str, record: str, reference: str) -> list[str]:
    """The ids of what refers to the record."""
    found = caller.get(f'/{name}/?filter={{"field":"{reference}","op":"eq","value":"{record}"}}')
    return sorted(one["id"] for one in found.json()["results"])


def groups(caller: Caller, name: str) -> list[list[str]]:
    found: list[list[str]] = []
    cursor = ""
    while True:
        page = caller.get(f"/{name}/duplicates/?limit=1&cursor={cursor}")
        assert page.status_code == 200, page.content
        found += [[one["id"] for one in group["records"]] for group in page.json()["results"]]
        cursor = page.json()["next"]
        if cursor is None:
            return found
