"""Pick lists of the sales objects."""

from django.utils.translation import gettext_lazy as _

from crm_core.records.catalogue import Choice

INDUSTRIES = tuple(
    Choice(value, label)
    for value, label in (
        ("agriculture", _("Agriculture")),
        ("construction", _("Construction")),
        ("consulting", _("Consulting")),
        ("education", _("Education")),
        ("employment", _("Employment")),
        ("energy", _("Energy")),
        ("entertainment", _("Entertainment")),
        ("finance", _("Finance")),
        ("government", _("Government")),
        ("healthcare", _("Healthcare")),
        ("hospitality", _("Hospitality")),
        ("insurance", _("Insurance")),
        ("logistics", _("Logistics")),
        ("manufacturing", _("Manufacturing")),
        ("marketing", _("Marketing")),
        ("media", _("Media")),
        ("medical", _("Medical")),
        ("nonprofit", _("Non-profit")),
        ("real_estate", _("Real estate")),
        ("retail", _("Retail")),
        ("services", _("Services")),
        ("software", _("Software")),
        ("technology", _("Technology")),
        ("telecommunications", _("Telecommunications")),
        ("transport", _("Transport")),
        ("other", _("Other")),
    )
)
ACCOUNT_TYPES = (
    Choice("prospect", _("Prospect"), "blue"),
    Choice("customer", _("Customer"), "green"),
    Choice("partner", _("Partner"), "grape"),
    Choice("reseller", _("Reseller"), "cyan"),
    Choice("supplier", _("Supplier"), "orange"),
    Choice("competitor", _("Competitor"), "red"),
    Choice("other", _("Other"), "gray"),
)
LEAD_STATUSES = (
    Choice("new", _("New"), "blue"),
    Choice("contacted", _("Contacted"), "yellow"),
    Choice("qualified", _("Qualified"), "green"),
    Choice("unqualified", _("Unqualified"), "gray"),
    Choice("converted", _("Converted"), "teal", reserved=True),
)
SOURCES = (
    Choice("web", _("Website")),
    Choice("referral", _("Referral")),
    Choice("employee_referral", _("Employee referral")),
    Choice("partner", _("Partner")),
    Choice("event", _("Event")),
    Choice("advertisement", _("Advertisement")),
    Choice("cold_call", _("Cold call")),
    Choice("email", _("E-mail")),
    Choice("social", _("Social media")),
    Choice("import", _("Import")),
    Choice("other", _("Other")),
)
RATINGS = (
    Choice("hot", _("Hot"), "red"),
    Choice("warm", _("Warm"), "orange"),
    Choice("cold", _("Cold"), "blue"),
)
OPPORTUNITY_STATUSES = (
    Choice("open", _("Open"), "blue"),
    Choice("won", _("Won"), "green"),
    Choice("lost", _("Lost"), "red"),
)
OPPORTUNITY_TYPES = (
    Choice("new_business", _("New business")),
    Choice("existing_business", _("Existing business")),
    Choice("renewal", _("Renewal")),
)
CONTACT_ROLES = (
    Choice("decision_maker", _("Decision maker")),
    Choice("economic_buyer", _("Economic buyer")),
    Choice("evaluator", _("Evaluator")),
    Choice("influencer", _("Influencer")),
    Choice("user", _("User")),
    Choice("other", _("Other")),
)
STAGE_CATEGORIES = ("open", "won", "lost")
