"""The states of a tenant and of its schema."""

from django.db import models


class TenantState(models.TextChoices):
    PROVISIONING = "provisioning", "Being set up"
    TRIAL = "trial", "Trial"
    ACTIVE = "active", "Active"
    PAST_DUE = "past_due", "Payment past due"
    SUSPENDED = "suspended", "Suspended"
    LOCKED = "locked", "Locked"
    CLOSING = "closing", "Closing"
    ERASED = "erased", "Erased"


class SchemaState(models.TextChoices):
    READY = "ready", "Ready"
    MIGRATING = "migrating", "Migrating"
    MOVING = "moving", "Moving"
    FAILED = "failed", "Failed"


#: The states in which people and jobs may write.
WORKING = frozenset({TenantState.TRIAL, TenantState.ACTIVE, TenantState.PAST_DUE})
#: The states in which people may still read what is theirs.
READABLE = WORKING | {TenantState.SUSPENDED, TenantState.CLOSING}
#: The states in which what is there stays, and nobody changes it.
SHUT = frozenset({TenantState.SUSPENDED, TenantState.LOCKED, TenantState.CLOSING})
