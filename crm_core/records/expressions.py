"""SQL functions of Freehold as expressions of the ORM, for indexes and constraints."""

from django.db import models
from django.db.models import Func


class Fold(Func):
    """Text without case and accents, in byte order: how lists sort and names compare."""

    function = "extensions.fold"
    template = '%(function)s(%(expressions)s) COLLATE "C"'
    output_field = models.TextField()
