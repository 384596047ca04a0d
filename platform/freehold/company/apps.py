from django.apps import AppConfig


class CompanyConfig(AppConfig):
    """The tenant's company: its name, formats, money and look."""

    name = "freehold.company"
    label = "company"
