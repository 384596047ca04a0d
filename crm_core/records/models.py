"""What every object of the CRM is made of, and what a tenant adds to it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils import timezone

from crm_core.records.expressions import Fold
from freehold.ids import new_id

LIVE = models.Q(deleted_at__isnull=True)


def record_indexes(
    prefix: str, *, title: str | None = "name", search: bool = True
) -> list[models.Index]:
    """The indexes of a list: by title, age, last change and owner over the live rows, and for
    search."""
    found: list[models.Index] = [
        models.Index("created_at", "id", name=f"{prefix}_created", condition=LIVE),
        models.Index("updated_at", "id", name=f"{prefix}_updated", condition=LIVE),
        models.Index("owner", name=f"{prefix}_owner", condition=LIVE),
    ]
    if title:
        found.append(models.Index(Fold(title), "id", name=f"{prefix}_title", condition=LIVE))
    if search:
        found.append(
            GinIndex(
                OpClass("search_text", name="extensions.gin_trgm_ops"),
                name=f"{prefix}_search",
                condition=LIVE,
            )
        )
    return found


def reference_index(name: str, field: str, *further: str) -> models.Index:
    """Of a reference to a record, over the Trash too: it is looked for where a record ends."""
    return models.Index(
        field, *further, name=name, condition=models.Q(**{f"{field}__isnull": False})
    )


class Record(models.Model):
    """A row that users work with. Written only through the write door (`records.services`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        "identity.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    custom = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        "identity.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(
        "identity.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    version = models.IntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True)
    #: The folded text of all searchable fields, kept by the write door.
    search_text = models.TextField(default="", blank=True)

    class Meta:
        abstract = True


class ObjectDefinition(models.Model):
    """A custom object: what a tenant's admin called into being beside the built-in ones."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=80)
    label_plural = models.CharField(max_length=80)
    title_label = models.CharField(max_length=80, blank=True)
    icon = models.CharField(max_length=40, blank=True)
    description = models.CharField(max_length=300, blank=True, default="", db_default="")
    #: Shown in the main menu.
    navigation = models.BooleanField(default=True, db_default=True)
    #: The columns of its list until someone chooses others; none: name, owner and age.
    default_columns = models.JSONField(
        default=list, blank=True, db_default=models.Value([], models.JSONField())
    )
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class FieldDefinition(models.Model):
    """A custom field of an object. Its values live in the records' `custom` under `name`.

    `computed` is how a formula or a roll-up comes to its value, and its `result` type; `rules` what
    is asked of values: `min`, `max`, `min_length`, `max_length`, `pattern`, `pattern_help`,
    `required_if`.
    """

    class IndexState(models.TextChoices):
        """Of the index that filters and sorts by the field; `none` where it needs none."""

        NONE = "none"
        WAITING = "waiting"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    type = models.CharField(max_length=20)
    help = models.CharField(max_length=300, blank=True)
    choices = models.JSONField(default=list, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    required = models.BooleanField(default=False)
    unique = models.BooleanField(default=False)
    default = models.JSONField(null=True, blank=True)
    section = models.CharField(max_length=40, blank=True)
    position = models.IntegerField(default=0)
    computed = models.JSONField(null=True, blank=True)
    rules = models.JSONField(
        default=dict, blank=True, db_default=models.Value({}, models.JSONField())
    )
    index_state = models.CharField(
        max_length=10, choices=IndexState, default=IndexState.NONE, db_default="none"
    )
    index_error = models.CharField(max_length=300, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["object", "name"], name="records_field_unique")
        ]

    def __str__(self) -> str:
        return f"{self.object}.{self.name}"


class SensitiveField(models.Model):
    """A field, built in or custom, whose every showing is written into the audit trail."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object = models.CharField(max_length=40)
    #: Its path: `birthday`, or `custom.passport`.
    field = models.CharField(max_length=50)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["object", "field"], name="records_sensitive_unique")
        ]

    def __str__(self) -> str:
        return f"{self.object}.{self.field}"


