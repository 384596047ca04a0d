"""After an archive was put in place of a tenant: confirming it, or going back."""

from django.db import transaction
from django.utils.translation import gettext as _

from freehold.audit import heads
from freehold.audit.models import Seal
from freehold.errors import Conflict
from freehold.identity.actor import Actor
from freehold.live import endings
from tenants.context import in_public, in_tenant
from tenants.models import AuditHead, Tenant
from tenants.provisioning import replay
from tenants.services.fencing import fenced
from tenants.services.transitions import tell_operators, tenant_by_slug


def confirm_restore(slug: str, *, actor: Actor) -> Tenant:
    """The former copy goes for ever."""
    with in_public():
        tenant = _with_kept(slug)
        replay.drop_schema(tenant.kept["schema"], tenant.kept.get("database", tenant.database))
        with transaction.atomic():
            Tenant.objects.filter(id=tenant.id).update(kept=None)
            tell_operators(tenant, "tenant.restore_confirmed", actor=actor)
    return tenant_by_slug(slug)


def take_back_restore(slug: str, *, actor: Actor) -> Tenant:
    """The former copy is the tenant again; what was restored goes, with all written since."""
    with in_public():
        tenant = _with_kept(slug)
        if "database" in tenant.kept:
            raise Conflict(
                _(
                    "“%(slug)s” was moved; what is kept is older than what was written since. "
                    "Move it back instead."
                )
                % {"slug": slug}
            )
        with fenced(tenant), transaction.atomic():
            tenant = _with_kept(slug, for_update=True)
            restored = tenant.schema_name
            tenant.schema_name = tenant.kept["schema"]
            tenant.schema_version = tenant.kept["version"]
            tenant.kept = None
            tenant.save(update_fields=["schema_name", "schema_version", "kept"])
            _sign_head(tenant)
            tell_operators(tenant, "tenant.restore_taken_back", actor=actor)
        replay.drop_schema(restored, tenant.database)
    with in_tenant(tenant, allow_inactive=True):
        endings.workspace_changed()
    return tenant


def _with_kept(slug: str, *, for_update: bool = False) -> Tenant:
    tenant = tenant_by_slug(slug, for_update=for_update)
    if not tenant.kept:
        raise Conflict(_("“%(slug)s” has no former copy.") % {"slug": slug})
    return tenant


def _sign_head(tenant: Tenant) -> None:
    with in_tenant(tenant, allow_inactive=True):
        last = Seal.objects.order_by("-number").first()
        if last is not None:
            head = heads.signed_head(last.number, bytes(last.hash), last.total, last.sealed_at)
            heads.keep(head)
            heads.publish(head)
    if last is None:
        AuditHead.objects.filter(tenant=tenant).delete()
