"""Kinds of notifications, and the ways by which they come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    ASSIGNED = "assigned", _("A record or task is given to you")
    MENTIONED = "mentioned", _("Somebody mentions you")
    SHARED = "shared", _("A record is shared with you")
    REMINDER = "reminder", _("A reminder, or a task that is due")
    FOLLOWED = "followed", _("A record that you follow is changed, or gets an activity or a file")
    JOB = "job", _("Your import or a large change is finished")
    WEBHOOK = "webhook", _("A webhook of yours was switched off")


class Channel(models.TextChoices):
    """`email` comes in the app as well."""

    APP = "app", _("In the app")
    EMAIL = "email", _("In the app and by e-mail")
    OFF = "off", _("Not at all")


class Mails(models.TextChoices):
    """What somebody can be mailed of their own choice."""

    DAY = "day", _("the mail about the day")
    NOTICES = "notices", _("notifications by e-mail")
