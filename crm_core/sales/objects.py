"""The sales objects as the catalogue knows them."""

from django.utils.translation import gettext_lazy as _

from crm_core.records.catalogue import Field, Naming, ObjectType, Section, in_touch
from crm_core.sales import choices, models, rules

GENERAL = Section("general", _("General"))
DETAILS = Section("details", _("Details"))
CONTACT = Section("contact", _("Ways to reach"))


def _fields(*fields: Field) -> dict[str, Field]:
    return {one.name: one for one in fields}


def accounts() -> ObjectType:
    return ObjectType(
        name="accounts",
        label=_("Account"),
        label_plural=_("Accounts"),
        model=models.Account,
        icon="building",
        rules=rules.AccountRules,
        sections=(GENERAL, CONTACT, DETAILS),
        default_columns=("name", "industry", "type", "phone", "owner", "last_activity_at"),
        default_sort="name",
        detail="industry",
        alike=(("name",), ("website",), ("phone",)),
        naming=Naming(("name",)),
        fields=_fields(
            Field("name", _("Name"), "text", required=True, searchable=True),
            Field("type", _("Type"), "picklist", choices=choices.ACCOUNT_TYPES),
            Field("industry", _("Industry"), "picklist", choices=choices.INDUSTRIES),
            Field("parent", _("Parent account"), "reference", reference="accounts"),
            Field("phone", _("Phone"), "phone", searchable=True, section="contact"),
            Field("website", _("Website"), "url", searchable=True, section="contact"),
            Field("email", _("E-mail"), "email", searchable=True, section="contact"),
            Field("addresses", _("Addresses"), "addresses", section="contact"),
            Field("employees", _("Employees"), "integer", section="details"),
            Field("annual_revenue", _("Annual revenue"), "money", section="details"),
            Field("founded_year", _("Founded in"), "integer", section="details"),
            Field("description", _("Description"), "longtext", section="details"),
            *in_touch(),
        ),
    )


def contacts() -> ObjectType:
    return ObjectType(
        name="contacts",
        label=_("Contact"),
        label_plural=_("Contacts"),
        model=models.Contact,
        icon="user",
        rules=rules.PersonRules,
        sections=(GENERAL, CONTACT, DETAILS),
        default_columns=("name", "account", "title", "email", "phone", "owner"),
        default_sort="name",
        detail="email",
        alike=(("email",), ("first_name", "last_name", "account"), ("last_name", "phone")),
        naming=Naming(("first_name", "last_name"), person=True, place="account"),
        fields=_fields(
            Field("first_name", _("First name"), "text"),
            Field("last_name", _("Last name"), "text", required=True),
            Field(
                "name",
                _("Name"),
                "text",
                read_only=True,
                searchable=True,
                made_of=("first_name", "last_name"),
            ),
            Field("account", _("Account"), "reference", reference="accounts"),
            Field("title", _("Job title"), "text", searchable=True),
            Field("department", _("Department"), "text"),
            Field("email", _("E-mail"), "email", searchable=True, section="contact"),
            Field("emails", _("Further e-mails"), "emails", searchable=True, section="contact"),
            Field("phone", _("Phone"), "phone", searchable=True, section="contact"),
            Field("phones", _("Further phones"), "phones", searchable=True, section="contact"),
            Field("addresses", _("Addresses"), "addresses", section="contact"),
            Field(
                "do_not_contact", _("Do not contact"), "boolean", section="contact", default=False
            ),
            Field(
                "lead_source", _("Source"), "picklist", choices=choices.SOURCES, section="details"
            ),
            Field("birthday", _("Birthday"), "date", section="details"),
            Field("description", _("Description"), "longtext", section="details"),
            *in_touch(),
        ),
    )


def account_contacts() -> ObjectType:
    return ObjectType(
        name="account-contacts",
        label=_("Further account"),
        label_plural=_("Further accounts"),
        model=models.AccountContact,
        title="role",
        icon="link",
        parent=("contact", "contacts"),
        navigation=False,
        features=(),
        sections=(GENERAL,),
        default_columns=("account", "contact", "role"),
        fields=_fields(
            Field("account", _("Account"), "reference", reference="accounts", required=True),
            Field("contact", _("Contact"), "reference", reference="contacts", required=True),
            Field("role", _("Role"), "text"),
        ),
    )


def leads() -> ObjectType:
    return ObjectType(
        name="leads",
        label=_("Lead"),
        label_plural=_("Leads"),
        model=models.Lead,
        icon="target",
        rules=rules.LeadRules,
        sections=(GENERAL, CONTACT, DETAILS),
        default_columns=("name", "company", "status", "email", "source", "owner", "created_at"),
        detail="company",
        features=("conversion", "timeline", "search"),
        alike=(("email",), ("last_name", "phone")),
        naming=Naming(("first_name", "last_name"), person=True, place="company"),
        fields=_fields(
            Field("first_name", _("First name"), "text"),
            Field("last_name", _("Last name"), "text", required=True),
            Field(
                "name",
                _("Name"),
                "text",
                read_only=True,
                searchable=True,
                made_of=("first_name", "last_name"),
            ),
            Field("company", _("Company"), "text", searchable=True),
            Field("title", _("Job title"), "text"),
            Field("status", _("Status"), "picklist", choices=choices.LEAD_STATUSES, default="new"),
            Field("rating", _("Rating"), "picklist", choices=choices.RATINGS),
            Field("source", _("Source"), "picklist", choices=choices.SOURCES),
            Field("email", _("E-mail"), "email", searchable=True, section="contact"),
            Field("phone", _("Phone"), "phone", searchable=True, section="contact"),
            Field("website", _("Website"), "url", searchable=True, section="contact"),
            Field(
                "industry",
                _("Industry"),
                "picklist",
                choices=choices.INDUSTRIES,
                section="details",
            ),
            Field("annual_revenue", _("Annual revenue"), "money", section="details"),
            Field("employees", _("Employees"), "integer", section="details"),
            Field("description", _("Description"), "longtext", section="details"),
            *_converted(),
            *in_touch(),
        ),
    )


