"""Globex: a software consultancy in the United States that sells projects and subscriptions."""

from crm_core.demo.globex.fields import FIELDS, OBJECTS
from crm_core.demo.globex.words import WORDS
from crm_core.demo.plan import Company, Person, PipelinePlan, ProductPlan, StagePlan, TeamPlan

PEOPLE = (
    Person("Grace Holloway", "Administrator"),
    Person("Marcus Bell", "Sales manager", "Growth", "sales"),
    Person("Dana Whitfield", "Sales manager", "East", "sales"),
    Person("Tyler Okafor", "Sales representative", "East", "sales"),
    Person("Priya Raman", "Sales representative", "East", "sales"),
    Person("Luis Ortega", "Sales manager", "West", "sales"),
    Person("Hannah Lee", "Sales representative", "West", "sales"),
    Person("Owen Fitzgerald", "Sales representative", "West", "sales"),
    Person("Renee Dubois", "Support agent", "Customer success", "service"),
    Person("Sam Carver", "Support agent", "Customer success", "service"),
    Person("Aisha Noor", "Support agent", "Customer success", "service"),
    Person("Walter Finch", "Read only", "Finance"),
)

TEAMS = (
    TeamPlan("Growth", "Marcus Bell"),
    TeamPlan("East", "Dana Whitfield", parent="Growth"),
    TeamPlan("West", "Luis Ortega", parent="Growth"),
    TeamPlan("Customer success", "Renee Dubois"),
    TeamPlan("Finance", "Grace Holloway"),
)

PIPELINES = (
    PipelinePlan(
        "Consulting projects",
        (
            StagePlan("Discovery call", 10, days=7, color="gray"),
            StagePlan("Scoping workshop", 30, days=14, color="cyan"),
            StagePlan("Proposal", 50, days=16, color="blue"),
            StagePlan("Security and legal review", 75, days=21, color="grape"),
            StagePlan("Signed", 100, category="won", color="green"),
            StagePlan("Closed lost", 0, category="lost", color="red"),
        ),
        share=0.7,
        is_default=True,
    ),
    PipelinePlan(
        "Renewals",
        (
            StagePlan("Coming up", 50, days=25, color="gray"),
            StagePlan("In conversation", 70, days=20, color="blue"),
            StagePlan("Verbal yes", 90, days=9, color="violet"),
            StagePlan("Renewed", 100, category="won", color="green"),
            StagePlan("Churned", 0, category="lost", color="red"),
        ),
        share=0.3,
        type="renewal",
    ),
)

PRODUCTS = (
    ProductPlan("Architecture assessment", "ARC-1", "Fixed price", 18_500),
    ProductPlan("Cloud migration, per workload", "MIG-1", "Fixed price", 12_400, 9),
    ProductPlan("Data platform starter", "DAT-1", "Fixed price", 64_000),
    ProductPlan("Security review", "SEC-1", "Fixed price", 22_000),
    ProductPlan("Engineer, per week", "ENG-W", "Time and material", 7_200, 26),
    ProductPlan("Tech lead, per week", "LEAD-W", "Time and material", 9_100, 26),
    ProductPlan("Product designer, per week", "DES-W", "Time and material", 6_800, 16),
    ProductPlan("Workshop, two days", "WS-2", "Training", 8_900, 4),
    ProductPlan("Pipeline Watch, per seat and year", "PW-S", "Subscriptions", 540, 200),
    ProductPlan("Pipeline Watch, enterprise", "PW-E", "Subscriptions", 48_000),
    ProductPlan("Support, business hours, per year", "SUP-B", "Subscriptions", 16_000),
    ProductPlan("Support, around the clock, per year", "SUP-24", "Subscriptions", 39_000),
)

COMPANY = Company(
    slug="globex",
    name="Globex Software Consulting",
    currency="USD",
    locale="en",
    time_zone="America/New_York",
    people=PEOPLE,
    teams=TEAMS,
    pipelines=PIPELINES,
    products=PRODUCTS,
    words=WORDS,
    fields=FIELDS,
    objects=OBJECTS,
)
