"""Domains of the active tenant: claimed, proved, made the address of links, given up.

Whoever calls has asked whether the actor may.
"""

import secrets
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from freehold.audit import services as audit
from freehold.context import current_tenant
from freehold.errors import Conflict, NotFound
from freehold.identity.actor import SYSTEM, Actor
from freehold.identity.languages import language_of
from freehold.outbound.names import as_written
from tenants import hosts
from tenants.choices import SchemaState
from tenants.context import in_public, in_tenant
from tenants.domains import dns
from tenants.domains.names import checked_domain
from tenants.models import Domain, DomainClaim
from tenants.services.addresses import own_host
from tenants.services.transitions import tell_operators

MOST = 10


def list_domains() -> list[dict[str, Any]]:
    """The given address first, then the claimed ones by name."""
    tenant = current_tenant()
    with in_public():
        live = {one.domain: one for one in Domain.objects.filter(tenant_id=tenant.id)}
        claims = list(DomainClaim.objects.filter(tenant_id=tenant.id))
    claimed = {one.domain for one in claims}
    given = [one for name, one in live.items() if name not in claimed]
    return [
        *(_shown(None, one) for one in sorted(given, key=lambda one: one.domain)),
        *(_shown(one, live.get(one.domain)) for one in claims),
    ]


def claim_domain(text: str, *, actor: Actor) -> dict[str, Any]:
    """Ask for a domain; nothing leads there before it is proved."""
    domain, tenant = checked_domain(text), current_tenant()
    with in_public(), transaction.atomic():
        if DomainClaim.objects.filter(tenant_id=tenant.id).count() >= MOST:
            raise Conflict(_("A workspace has at most %(most)s domains.") % {"most": MOST})
        try:
            with transaction.atomic():
                claim = DomainClaim.objects.create(
                    tenant_id=tenant.id,
                    domain=domain,
                    token=secrets.token_urlsafe(24),
                    created_at=timezone.now(),
                )
        except IntegrityError as error:
            raise Conflict(_("“%(domain)s” is in the list already.") % {"domain": domain}) from (
                error
            )
    _tell("domain.claimed", domain, actor)
    return _shown(claim, None)


def check_domain(claim_id: UUID, *, actor: Actor) -> dict[str, Any]:
    """Look the record up now; a proved domain leads to the tenant from then on.

    A domain that another workspace has is given over only when that one's record is gone.
    """
    claim = _claim(claim_id)
    problem = dns.problem_with(claim.domain, claim.token)
    held = None if problem else _held_by_another(claim)
    if held is not None:
        problem = _in_use(held)
    with in_public(), transaction.atomic():
        claim.checked_at, claim.problem = timezone.now(), problem
        claim.verified_at = None if problem else claim.verified_at or claim.checked_at
        claim.save(update_fields=["checked_at", "problem", "verified_at"])
        live = None if problem else _put_to_use(claim)
    if live is not None:
        _tell("domain.verified", claim.domain, actor)
    return _shown(claim, live or _live(claim))


def use_for_links(claim_id: UUID, *, actor: Actor) -> dict[str, Any]:
    """Links in mails lead to this domain."""
    claim = _claim(claim_id)
    with in_public(), transaction.atomic():
        live = Domain.objects.filter(tenant_id=claim.tenant_id, domain=claim.domain).first()
        if live is None:
            raise Conflict(_("Prove “%(domain)s” first.") % {"domain": claim.domain})
        live.is_primary = True
        live.save()
        hosts.forget_hosts()
    _tell("domain.used_for_links", claim.domain, actor)
    return _shown(claim, live)


def remove_domain(claim_id: UUID, *, actor: Actor) -> None:
    """It no longer leads here; links lead to the given address again."""
    claim, given = _claim(claim_id), _given_host()
    with in_public(), transaction.atomic():
        rows = Domain.objects.filter(tenant_id=claim.tenant_id)
        was_primary = rows.filter(domain=claim.domain, is_primary=True).exists()
        rows.filter(domain=claim.domain).delete()
        claim.delete()
        if was_primary:
            rows.filter(domain=given).update(is_primary=True)
        hosts.forget_hosts()
    _tell("domain.removed", claim.domain, actor)


def _put_to_use(claim: DomainClaim) -> Domain | None:
    """The host leads to the tenant; None where it does already."""
    row, made = Domain.objects.get_or_create(
        domain=claim.domain, defaults={"tenant_id": claim.tenant_id, "is_primary": False}
    )
    if not made and row.tenant_id == claim.tenant_id:
        return None
    if not made:
        _take_over(row, claim)
    hosts.forget_hosts()
    return row


def _take_over(row: Domain, claim: DomainClaim) -> None:
    """The former workspace keeps its claim, with what happened, and its links lead home again."""
    former, was_primary = row.tenant, row.is_primary
    row.tenant_id, row.is_primary = claim.tenant_id, False
    row.save()
    if was_primary:
        Domain.objects.filter(tenant=former, domain=own_host(former)).update(is_primary=True)
    with override(language_of(former.locale)):
        why = _("Your record was gone, and another workspace has proved this domain.")
    lost = DomainClaim.objects.filter(tenant=former, domain=claim.domain)
    lost.update(verified_at=None, problem=why)
    moved = {"domain": [claim.domain, None], "tenant": [former.slug, claim.tenant.slug]}
    tell_operators(former, "tenant.domain_lost", actor=SYSTEM, changes=moved)
    if former.schema_state == SchemaState.READY:
        with in_tenant(former, allow_inactive=True):
            _tell("domain.lost", claim.domain, SYSTEM)


def _held_by_another(claim: DomainClaim) -> Domain | None:
    """Another workspace's, whose own record still stands (or which operators gave it)."""
    with in_public():
        other = (
            Domain.objects.filter(domain=claim.domain).exclude(tenant_id=claim.tenant_id).first()
        )
        if other is None:
            return None
        theirs = DomainClaim.objects.filter(tenant_id=other.tenant_id, domain=claim.domain).first()
    if theirs is not None and dns.problem_with(theirs.domain, theirs.token):
        return None
    return other


def _in_use(held: Domain) -> str:
    return _(
        "Another workspace uses “%(domain)s” and its record still stands. Remove that record first."
    ) % {"domain": held.domain}


def _live(claim: DomainClaim) -> Domain | None:
    with in_public():
        return Domain.objects.filter(tenant_id=claim.tenant_id, domain=claim.domain).first()


def _claim(claim_id: UUID) -> DomainClaim:
    tenant = current_tenant()
    with in_public():
        found = DomainClaim.objects.filter(id=claim_id, tenant_id=tenant.id).first()
    if found is None:
        raise NotFound()
    return found


def _given_host() -> str:
    tenant = current_tenant()
    return hosts.platform_host() if tenant.is_operators else hosts.host_of(tenant.slug)


def _shown(claim: DomainClaim | None, live: Domain | None) -> dict[str, Any]:
    named = claim or live
    assert named is not None
    return {
        "id": claim.id if claim else None,
        "domain": named.domain,
        "written": as_written(named.domain),
        "works": live is not None,
        "is_primary": bool(live and live.is_primary),
        "record": {"name": dns.record_name(claim.domain), "value": dns.record_value(claim.token)}
        if claim
        else None,
        "target": _given_host(),
        "checked_at": claim.checked_at if claim else None,
        "problem": claim.problem if claim else "",
    }


def _tell(action: str, domain: str, actor: Actor) -> None:
    audit.record(actor=actor, action=action, object="domains", record_name=domain)
