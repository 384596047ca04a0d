"""What Stripe tells, on the platform's own host: verified on the bytes as they came, and kept."""

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from api.errors import as_problem, render
from billing.services.events import receive
from freehold.errors import NotFound
from tenants.entitlements import billing_is_on

log = structlog.get_logger(__name__)


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """2xx once the event is kept; 4xx for what Stripe did not sign; 5xx lets Stripe come again."""
    try:
        if not billing_is_on():
            raise NotFound()
        kept = receive(request.body, request.headers.get("Stripe-Signature", ""))
    except Exception as error:
        problem = as_problem(error)
        if problem is None:
            raise
        log.warning("stripe.webhook_refused", status=problem.status, code=problem.code)
        return render(problem, request)
    return JsonResponse({"received": kept.id})