class CustomRecord(Record):
    """A row of a custom object; `object` says of which."""

    object = models.CharField(max_length=40)
    name = models.CharField(max_length=255)
    last_activity_at = models.DateTimeField(null=True)
    #: The last done call, e-mail or meeting; kept by `crm_core.activities.consumers`.
    last_contacted_at = models.DateTimeField(null=True)
    next_activity_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index("object", Fold("name"), "id", name="records_custom_title", condition=LIVE),
            models.Index(
                "object", "created_at", "id", name="records_custom_created", condition=LIVE
            ),
            models.Index("owner", name="records_custom_owner", condition=LIVE),
            GinIndex(
                OpClass("search_text", name="extensions.gin_trgm_ops"),
                name="records_custom_search",
                condition=LIVE,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Interest(models.Model):
    """A user follows a record, or has it among their favourites."""

    class Kind(models.TextChoices):
        FOLLOW = "follow"
        FAVOURITE = "favourite"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey("identity.User", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    object = models.CharField(max_length=40)
    record_id = models.UUIDField()
    #: Among the favourites.
    position = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record_id", "kind", "user"], name="records_interest_unique"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "kind", "position"], name="records_interest_user")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object}"


class Verdict(models.Model):
    """What somebody decided on two records that look alike: two different ones, or merged.

    Of a merged pair `record_id` went into the Trash and leads to `other_id`; of two different ones
    it is the smaller id.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object = models.CharField(max_length=40)
    record_id = models.UUIDField()
    other_id = models.UUIDField()
    merged = models.BooleanField(default=False)
    decided_by = models.ForeignKey(
        "identity.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record_id", "other_id"], name="records_verdict_unique")
        ]

    def __str__(self) -> str:
        return f"{self.object}: {'merged' if self.merged else 'different'}"


class ComparedName(models.Model):
    """A live record's name as it is compared with others (`records.likeness`).

    `waiting` until it was looked for among the others; `place` is where a person belongs to. Only
    names that have one of `codes`, which begin with the object, in common are compared.
    """

    record_id = models.UUIDField(primary_key=True, editable=False)
    object = models.CharField(max_length=40)
    key = models.TextField()
    place = models.TextField(default="")
    codes = ArrayField(models.TextField())
    waiting = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [
            # The job looks right after it wrote: a list of what is pending would cost more.
            GinIndex(fields=["codes"], name="records_compared_codes", fastupdate=False),
            models.Index(
                "object",
                "record_id",
                name="records_compared_waiting",
                condition=models.Q(waiting=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object}: {self.key}"


class SimilarPair(models.Model):
    """Two records of an object with nearly the same name; `record_id` is the smaller id."""

    pk = models.CompositePrimaryKey("record_id", "other_id")
    object = models.CharField(max_length=40)
    record_id = models.UUIDField()
    other_id = models.UUIDField()
    #: How much of the names is not the same, in per cent: the queue's order.
    difference = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(record_id__lt=models.F("other_id")),
                name="records_similar_smaller_first",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                "object", "difference", "record_id", "other_id", name="records_similar_order"
            ),
            models.Index("other_id", name="records_similar_other"),
        ]

    def __str__(self) -> str:
        return f"{self.object}: {100 - self.difference} %"


class UndoStep(models.Model):
    """What one action changed, so that its author can take it back. The id is the token."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey("identity.User", models.CASCADE, null=True, related_name="+")
    action = models.CharField(max_length=20)
    object = models.CharField(max_length=40)
    #: [{"id", "version": after the action, "before": {column: value}, "after": {column: value}}]
    records = models.JSONField(default=list)
    count = models.IntegerField(default=1)
    #: How many records were left as they are, because somebody had changed them since.
    skipped = models.IntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index("created_at", name="records_undo_created"),
            models.Index(fields=["actor", "-id"], name="records_undo_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object}"
