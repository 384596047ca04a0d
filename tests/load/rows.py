"""The records of a measured tenant: made from a fixed seed and copied in, with their trail.

The write door would take half an hour for half a million rows. These are rows as it leaves them:
searchable text, stages and their history, done and open activities, and the trigger's entries.
"""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from crm_core.activities.models import Activity
from crm_core.records import catalogue
from crm_core.records.models import Record
from crm_core.records.services import storing
from crm_core.sales.models import Account, Contact, Opportunity, Stage, StageChange
from crm_core.service.models import Case
from freehold.audit.services import act_as
from freehold.identity.actor import SYSTEM
from freehold.row_batches import insert_rows
from tests.load.company import People, closed_stages, custom_values, open_stages
from tests.load.sizes import TIMELINE, Size

_BATCH = 5_000
_BEGAN = datetime(2023, 1, 2, 8, tzinfo=UTC)
_DAYS = 1_000
_SYLLABLES = ("ba", "ko", "li", "ren", "to", "mi", "sa", "vel", "du", "nor", "ka", "wen")
_INDUSTRIES = ("software", "retail", "finance", "energy", "media", "transport", "education")
_TITLES = ("CEO", "Buyer", "Engineer", "Assistant", "Head of Sales", "Controller")


class Records:
    """Makes and stores one tenant's records; the ids of some are remembered for the others."""

    def __init__(self, size: Size, people: People, *, fields: bool, say: Callable[[str], None]):
        self.size = size
        self.people = people
        self.fields = fields
        self.say = say
        self.chance = random.Random(f"freehold {size.slug}")
        self.accounts: list[UUID] = []
        self.contacts: list[UUID] = []
        self.deals: list[UUID] = []
        self.cases: list[UUID] = []

    def make(self) -> None:
        self.accounts = self._store("accounts", self._accounts())
        self.contacts = self._store("contacts", self._contacts())
        self.deals = self._store("opportunities", self._opportunities())
        self._keep_stages()
        self.cases = self._store("cases", self._cases())
        self._store("activities", self._activities())
        with connection.cursor() as run:
            run.execute(
                "SELECT max(nextval('service_case_number')) FROM generate_series(1, %s)",
                [self.size.cases],
            )

    def _store(self, object_name: str, rows: Iterator[Record]) -> list[UUID]:
        object_type = catalogue.current().object(object_name)
        ids: list[UUID] = []
        while batch := list(islice(rows, _BATCH)):
            for row in batch:
                row.search_text = storing.search_text(object_type, row)
            with transaction.atomic():
                act_as(SYSTEM)
                insert_rows(batch)
            ids += [row.id for row in batch]
        if len(ids) > _BATCH:
            self.say(f"  {len(ids):,} {object_name}")
        return ids

    def _moment(self) -> datetime:
        return _BEGAN + timedelta(
            days=self.chance.randrange(_DAYS), seconds=self.chance.randrange(36_000)
        )

    def _id(self, at: datetime) -> UUID:
        """A UUID of version 7 that the seed decides."""
        bits = self.chance.getrandbits(74)
        head = (int(at.timestamp() * 1000) << 16 | 0x7000 | bits >> 62) << 64
        return UUID(int=head | 0x8000000000000000 | bits & 0x3FFFFFFFFFFFFFFF)

    def _common(self, at: datetime, *, fields: bool = False) -> dict[str, Any]:
        owner = self.chance.choice(self.people.users)
        return {
            "id": self._id(at),
            "owner_id": owner,
            "created_by_id": owner,
            "updated_by_id": owner,
            "created_at": at,
            "updated_at": at,
            "custom": custom_values(self.chance) if fields else {},
        }

    def _word(self, syllables: int = 3) -> str:
        return "".join(self.chance.choice(_SYLLABLES) for _ in range(syllables)).title()

    def _accounts(self) -> Iterator[Record]:
        for number in range(self.size.accounts):
            at = self._moment()
            yield Account(
                **self._common(at),
                name=f"{self._word()} {self._word(2)} {number}",
                type=self.chance.choice(("prospect", "customer", "partner")),
                industry=self.chance.choice(_INDUSTRIES),
                phone=f"+49 40 {number:07d}",
                website=f"https://a{number}.example.test",
                employees=self.chance.randrange(1, 5_000),
                annual_revenue=self.chance.randrange(1, 900) * 10_000_000,
                annual_revenue_currency="EUR",
                last_activity_at=at,
            )

    def _contacts(self) -> Iterator[Record]:
        for number in range(self.size.contacts):
            first, last, at = self._word(2), self._word(), self._moment()
            common = self._common(at, fields=self.fields)
            if number == 0:
                common["owner_id"] = self.people.users[0]
            yield Contact(
                **common,
                first_name=first,
                last_name=f"{last} {number}",
                name=f"{first} {last} {number}",
                email=f"{first}.{last}.{number}@example.test".lower(),
                phone=f"+49 30 {number:07d}",
                title=self.chance.choice(_TITLES),
                department=self.chance.choice(("Sales", "Purchasing", None)),
                account_id=self.chance.choice(self.accounts),
                lead_source=self.chance.choice(("web", "referral", "event", None)),
                birthday=date(1960 + number % 40, 1 + number % 12, 1 + number % 28),
                last_activity_at=at,
            )

    def _opportunities(self) -> Iterator[Record]:
        ongoing, ended = open_stages(), closed_stages()
        for number in range(self.size.opportunities):
            at = self._moment()
            is_open = number < self.size.open_deals
            yield Opportunity(
                **self._common(at),
                **self._standing(self.chance.choice(ongoing if is_open else ended), at),
                name=f"{self._word()} {number}",
                account_id=self.chance.choice(self.accounts),
                amount=self.chance.randrange(1, 900) * 100_000,
                amount_currency="EUR",
                expected_close_date=(at + timedelta(days=60)).date(),
                source=self.chance.choice(("web", "referral", "event")),
                rank=float(number) * 1024,
            )

    def _standing(self, stage: Stage, at: datetime) -> dict[str, Any]:
        return {
            "stage_id": stage.id,
            "pipeline_id": stage.pipeline_id,
            "status": stage.category,
            "probability": stage.probability,
            "closed_on": None if stage.category == "open" else (at + timedelta(days=30)).date(),
            "stage_entered_at": at,
        }

    def _keep_stages(self) -> None:
        """How each deal came into its stage."""
        rows = Opportunity.objects.values_list("id", "stage_id", "stage_entered_at", "owner_id")
        changes = (
            StageChange(id=self._id(at), opportunity_id=deal, to_stage_id=stage, at=at, by_id=owner)
            for deal, stage, at, owner in rows.order_by("id").iterator()
        )
        while batch := list(islice(changes, _BATCH)):
            with transaction.atomic():
                insert_rows(batch)

    def _cases(self) -> Iterator[Record]:
        for number in range(self.size.cases):
            at = self._moment()
            contact = self.chance.choice(self.contacts)
            yield Case(
                **self._common(at),
                number=number + 1,
                subject=f"{self._word()} does not {self._word(2).lower()}",
                status=self.chance.choice(("new", "open", "resolved", "closed")),
                priority=self.chance.choice(("low", "normal", "high")),
                origin=self.chance.choice(("email", "phone", "web")),
                contact_id=contact,
                account_id=self.chance.choice(self.accounts),
            )

    def _activities(self) -> Iterator[Record]:
        for number in range(self.size.activities):
            at = self._moment()
            kind = self.chance.choice(("call", "email", "meeting", "note", "task"))
            is_open = kind == "task" and self.chance.random() < 0.3
            common = self._common(at)
            about = self._about(number)
            if about.get("contact_id") == self.contacts[0]:
                common["owner_id"] = self.chance.choice(self.people.users[:5])
            yield Activity(
                **common,
                kind=kind,
                subject=f"{self._word()} {self._word(2).lower()}",
                body=" ".join(self._word(2).lower() for _ in range(12)),
                status="open" if is_open else "done",
                due_at=at + timedelta(days=14) if kind == "task" else None,
                completed_at=None if is_open else at,
                **about,
            )

    def _about(self, number: int) -> dict[str, Any]:
        """The first contact has a long history, its own team's; the others share the rest."""
        if number < min(TIMELINE, self.size.activities // 2):
            return {"contact_id": self.contacts[0]}
        name, ids = self.chance.choice(
            (
                ("account_id", self.accounts),
                ("contact_id", self.contacts),
                ("opportunity_id", self.deals),
                ("case_id", self.cases),
            )
        )
        return {name: self.chance.choice(ids)}


def vacuum(tables: list[type[models.Model]]) -> None:
    """What autovacuum will have done after a while: statistics, and a map of what all may see."""
    with connection.cursor() as run:
        for table in tables:
            run.execute(f'VACUUM (ANALYZE) "{table._meta.db_table}"')
