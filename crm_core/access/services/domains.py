"""Domains of the workspace's own, as those who manage settings claim and prove them."""

from typing import Any
from uuid import UUID

from crm_core.access.services.ceilings import require_settings
from freehold.identity.actor import Actor
from tenants.domains import services


def list_domains(*, actor: Actor) -> list[dict[str, Any]]:
    require_settings(actor)
    return services.list_domains()


def claim_domain(domain: str, *, actor: Actor) -> dict[str, Any]:
    require_settings(actor)
    return services.claim_domain(domain, actor=actor)


def check_domain(claim_id: UUID, *, actor: Actor) -> dict[str, Any]:
    require_settings(actor)
    return services.check_domain(claim_id, actor=actor)


def use_for_links(claim_id: UUID, *, actor: Actor) -> dict[str, Any]:
    require_settings(actor)
    return services.use_for_links(claim_id, actor=actor)


def remove_domain(claim_id: UUID, *, actor: Actor) -> None:
    require_settings(actor)
    services.remove_domain(claim_id, actor=actor)
