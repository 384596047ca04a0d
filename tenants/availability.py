"""Which addresses are free for a new tenant: the one place that is asked."""

from collections.abc import Collection

from django.utils import timezone

from tenants import hosts
from tenants.context import in_public
from tenants.models import Domain, SignUp, Tenant


def free_of(slugs: Collection[str]) -> set[str]:
    """Those that no tenant has or had, whose host leads nowhere, and that wait for no sign-up."""
    with in_public():
        taken = set(Tenant.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        places = {hosts.host_of(slug): slug for slug in slugs}
        held = Domain.objects.filter(domain__in=places).values_list("domain", flat=True)
        taken |= {places[domain] for domain in held}
        waiting = SignUp.objects.filter(slug__in=slugs, tenant=None, expires_at__gte=timezone.now())
        taken |= set(waiting.values_list("slug", flat=True))
    return set(slugs) - taken
