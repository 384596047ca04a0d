"""Whether a proxy may ask for a certificate for a host (Caddy's `on_demand_tls.ask` and alike)."""

from django.http import HttpRequest, HttpResponse

from tenants import hosts

PATH = "/tls-allowed"


def tls_allowed(request: HttpRequest) -> HttpResponse:
    """200 for a host that leads to a tenant, else 404; `?domain=crm.example.com`."""
    domain = hosts.normalised(request.GET.get("domain", ""))
    known = bool(domain) and hosts.memory.tenant_at(domain) is not None
    return HttpResponse("yes\n" if known else "no\n", "text/plain", 200 if known else 404)