def _converted() -> tuple[Field, ...]:
    """What a lead was made into."""
    made = {
        "account": (_("Made into account"), "accounts"),
        "contact": (_("Made into contact"), "contacts"),
        "opportunity": (_("Made into opportunity"), "opportunities"),
    }
    return (
        Field("converted_at", _("Converted"), "datetime", read_only=True),
        *(
            Field(f"converted_{name}", label, "reference", reference=target, read_only=True)
            for name, (label, target) in made.items()
        ),
    )


def opportunities() -> ObjectType:
    return ObjectType(
        name="opportunities",
        label=_("Opportunity"),
        label_plural=_("Opportunities"),
        model=models.Opportunity,
        icon="trending-up",
        rules=rules.OpportunityRules,
        features=("board", "pipeline", "timeline", "search"),
        sections=(GENERAL, DETAILS),
        default_columns=("name", "account", "stage", "amount", "expected_close_date", "owner"),
        detail="account",
        settled="closed_on",
        fields=_fields(
            Field("name", _("Name"), "text", required=True, searchable=True),
            Field("account", _("Account"), "reference", reference="accounts"),
            Field("amount", _("Amount"), "money"),
            Field("pipeline", _("Pipeline"), "reference", reference="pipelines"),
            Field(
                "stage",
                _("Stage"),
                "reference",
                reference="stages",
                past="EXISTS (SELECT 1 FROM sales_stagechange past"
                " WHERE past.opportunity_id = {alias}.id AND past.to_stage_id = ANY(%s))",
            ),
            Field(
                "status",
                _("Status"),
                "picklist",
                choices=choices.OPPORTUNITY_STATUSES,
                read_only=True,
            ),
            Field("probability", _("Probability (%)"), "integer"),
            Field("expected_close_date", _("Expected close"), "date"),
            Field("next_step", _("Next step"), "text"),
            Field("engaged_on", _("Engaged on"), "date", section="details"),
            Field("closed_on", _("Closed on"), "date", section="details"),
            Field(
                "type", _("Type"), "picklist", choices=choices.OPPORTUNITY_TYPES, section="details"
            ),
            Field("source", _("Source"), "picklist", choices=choices.SOURCES, section="details"),
            Field("won_reason", _("Reason won"), "text", section="details"),
            Field("lost_reason", _("Reason lost"), "text", section="details"),
            Field("description", _("Description"), "longtext", section="details"),
            Field("stage_entered_at", _("In stage since"), "datetime", read_only=True),
            *in_touch(),
        ),
    )


def products() -> ObjectType:
    return ObjectType(
        name="products",
        label=_("Product"),
        label_plural=_("Products"),
        model=models.Product,
        icon="package",
        sections=(GENERAL,),
        features=("search",),
        default_columns=("name", "code", "family", "unit_price", "active"),
        default_sort="name",
        detail="code",
        fields=_fields(
            Field("name", _("Name"), "text", required=True, searchable=True),
            Field("code", _("Code"), "text", searchable=True, max_length=100),
            Field("family", _("Family"), "text", max_length=100),
            Field("unit_price", _("Unit price"), "money"),
            Field("active", _("Active"), "boolean", default=True),
            Field("description", _("Description"), "longtext"),
        ),
    )


def line_items() -> ObjectType:
    return ObjectType(
        name="line-items",
        label=_("Line item"),
        label_plural=_("Line items"),
        model=models.LineItem,
        title="description",
        icon="list",
        rules=rules.LineItemRules,
        parent=("opportunity", "opportunities"),
        navigation=False,
        features=(),
        sections=(GENERAL,),
        default_columns=("product", "quantity", "unit_price", "discount_percent", "total"),
        default_sort="position",
        fields=_fields(
            Field(
                "opportunity",
                _("Opportunity"),
                "reference",
                reference="opportunities",
                required=True,
            ),
            Field("product", _("Product"), "reference", reference="products", required=True),
            Field("description", _("Description"), "text"),
            Field("quantity", _("Quantity"), "number", default=1),
            Field("unit_price", _("Unit price"), "money"),
            Field("discount_percent", _("Discount (%)"), "number", default=0),
            Field("total", _("Total"), "money", read_only=True),
            Field("position", _("Position"), "integer", default=0),
        ),
    )


def contact_roles() -> ObjectType:
    return ObjectType(
        name="contact-roles",
        label=_("Contact role"),
        label_plural=_("Contact roles"),
        model=models.ContactRole,
        title="role",
        icon="users",
        parent=("opportunity", "opportunities"),
        navigation=False,
        features=(),
        once=("opportunity", "contact"),
        stronger="{alias}.is_primary DESC, {alias}.role IS NULL, {alias}.id",
        sections=(GENERAL,),
        default_columns=("contact", "role", "is_primary"),
        fields=_fields(
            Field(
                "opportunity",
                _("Opportunity"),
                "reference",
                reference="opportunities",
                required=True,
            ),
            Field("contact", _("Contact"), "reference", reference="contacts", required=True),
            Field("role", _("Role"), "picklist", choices=choices.CONTACT_ROLES),
            Field("is_primary", _("Primary"), "boolean", default=False),
        ),
    )


ALL = {
    "accounts": accounts,
    "contacts": contacts,
    "leads": leads,
    "opportunities": opportunities,
    "products": products,
    "line-items": line_items,
    "contact-roles": contact_roles,
    "account-contacts": account_contacts,
}
