"""What people click: the share of each kind, and its request in the tenant of who clicks."""

import json
import random
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from crm_core.sales.models import Contact
from freehold.identity.models import User
from tenants.context import in_tenant
from tests.load import driver
from tests.load.reading import sign_in
from tests.load.sizes import USERS, small

SHARES = {
    "list": 30, "board": 15, "record": 20, "search": 10, "create": 4, "update": 4, "activity": 5,
    "dashboard": 5, "bulk": 3, "export": 2, "sign_in": 2,
}  # fmt: skip
_LIST = "/api/v1/contacts/?fields=id,version,name,account,title,email,phone,owner&limit=50"
_SORTS = ("name", "-name", "-updated_at", "email")
_WORDS = ("koren", "baliko", "mirento", "sawen", "dunor")


@dataclass
class Desk:
    """One person: a session, what is theirs to change, chance."""

    headers: dict[str, str]
    user: str
    own: list[str]
    chance: random.Random
    made: int = 0

    def __call__(self) -> tuple[str, bytes]:
        (kind,) = self.chance.choices(list(SHARES), list(SHARES.values()))
        return kind, self.click(kind)

    def click(self, kind: str) -> bytes:
        """The request of one click of this kind; the connection ends with its answer."""
        method, path, body = getattr(self, f"_{kind}")()
        sent = b"" if body is None else json.dumps(body).encode()
        headers = {**self.headers, "Connection": "close"}
        if kind == "sign_in":
            headers["Cookie"] = headers["Cookie"].partition("; ")[2]
            headers["X-Forwarded-For"] = f"10.{'.'.join(str(n) for n in self.chance.randbytes(3))}"
        return driver.request(method, path, headers, sent)

    def _list(self) -> Any:
        path = f"{_LIST}&sort={self.chance.choice(_SORTS)}"
        if self.chance.random() < 0.5:
            industry = self.chance.choice(("energy", "media"))
            path += f"&filter={_encoded('account.industry', industry)}"
        return "GET", path, None

    def _board(self) -> Any:
        own = f"?filter={_encoded('owner', self.user)}" if self.chance.random() < 0.5 else ""
        return "GET", f"/api/v1/opportunities/board/{own}", None

    def _record(self) -> Any:
        part = self.chance.choice(("", "timeline/"))
        return "GET", f"/api/v1/contacts/{self.chance.choice(self.own)}/{part}", None

    def _search(self) -> Any:
        return "GET", f"/api/v1/search/?q={self.chance.choice(_WORDS)}", None

    def _create(self) -> Any:
        self.made += 1
        name = f"Load {self.user[-6:]} {self.made}"
        return "POST", "/api/v1/contacts/", {"first_name": "Ada", "last_name": name}

    def _update(self) -> Any:
        path = f"/api/v1/contacts/{self.chance.choice(self.own)}/"
        return "PATCH", path, {"title": self.chance.choice(("Buyer", "CEO", "Engineer"))}

    def _activity(self) -> Any:
        about = self.chance.choice(self.own)
        return "POST", "/api/v1/activities/", {"kind": "note", "subject": "Call", "contact": about}

    def _dashboard(self) -> Any:
        return "GET", "/api/v1/dashboard/", None

    def _bulk(self) -> Any:
        some = self.chance.sample(self.own, min(20, len(self.own)))
        values = {"title": self.chance.choice(("Buyer", "CEO"))}
        return "POST", "/api/v1/contacts/bulk/", {"action": "update", "ids": some, "values": values}

    def _export(self) -> Any:
        narrowed = _encoded("owner", self.user)
        path = f"/api/v1/contacts/export/?format=csv&fields=name,email&filter={narrowed}"
        return "GET", path, None

    def _sign_in(self) -> Any:
        told = {"email": "admin@bench.test", "password": "measured-only"}
        return "POST", "/_allauth/browser/v1/auth/login", told


def _encoded(field: str, value: str) -> str:
    wanted = json.dumps({"field": field, "op": "eq", "value": value})
    return urlencode({"": wanted})[1:]


def weights(tenants: int) -> list[float]:
    """The n-th tenant has a share of 1/n of the people."""
    return [1 / (number + 1) for number in range(tenants)]


def offices(slug: str, tenants: int, users: int, chance: random.Random) -> list[Desk]:
    """Who works where, with 40 sessions a tenant; the first is the large one."""
    known = [slug, *(small(number).slug for number in range(tenants - 1))]
    wanted = chance.choices(known, weights(tenants), k=users)
    return [desk for one in known for desk in desks_of(one, wanted.count(one), chance)]


def desks_of(slug: str, count: int, chance: random.Random) -> list[Desk]:
    desks = []
    with in_tenant(slug):
        people = list(User.objects.filter(email__startswith="user").order_by("email")[:USERS])
        # The one whose timeline the bench measures stays as it is.
        contacts = Contact.objects.filter(deleted_at=None).exclude(name__endswith=" 0")
        own = {one.id: _ids(contacts.filter(owner=one)[:100]) for one in people}
    able = [one for one in people if own[one.id]]
    for number in range(count):
        user = able[number % len(able)]
        headers = sign_in(slug, user.email).headers
        desks.append(Desk(headers, str(user.id), own[user.id], chance))
    return desks


def _ids(rows: Any) -> list[str]:
    return [str(one) for one in rows.values_list("id", flat=True)]
