"""The words of webhooks: what happens to records, and what becomes of a message."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What a webhook can be told of; `<object>.<kind>` is the type of its message."""

    CREATED = "created", _("Created")
    UPDATED = "updated", _("Changed")
    MOVED = "moved", _("Moved to another stage")
    CONVERTED = "converted", _("Converted")
    MERGED = "merged", _("Merged with others")
    DELETED = "deleted", _("Put into the Trash")
    RESTORED = "restored", _("Taken out of the Trash")
    UNDONE = "undone", _("A change was undone")


class WebhookState(models.TextChoices):
    ACTIVE = "active", _("On")
    DISABLED = "disabled", _("Off")


class DisabledReason(models.TextChoices):
    """Why nothing is sent any more."""

    MANUAL = "manual", _("Switched off")
    GONE = "gone", _("The receiver said that it is gone (410)")
    FAILING = "failing", _("Nothing arrived for days")
    OWNER = "owner", _("The person whose rights it has is no longer active")
    SECRET = "secret", _("Its secret can't be read on this installation: make a new one")


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    DEAD = "dead", _("Given up")
    WITHHELD = "withheld", _("Not sent")


class DeliveryError(models.TextChoices):
    """What went wrong last, where there is no status that says it."""

    ADDRESS = "address", _("The name leads nowhere, or not to a public address")
    CONNECT = "connect", _("No connection")
    TLS = "tls", _("The certificate or the encryption is not valid")
    TIMEOUT = "timeout", _("No answer in time")
    PROTOCOL = "protocol", _("The answer is not HTTP")
    STATUS = "status", _("The receiver refused it")
    REDIRECT = "redirect", _("The receiver answered with a redirect, which is not followed")
    RIGHTS = "rights", _("The person whose rights the webhook has may not see these records")
    DISABLED = "disabled", _("The webhook was switched off")
