"""An object is deleted for ever: no webhook waits for it, and no message names its records."""

from crm_core.hooks.models import Webhook, WebhookDelivery


def forget_object(name: str) -> None:
    WebhookDelivery.objects.filter(object=name).delete()
    for hook in Webhook.objects.select_for_update():
        kept = [one for one in hook.events if not one.startswith(f"{name}.")]
        if kept != hook.events:
            hook.events = kept
            hook.save(update_fields=["events"])
