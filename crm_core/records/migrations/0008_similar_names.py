from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    """Names as they are compared, and the pairs that a job finds among them."""

    dependencies = [
        ("records", "0007_verdicts"),
    ]

    operations = [
        migrations.CreateModel(
            name="ComparedName",
            fields=[
                ("record_id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("object", models.CharField(max_length=40)),
                ("key", models.TextField()),
                ("place", models.TextField(default="")),
                ("codes", ArrayField(base_field=models.TextField(), size=None)),
                ("waiting", models.BooleanField(default=True)),
            ],
            options={
                "indexes": [
                    GinIndex(fields=["codes"], fastupdate=False, name="records_compared_codes"),
                    models.Index(
                        "object",
                        "record_id",
                        condition=models.Q(waiting=True),
                        name="records_compared_waiting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SimilarPair",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "record_id",
                        "other_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("object", models.CharField(max_length=40)),
                ("record_id", models.UUIDField()),
                ("other_id", models.UUIDField()),
                ("difference", models.SmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(record_id__lt=models.F("other_id")),
                        name="records_similar_smaller_first",
                    )
                ],
                "indexes": [
                    models.Index(
                        "object",
                        "difference",
                        "record_id",
                        "other_id",
                        name="records_similar_order",
                    ),
                    models.Index("other_id", name="records_similar_other"),
                ],
            },
        ),
    ]
