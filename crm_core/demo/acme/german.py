"""Acme as a German company would keep it: the samples of a workspace in German."""

from dataclasses import replace

from crm_core.demo.acme import COMPANY as ACME
from crm_core.demo.acme import german_texts
from crm_core.demo.acme.words import WORDS
from crm_core.demo.plan import ProductPlan

PRODUCTS = (
    ProductPlan("Kreiselpumpe CP-40", "CP-40", "Kreiselpumpen", 4_850, 12),
    ProductPlan("Kreiselpumpe CP-80", "CP-80", "Kreiselpumpen", 9_400, 8),
    ProductPlan("Kreiselpumpe CP-150", "CP-150", "Kreiselpumpen", 21_700, 4),
    ProductPlan("Tauchpumpe SP-12", "SP-12", "Tauchpumpen", 2_380, 20),
    ProductPlan("Tauchpumpe SP-30", "SP-30", "Tauchpumpen", 6_120, 10),
    ProductPlan("Dosierpumpe DP-5", "DP-5", "Dosierpumpen", 1_290, 30),
    ProductPlan("Dosierpumpe DP-20", "DP-20", "Dosierpumpen", 2_960, 16),
    ProductPlan("Absperrklappe BV-50", "BV-50", "Armaturen", 410, 60),
    ProductPlan("Absperrklappe BV-200", "BV-200", "Armaturen", 1_180, 40),
    ProductPlan("Schieber GV-100", "GV-100", "Armaturen", 890, 48),
    ProductPlan("Rückschlagventil NR-80", "NR-80", "Armaturen", 320, 60),
    ProductPlan("Durchflussregler FC-3", "FC-3", "Regelung", 3_450, 6),
    ProductPlan("Satz Gleitringdichtungen", "MS-1", "Ersatzteile", 265, 80),
    ProductPlan("Inbetriebnahme vor Ort, je Tag", "SV-10", "Dienstleistungen", 1_240, 5),
    ProductPlan("Wartungsvertrag, je Jahr", "SV-20", "Dienstleistungen", 7_800, 3),
)

TITLES = (
    ("Betriebsleitung", "Betrieb"),
    ("Werkleitung", "Betrieb"),
    ("Leitung Instandhaltung", "Instandhaltung"),
    ("Instandhaltung", "Instandhaltung"),
    ("Verfahrenstechnik", "Technik"),
    ("Leitung Technik", "Technik"),
    ("Strategischer Einkauf", "Einkauf"),
    ("Leitung Einkauf", "Einkauf"),
    ("Projektleitung", "Projekte"),
    ("Qualitätsmanagement", "Qualität"),
    ("Geschäftsführung", "Leitung"),
    ("Kreditorenbuchhaltung", "Finanzen"),
)

DEAL_NAMES = (
    "{product} für die neue Linie",
    "Ersatz: {product}",
    "Pumpwerk {number}: Umrüstung",
    "Rahmenauftrag Ersatzteile",
    "Kühlkreislauf, Halle {number}",
    "Abwasserhebung, Becken {number}",
    "Dosieranlage für die Aufbereitung",
    "Armaturen für Leitungsabschnitt {number}",
    "Erweiterung der Abfüllung",
    "Energiesparpumpen, Abschnitt {number}",
    "Notvorrat: {product}",
    "Hochwasserschutz, Tor {number}",
)

NEXT_STEPS = (
    "Überarbeitetes Angebot mit Lieferzeiten schicken",
    "Termin für die Begehung vereinbaren",
    "Haushaltsbeschluss abwarten",
    "Werkstoff des Laufrads mit der Technik klären",
    "Zahlungsbedingungen abschließen",
    "Referenzanlage zeigen",
    "Zeichnungen der vorhandenen Rohrleitungen besorgen",
)

LOST_REASONS = (
    "Preis: ein Wettbewerber lag 12 % darunter",
    "Lieferzeit zu lang",
    "Projekt auf nächstes Jahr verschoben",
    "Alte Pumpen repariert",
    "Lieferant der ganzen Anlage gewählt",
    "Kein Budget",
)

WORDS = replace(
    WORDS,
    country="Deutschland",
    titles=TITLES,
    deal_names=DEAL_NAMES,
    next_steps=NEXT_STEPS,
    lost_reasons=LOST_REASONS,
    calls=german_texts.CALLS,
    emails=german_texts.EMAILS,
    meetings=german_texts.MEETINGS,
    notes=german_texts.NOTES,
    tasks=german_texts.TASKS,
    cases=german_texts.CASES,
    replies=german_texts.REPLIES,
    enquiries=german_texts.ENQUIRIES,
    descriptions=german_texts.DESCRIPTIONS,
    office="Büro",
    mobile="Mobil",
    front_desk="Zentrale",
    locations=("Videogespräch", "Vor Ort", "Bei uns"),
    second_roles=("Beirat", "Beratung", "Früher Geschäftsführung"),
)

COMPANY = replace(ACME, locale="de", products=PRODUCTS, words=WORDS)
