"""Acme's customers, their people and what is said to them. All names are made up."""

from crm_core.demo.acme import texts
from crm_core.demo.plan import Trade, Vocabulary

PLACES = (
    "Ellerbach", "Grünwerder", "Falkenrode", "Steinmühl", "Auenthal", "Brockhafen", "Silberau",
    "Tannried", "Moorstedt", "Kaltenfurt", "Hohenlauf", "Birkensee", "Ostermoor", "Dornhagen",
    "Lichtenwehr", "Rabenfels", "Schönwasser", "Erlenkamp", "Weidenbrunn", "Kupferau",
)  # fmt: skip

TRADES = (
    Trade("Stadtwerke {place}", "energy", (140, 900)),
    Trade("Wasserverband {place}", "government", (45, 260)),
    Trade("Molkerei {place} eG", "manufacturing", (60, 420)),
    Trade("Brauerei {place}", "manufacturing", (35, 240)),
    Trade("Papierfabrik {place} AG", "manufacturing", (180, 1100)),
    Trade("{place} Chemie GmbH", "manufacturing", (220, 2400)),
    Trade("{place} Anlagenbau GmbH", "construction", (40, 380)),
    Trade("{place} Pharma GmbH", "healthcare", (120, 1500)),
    Trade("Zuckerfabrik {place}", "agriculture", (90, 500)),
    Trade("{place} Schiffstechnik GmbH", "transport", (55, 340)),
    Trade("{place} Kältetechnik GmbH", "services", (18, 130)),
    Trade("Hafenbetriebe {place}", "logistics", (75, 460)),
    Trade("{place} Lebensmittel GmbH", "retail", (85, 700)),
    Trade("Klinikum {place}", "healthcare", (400, 2100)),
    Trade("{place} Energietechnik AG", "energy", (150, 1300)),
    Trade("Gartenbau {place}", "agriculture", (12, 80)),
)

GROUPS = ("Nordau", "Westermark", "Südstern", "Hansen & Tiedje")

CITIES = (
    ("Ellerbach", "Niedersachsen", "29999"),
    ("Brockhafen", "Schleswig-Holstein", "25999"),
    ("Steinmühl", "Hessen", "36999"),
    ("Auenthal", "Bayern", "87999"),
    ("Moorstedt", "Mecklenburg-Vorpommern", "18999"),
    ("Kaltenfurt", "Sachsen", "09999"),
    ("Hohenlauf", "Baden-Württemberg", "72999"),
    ("Dornhagen", "Nordrhein-Westfalen", "57999"),
    ("Lichtenwehr", "Thüringen", "98999"),
    ("Silberau", "Rheinland-Pfalz", "54999"),
)

STREETS = (
    "Hafenstraße", "Am Wehr", "Industrieweg", "Mühlenallee", "Zum Klärwerk", "Bahnhofstraße",
    "Werkstraße", "An der Schleuse", "Kastanienweg", "Gewerbering", "Lindenplatz", "Uferpromenade",
)  # fmt: skip

FIRST_NAMES = (
    "Anke", "Bernd", "Carolin", "Dieter", "Elke", "Frank", "Gisela", "Holger", "Ilona", "Jörg",
    "Karin", "Lothar", "Maren", "Norbert", "Olga", "Peer", "Ruth", "Stefan", "Tanja", "Uwe",
    "Verena", "Wiebke", "Yusuf", "Zeynep", "Björn", "Christoph", "Dörte", "Emre", "Franziska",
    "Gregor", "Heike", "Ingo", "Jasmin", "Kai", "Leonie", "Michael", "Nadine", "Oliver", "Pia",
    "Ralf", "Svenja", "Thorsten", "Ulrike", "Vera", "Wolfgang", "Änne",
)  # fmt: skip

LAST_NAMES = (
    "Ahlers", "Bergmann", "Claasen", "Dettmer", "Ebert", "Fassbender", "Grothe", "Hinrichs",
    "Imhoff", "Jahnke", "Kessler", "Lüders", "Mertens", "Nolte", "Oelrich", "Pohlmann", "Quast",
    "Rademacher", "Siebert", "Thiele", "Uhlig", "Volkmann", "Weigelt", "Yıldız", "Zander",
    "Böttcher", "Dreyer", "Engel", "Frieling", "Göbel", "Hagedorn", "Janssen", "Kirchhoff",
    "Lindner", "Möller", "Osterkamp", "Petri", "Reuter", "Schröter", "Tiedemann", "Voss",
    "Wagenknecht", "Özkan", "Straßer",
)  # fmt: skip

TITLES = (
    ("Head of operations", "Operations"),
    ("Plant manager", "Operations"),
    ("Maintenance manager", "Maintenance"),
    ("Maintenance engineer", "Maintenance"),
    ("Process engineer", "Engineering"),
    ("Head of engineering", "Engineering"),
    ("Strategic buyer", "Purchasing"),
    ("Head of purchasing", "Purchasing"),
    ("Project manager", "Projects"),
    ("Quality manager", "Quality"),
    ("Managing director", "Management"),
    ("Accounts payable", "Finance"),
)

DEAL_NAMES = (
    "{product}s for the new line",
    "Replacement of {product}s",
    "Pump station {number}: retrofit",
    "Spare parts, framework order",
    "Cooling circuit, hall {number}",
    "Waste water lift, basin {number}",
    "Dosing skid for the treatment plant",
    "Valves for the pipeline section {number}",
    "Extension of the filling line",
    "Energy-saving pumps, phase {number}",
    "Emergency stock of {product}s",
    "Flood protection, gate {number}",
)

NEXT_STEPS = (
    "Send the revised offer with delivery times",
    "Agree a date for the site survey",
    "Wait for the budget decision of the board",
    "Clarify the material of the impeller with engineering",
    "Bring the terms of payment to an end",
    "Show the reference plant",
    "Get the drawings of the existing pipework",
)

LOST_REASONS = (
    "Price: a competitor was 12 % lower",
    "Delivery time too long",
    "Project postponed to next year",
    "Repaired the old pumps instead",
    "Chose the supplier of the whole plant",
    "No budget",
)

WORDS = Vocabulary(
    places=PLACES,
    cities=CITIES,
    streets=STREETS,
    trades=TRADES,
    groups=GROUPS,
    group_pattern="{group} Gruppe",
    first_names=FIRST_NAMES,
    last_names=LAST_NAMES,
    titles=TITLES,
    phone="+49 30 23125 {number:03d}",
    country="Germany",
    deal_names=DEAL_NAMES,
    next_steps=NEXT_STEPS,
    lost_reasons=LOST_REASONS,
    calls=texts.CALLS,
    emails=texts.EMAILS,
    meetings=texts.MEETINGS,
    notes=texts.NOTES,
    tasks=texts.TASKS,
    cases=texts.CASES,
    replies=texts.REPLIES,
    enquiries=texts.ENQUIRIES,
    descriptions=texts.DESCRIPTIONS,
)
