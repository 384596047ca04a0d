"""Globex's customers, their people and what is said to them. All names are made up."""

from crm_core.demo.globex import texts
from crm_core.demo.plan import Trade, Vocabulary

PLACES = (
    "Brindlewood", "Hollowbrook", "Larkfield", "Ostrander", "Quillhaven", "Ravensport", "Silverfen",
    "Umberlake", "Wexcombe", "Yarrowgate", "Zephyr Point", "Briarstone", "Coppermere", "Dunmoor",
    "Everlyn", "Fernholt", "Gallowmere", "Ivyford", "Juniper Bay", "Kestrel Falls",
)  # fmt: skip

TRADES = (
    Trade("{place} Credit Union", "finance", (60, 700)),
    Trade("{place} Health", "healthcare", (350, 4200)),
    Trade("{place} Freight", "logistics", (120, 1900)),
    Trade("{place} Insurance Group", "insurance", (180, 2600)),
    Trade("{place} Outfitters", "retail", (45, 900)),
    Trade("{place} Robotics", "technology", (25, 320)),
    Trade("{place} School District", "education", (240, 1800)),
    Trade("{place} Media", "media", (30, 450)),
    Trade("{place} Foods", "manufacturing", (150, 2200)),
    Trade("{place} Analytics", "software", (18, 260)),
    Trade("{place} Energy Cooperative", "energy", (90, 800)),
    Trade("City of {place}", "government", (200, 1500)),
    Trade("{place} Hotels", "hospitality", (110, 1600)),
    Trade("{place} Realty", "real_estate", (20, 280)),
    Trade("{place} Biosciences", "medical", (70, 950)),
    Trade("{place} Foundation", "nonprofit", (15, 140)),
)

GROUPS = ("Marlowe & Finch", "Thornbury", "Ashgrove", "Larchmont Vale")

CITIES = (
    ("Quillhaven", "MA", "02199"),
    ("Ravensport", "ME", "04199"),
    ("Ostrander", "OH", "43199"),
    ("Silverfen", "GA", "30399"),
    ("Juniper Bay", "OR", "97299"),
    ("Kestrel Falls", "CO", "80299"),
    ("Wexcombe", "NJ", "07199"),
    ("Fernholt", "WA", "98199"),
    ("Coppermere", "AZ", "85099"),
    ("Larkfield", "IL", "60699"),
)

STREETS = (
    "Harbor Avenue", "Mill Road", "Second Street", "Orchard Lane", "Commerce Drive", "Elm Street",
    "Foundry Row", "Lakeview Boulevard", "Union Square", "Canal Street", "Prospect Avenue",
)  # fmt: skip

FIRST_NAMES = (
    "Alicia", "Brandon", "Camila", "Derek", "Elena", "Franklin", "Gabriela", "Howard", "Imani",
    "Jasper", "Kendra", "Leonard", "Monique", "Nathan", "Olivia", "Preston", "Queenie", "Rafael",
    "Selena", "Terrence", "Uma", "Victor", "Wendy", "Xavier", "Yolanda", "Zachary", "Amara",
    "Bryce", "Chloe", "Dominic", "Esther", "Felipe", "Gwen", "Hiro", "Ingrid", "Jamal", "Keiko",
    "Lorenzo", "Maya", "Noel", "Odette", "Pedro", "Renée", "José",
)  # fmt: skip

LAST_NAMES = (
    "Abernathy", "Blackwood", "Castellano", "Donnelly", "Eastman", "Farrow", "Gutierrez",
    "Hathaway", "Ibarra", "Jennings", "Kowalski", "Lindqvist", "Mbeki", "Nakamura", "Ogden",
    "Pemberton", "Quiñones", "Rutherford", "Salazar", "Thackeray", "Underhill", "Vasquez",
    "Whitaker", "Xiong", "Yamada", "Zeller", "Ashworth", "Brannigan", "Crowley", "Delacroix",
    "Ellsworth", "Fontaine", "Greenlee", "Holbrook", "Iverson", "Kaplan", "Lockhart",
    "Merriweather", "Northrop", "Okonkwo", "Prescott", "Ramsey", "Sorensen", "Tran",
)  # fmt: skip

TITLES = (
    ("Chief technology officer", "Technology"),
    ("VP of engineering", "Technology"),
    ("Director of platform", "Technology"),
    ("Engineering manager", "Technology"),
    ("Head of data", "Data"),
    ("Data engineer", "Data"),
    ("Chief information security officer", "Security"),
    ("Product manager", "Product"),
    ("Procurement lead", "Procurement"),
    ("Chief operating officer", "Operations"),
    ("Program manager", "Operations"),
    ("Controller", "Finance"),
)

DEAL_NAMES = (
    "Cloud migration, wave {number}",
    "Data platform, phase {number}",
    "{product}",
    "Legacy claims system: replacement",
    "Mobile app rebuild",
    "Security review and remediation",
    "Team extension, squad {number}",
    "Checkout redesign",
    "Integration of the acquired company",
    "Identity and single sign-on",
    "Reporting for the board",
    "Pipeline Watch roll-out",
)

NEXT_STEPS = (
    "Send the statement of work for redlines",
    "Introduce the tech lead to their platform team",
    "Answer the security questionnaire",
    "Get procurement's vendor form signed",
    "Run the scoping workshop",
    "Agree success metrics with the sponsor",
    "Confirm the start date with staffing",
)

LOST_REASONS = (
    "Built it in house",
    "Budget frozen until next fiscal year",
    "Lost to a larger firm on references",
    "Rates above their band",
    "Sponsor left the company",
    "No decision",
)

WORDS = Vocabulary(
    places=PLACES,
    cities=CITIES,
    streets=STREETS,
    trades=TRADES,
    groups=GROUPS,
    group_pattern="{group} Holdings",
    first_names=FIRST_NAMES,
    last_names=LAST_NAMES,
    titles=TITLES,
    phone="+1 212 555 01{number:02d}",
    country="United States",
    deal_names=DEAL_NAMES,
    next_steps=NEXT_STEPS,
    lost_reasons=LOST_REASONS,
    calls=texts.CALLS,
    emails=texts.EMAILS,
    meetings=texts.MEETINGS,
    notes=texts.NOTES,
    tasks=texts.TASKS,
    own_work=texts.OWN_WORK,
    own_tasks=texts.OWN_TASKS,
    cases=texts.CASES,
    replies=texts.REPLIES,
    enquiries=texts.ENQUIRIES,
    descriptions=texts.DESCRIPTIONS,
)
