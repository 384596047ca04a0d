"""The words of saved views."""

from django.db import models


class Shared(models.TextChoices):
    """Who sees a view beside its owner."""

    PRIVATE = "private", "Nobody else"
    TEAM = "team", "A team"
    EVERYONE = "everyone", "Everyone"


class Kind(models.TextChoices):
    LIST = "list", "List"
    BOARD = "board", "Board"
