"""Acme: a maker of industrial pumps and valves in Germany."""

from crm_core.demo.acme.words import WORDS
from crm_core.demo.plan import Company, Person, PipelinePlan, ProductPlan, StagePlan, TeamPlan

PEOPLE = (
    Person("Ada Brandt", "Administrator"),
    Person("Clara Winter", "Sales manager", "Sales", "sales"),
    Person("Henrik Lorenz", "Sales manager", "Sales North", "sales"),
    Person("Lena Vogt", "Sales representative", "Sales North", "sales"),
    Person("Jonas Petersen", "Sales representative", "Sales North", "sales"),
    Person("Sabine Krüger", "Sales manager", "Sales South", "sales"),
    Person("Tobias Haller", "Sales representative", "Sales South", "sales"),
    Person("Elif Demir", "Sales representative", "Sales South", "sales"),
    Person("Petra Wolff", "Support agent", "Service", "service"),
    Person("Ines Kaya", "Support agent", "Service", "service"),
    Person("Paul Neumann", "Support agent", "Service", "service"),
    Person("Felix Roth", "Read only", "Finance"),
)

TEAMS = (
    TeamPlan("Sales", "Clara Winter"),
    TeamPlan("Sales North", "Henrik Lorenz", parent="Sales"),
    TeamPlan("Sales South", "Sabine Krüger", parent="Sales"),
    TeamPlan("Service", "Petra Wolff"),
    TeamPlan("Finance", "Ada Brandt"),
)

PIPELINES = (
    PipelinePlan(
        "Equipment sales",
        (
            StagePlan("Enquiry", 10, days=8, color="gray"),
            StagePlan("Site survey", 25, days=16, color="cyan"),
            StagePlan("Offer", 50, days=24, color="blue"),
            StagePlan("Negotiation", 75, days=18, color="orange"),
            StagePlan("Won", 100, category="won", color="green"),
            StagePlan("Lost", 0, category="lost", color="red"),
        ),
        share=0.74,
        is_default=True,
    ),
    PipelinePlan(
        "Service contracts",
        (
            StagePlan("Due for renewal", 40, days=20, color="gray"),
            StagePlan("Offer sent", 60, days=18, color="blue"),
            StagePlan("Verbal agreement", 85, days=10, color="violet"),
            StagePlan("Signed", 100, category="won", color="green"),
            StagePlan("Cancelled", 0, category="lost", color="red"),
        ),
        share=0.26,
        type="renewal",
    ),
)

PRODUCTS = (
    ProductPlan("CP-40 centrifugal pump", "CP-40", "Centrifugal pumps", 4_850, 12),
    ProductPlan("CP-80 centrifugal pump", "CP-80", "Centrifugal pumps", 9_400, 8),
    ProductPlan("CP-150 centrifugal pump", "CP-150", "Centrifugal pumps", 21_700, 4),
    ProductPlan("SP-12 submersible pump", "SP-12", "Submersible pumps", 2_380, 20),
    ProductPlan("SP-30 submersible pump", "SP-30", "Submersible pumps", 6_120, 10),
    ProductPlan("DP-5 dosing pump", "DP-5", "Dosing pumps", 1_290, 30),
    ProductPlan("DP-20 dosing pump", "DP-20", "Dosing pumps", 2_960, 16),
    ProductPlan("BV-50 butterfly valve", "BV-50", "Valves", 410, 60),
    ProductPlan("BV-200 butterfly valve", "BV-200", "Valves", 1_180, 40),
    ProductPlan("GV-100 gate valve", "GV-100", "Valves", 890, 48),
    ProductPlan("NR-80 non-return valve", "NR-80", "Valves", 320, 60),
    ProductPlan("Flow controller FC-3", "FC-3", "Controls", 3_450, 6),
    ProductPlan("Mechanical seal set", "MS-1", "Spare parts", 265, 80),
    ProductPlan("Commissioning on site, per day", "SV-10", "Services", 1_240, 5),
    ProductPlan("Maintenance contract, per year", "SV-20", "Services", 7_800, 3),
)

COMPANY = Company(
    slug="acme",
    name="Acme Pumpen GmbH",
    currency="EUR",
    locale="en",
    time_zone="Europe/Berlin",
    people=PEOPLE,
    teams=TEAMS,
    pipelines=PIPELINES,
    products=PRODUCTS,
    words=WORDS,
)
