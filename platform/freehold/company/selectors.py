"""The company as the rest of the product knows it: from memory, by the tenant's epoch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from freehold.company.models import Company
from freehold.context import current_tenant
from freehold.epoch import TenantMemo


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """`logo` is the digest of the logo; empty without one."""

    name: str
    locale: str
    time_zone: str
    currency: str
    currencies: tuple[str, ...] = ()
    first_weekday: int = 1
    fiscal_month: int = 1
    accent: str = ""
    logo: str = ""
    address: Mapping[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


_memo: TenantMemo[CompanyFacts] = TenantMemo(size=1024)


def company() -> CompanyFacts:
    """The active tenant's company; what it was provisioned with, until somebody changes it."""
    found = _memo.get("company", _read)
    return found if found.name else _as_provisioned()


def zone_for(name: str) -> ZoneInfo:
    """The zone that somebody chose, by its name; the company's where it is empty."""
    return ZoneInfo(name or company().time_zone)


def logo() -> tuple[bytes, str] | None:
    """The PNG and its digest."""
    found = Company.objects.exclude(logo=None).values_list("logo", "logo_digest").first()
    return (bytes(found[0]), found[1]) if found and found[0] else None


def _read() -> CompanyFacts:
    one = Company.objects.defer("logo").first()
    if one is None:
        return CompanyFacts("", "", "", "")
    return CompanyFacts(
        name=one.name,
        locale=one.locale,
        time_zone=one.time_zone,
        currency=one.currency,
        currencies=tuple(one.currencies),
        first_weekday=one.first_weekday,
        fiscal_month=one.fiscal_month,
        accent=one.accent,
        logo=one.logo_digest,
        address=one.address,
    )


def _as_provisioned() -> CompanyFacts:
    tenant = current_tenant()
    return CompanyFacts(tenant.name, tenant.locale, tenant.time_zone, tenant.currency)
