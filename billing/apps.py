import logging

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """What tenants pay: customers, subscriptions, invoices and events of Stripe's."""

    name = "billing"
    label = "billing"

    def ready(self) -> None:
        from billing import consumers  # noqa: F401 - registers its consumer of events

        # At INFO the SDK tells each call with its address, and so whose customer it was about.
        logging.getLogger("stripe").setLevel(logging.WARNING)
