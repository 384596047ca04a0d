"""How large the tenants are that the figures speak of (docs/performance.md)."""

from dataclasses import dataclass

USERS = 40
USERS_SMALL = 16
TEAMS = 8
SHARES = 1_000
TIMELINE = 2_000
SMALL_TENANTS = 200


@dataclass(frozen=True)
class Size:
    """The rows of one tenant. `open_deals` of the opportunities stand in open stages."""

    slug: str
    accounts: int
    contacts: int
    opportunities: int
    open_deals: int
    activities: int
    cases: int

    @property
    def rows(self) -> int:
        return self.accounts + self.contacts + self.opportunities + self.activities + self.cases


STANDARD = Size("bench", 20_000, 100_000, 30_000, 5_000, 300_000, 50_000)
TENTH = Size("bench-tenth", 2_000, 10_000, 3_000, 500, 30_000, 5_000)
BIG = Size("bench-xl", 200_000, 1_000_000, 30_000, 5_000, 300_000, 50_000)
#: For trying the bench itself: too small for any figure to mean something.
TINY = Size("bench-tiny", 200, 1_000, 300, 200, 3_000, 500)


def small(number: int) -> Size:
    """One of the further tenants: a few people's business."""
    return Size(f"small-{number:04}", 20, 50, 20, 10, 100, 10)
