"""Links are good for a day."""

from django.utils import timezone

from tenants.context import in_public
from tenants.models import SignUp


def forget_expired() -> int:
    """Remove what nobody confirmed in time, and links that have served; how many."""
    with in_public():
        gone, _by_model = SignUp.objects.filter(expires_at__lt=timezone.now()).delete()
        return gone
