"""What other programs call our fields, in English and German.

Collected from the export formats of Salesforce, HubSpot, Pipedrive, Zoho, Google Contacts, Outlook
and Thunderbird. Compared without case, spaces and punctuation (`headers.compact`).
"""

#: Words for an object: in front of a field's name ("Deal Stage"), or alone ("Company").
OBJECT_WORDS: dict[str, tuple[str, ...]] = {
    "accounts": (
        "account", "accounts", "company", "companies", "organization", "organisation", "org",
        "customer", "client", "firma", "firmen", "kunde", "kunden", "unternehmen",
    ),
    "contacts": ("contact", "contacts", "person", "people", "kontakt", "kontakte",
                 "ansprechpartner"),
    "leads": ("lead", "leads", "interessent", "interessenten", "prospect"),
    "opportunities": (
        "opportunity", "opportunities", "deal", "deals", "potential", "potentials", "pipeline",
        "verkaufschance", "verkaufschancen", "chance", "geschaeft", "auftrag",
    ),
    "products": ("product", "products", "produkt", "produkte", "artikel", "item", "items"),
    "cases": ("case", "cases", "ticket", "tickets", "anfrage", "anfragen", "vorgang"),
    "activities": (
        "activity", "activities", "task", "tasks", "event", "events", "aktivitaet", "aufgabe",
        "aufgaben", "termin", "termine",
    ),
    "users": (
        "user", "users", "agent", "agents", "sales agent", "sales rep", "sales team", "sales teams",
        "team", "employee", "benutzer", "mitarbeiter", "verkaeufer",
    ),
    "line-items": ("line item", "line items", "opportunity product", "position", "positionen"),
}  # fmt: skip

OWN_ID = (
    "id",
    "record id",
    "external id",
    "externe id",
    "hs object id",
    "unique id",
    "key",
    "guid",
)

#: For every object.
COMMON: dict[str, tuple[str, ...]] = {
    "owner": (
        "owner", "owner name", "owner full name", "record owner", "assigned to", "assigned user",
        "sales agent", "sales rep", "agent", "rep", "salesperson", "responsible", "zustaendig",
        "besitzer", "inhaber", "verantwortlich", "betreuer", "bearbeiter", "verkaeufer", "user",
        "account manager", "kundenbetreuer",
    ),
    "owner.email": ("owner email", "owner username", "owner user username", "assigned to email"),
    "owner.external_id": ("owner id", "hubspot owner id", "user id", "owner user id"),
    "description": (
        "description", "notes", "note", "comments", "beschreibung", "notizen", "notiz", "bemerkung",
        "kommentar", "details",
    ),
}  # fmt: skip

_PHONE = (
    "phone", "phone number", "telephone", "tel", "business phone", "work phone", "main phone",
    "office phone", "company phone", "primary phone", "phone 1 value", "phone work", "telefon",
    "telefonnummer", "telefon geschaeftlich", "rufnummer", "phone 1", "company main phone",
)  # fmt: skip
_EMAIL = (
    "email", "e mail", "mail", "email address", "e mail address", "primary email", "email 1",
    "e mail 1 value", "email 1 value", "work email", "email work", "business email",
    "e mail adresse",
    "mailadresse", "emailadresse", "person email", "contact email",
)  # fmt: skip
_WEBSITE = (
    "website", "web site", "website url", "url", "web page", "web page 1", "homepage", "domain",
    "company domain name", "webseite", "internetseite", "business web page", "website 1 value",
)  # fmt: skip
_INDUSTRY = ("industry", "sector", "branche", "industrie", "vertical", "market sector")
_EMPLOYEES = (
    "employees", "number of employees", "no of employees", "num employees", "numemployees",
    "headcount",
    "staff", "mitarbeiter", "mitarbeiterzahl", "anzahl mitarbeiter", "company size", "num emp",
    "employee count", "mitarbeiteranzahl",
)  # fmt: skip
_REVENUE = (
    "annual revenue", "revenue", "turnover", "yearly revenue", "sales volume", "umsatz",
    "jahresumsatz", "annualrevenue",
)  # fmt: skip
_FIRST = ("first name", "given name", "firstname", "forename", "vorname", "person first name")
_LAST = ("last name", "family name", "surname", "lastname", "nachname", "familienname", "zuname")
_FULL = (
    "name",
    "full name",
    "display name",
    "contact name",
    "person name",
    "person",
    "anzeigename",
)
_TITLE = (
    "title", "job title", "position", "jobtitle", "organization 1 title", "organization title",
    "occupation", "funktion", "stelle", "berufsbezeichnung", "rolle", "designation",
)  # fmt: skip
_SOURCE = (
    "lead source",
    "source",
    "original source",
    "quelle",
    "herkunft",
    "leadquelle",
    "channel",
)
_STATUS = ("status", "state", "zustand")


def _address(label: str, *words: str) -> dict[str, tuple[str, ...]]:
    parts = {
        "street": ("street", "address", "street address", "address line 1", "strasse", "adresse"),
        "city": ("city", "town", "ort", "stadt", "locality"),
        "region": ("state", "province", "region", "county", "state province", "bundesland",
                   "state region"),
        "postal_code": ("postal code", "zip", "zip code", "zipcode", "postcode", "plz", "code",
                        "postleitzahl"),
        "country": ("country", "country region", "country code", "land", "staat"),
    }  # fmt: skip
    return {
        f"addresses.{label}.{part}": tuple(
            f"{word} {name}".strip() for word in words for name in names
        )
        for part, names in parts.items()
    }


ADDRESSES: dict[str, tuple[str, ...]] = {
    **_address("main", "", "primary", "hq", "company", "visiting", "street", "address 1"),
    **_address("billing", "billing", "billing address", "invoice", "rechnungs", "rechnung"),
    **_address("shipping", "shipping", "shipping address", "delivery", "liefer"),
    **_address("work", "business", "work", "office", "mailing", "mailing address", "geschaeftlich"),
    **_address("home", "home", "private", "privat"),
    **_address("other", "other", "other address", "weitere"),
}

_PERSON: dict[str, tuple[str, ...]] = {
    "first_name": _FIRST,
    "last_name": _LAST,
    "name": _FULL,
    "email": _EMAIL,
    "phone": _PHONE,
    "title": _TITLE,
}

FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "accounts": {
        "name": ("name", "company name", "account name", "organization name", "firmenname", "firma",
                 "account", "company", "organization", "organisation", "customer name",
                 "client name"),
        "phone": _PHONE,
        "website": _WEBSITE,
        "email": _EMAIL,
        "industry": _INDUSTRY,
        "type": ("type", "account type", "typ", "kundentyp", "company type", "relationship"),
        "employees": _EMPLOYEES,
        "annual_revenue": _REVENUE,
        "founded_year": ("founded year", "year founded", "year established", "founded",
                         "established",
                         "gruendungsjahr", "gegruendet", "year started"),
        "parent": ("parent", "parent account", "parent company", "subsidiary of", "parent name",
                   "muttergesellschaft", "konzern", "tochter von", "belongs to", "group",
                   "parent organization", "parent account name"),
        "parent.external_id": ("parent id", "parent account id", "parent company id"),
        **ADDRESSES,
    },
    "contacts": {
        **_PERSON,
        "account": ("account", "account name", "company", "company name", "organization",
                    "organization name", "organization 1 name", "organisation", "employer", "firma",
                    "firmenname", "unternehmen", "kunde", "associated company", "primary company"),
        "account.external_id": ("account id", "company id", "organization id",
                                "associated company id",
                                "associated company ids", "firmen id", "kundennummer"),
        "emails.private": ("personal email", "home email", "private email", "e mail privat"),
        "emails.other": ("secondary email", "email 2", "e mail 2 value", "e mail 2 address",
                         "other email",
                         "email 2 address", "alternate email", "additional emails",
                         "weitere e mail"),
        "emails.third": ("email 3", "e mail 3 value", "e mail 3 address", "email 3 address"),
        "phones.mobile": ("mobile", "mobile phone", "mobile phone number", "cell", "cell phone",
                          "mobile number", "handy", "mobil", "mobiltelefon", "mobilnummer"),
        "phones.home": ("home phone", "telefon privat", "phone home"),
        "phones.other": ("other phone", "phone 2 value", "business phone 2", "phone 2",
                         "assistant phone"),
        "phones.fax": ("fax", "fax number", "business fax", "telefax"),
        "department": ("department", "abteilung", "organization 1 department", "dept"),
        "lead_source": _SOURCE,
        "birthday": ("birthday", "birthdate", "date of birth", "geburtstag", "geburtsdatum"),
        "do_not_contact": ("do not contact", "do not call", "email opt out",
                           "has opted out of email",
                           "unsubscribed", "opted out", "nicht kontaktieren"),
        **ADDRESSES,
    },
    "leads": {
        **_PERSON,
        "company": ("company", "company name", "account", "account name", "organization",
                    "organisation", "firma", "unternehmen"),
        "phone": (*_PHONE, "mobile", "mobile phone", "handy", "mobil", "cell", "mobilnummer"),
        "website": _WEBSITE,
        "status": (*_STATUS, "lead status", "leadstatus", "stage"),
        "source": _SOURCE,
        "rating": ("rating", "lead rating", "bewertung", "temperature"),
        "industry": _INDUSTRY,
        "annual_revenue": _REVENUE,
        "employees": _EMPLOYEES,
    },
    "opportunities": {
        "name": ("name", "deal name", "opportunity name", "potential name", "deal title", "title",
                 "bezeichnung", "subject", "topic"),
        "account": ("account", "account name", "company", "organization", "customer", "client",
                    "associated company", "firma", "kunde", "unternehmen", "company name",
                    "deal organization", "organization name"),
        "account.external_id": ("account id", "company id", "organization id",
                                "associated company id",
                                "associated company ids", "kundennummer"),
        "pipeline": ("pipeline", "pipeline name", "deal pipeline", "sales process"),
        "stage": ("stage", "deal stage", "stage name", "sales stage", "phase", "opportunity stage",
                  "verkaufsphase", "potential stage"),
        "amount": ("amount", "value", "close value", "deal value", "deal amount", "total", "betrag",
                   "wert", "summe", "auftragswert", "amount in company currency", "total amount",
                   "auftragssumme", "grand total"),
        "probability": ("probability", "win probability", "deal probability", "wahrscheinlichkeit",
                        "chance"),
        "close_date": ("close date", "closing date", "closed date", "expected close date",
                       "closedate",
                       "abschlussdatum", "closed on", "close", "erwarteter abschluss",
                       "schlusstermin"),
        "expected_close_date": ("expected closing date", "estimated close date", "forecast date"),
        "closed_on": ("won time", "actual close date", "deal closed on", "won lost date"),
        "engaged_on": ("engage date", "engaged on", "engaged date", "start date", "contact date",
                       "engagement date", "kontaktdatum", "beginn"),
        "source": _SOURCE,
        "type": ("type", "deal type", "opportunity type", "typ", "business type"),
        "next_step": ("next step", "naechster schritt", "next action"),
        "lost_reason": ("lost reason", "loss reason", "closed lost reason", "verlustgrund",
                        "reason for loss"),
        "product": ("product", "product name", "produkt", "produktname", "artikel", "item", "sku"),
        "product.external_id": ("product id", "artikel id"),
        "product.quantity": ("quantity", "qty", "menge", "anzahl"),
        "product.unit_price": ("unit price", "list price", "price each", "einzelpreis"),
        "lead.external_id": ("lead id", "converted lead id", "leadid"),
    },
    "products": {
        "name": ("name", "product name", "product", "produkt", "produktname", "artikel",
                 "bezeichnung", "item", "item name", "artikelbezeichnung"),
        "code": ("code", "product code", "sku", "artikelnummer", "item number", "part number",
                 "produktcode"),
        "family": ("family", "series", "category", "product category", "product family",
                   "kategorie",
                   "produktfamilie", "warengruppe", "product line", "serie"),
        "unit_price": ("unit price", "price", "sales price", "list price", "preis", "einzelpreis",
                       "selling price", "verkaufspreis", "rate", "listenpreis"),
        "active": ("active", "product active", "is active", "enabled", "aktiv"),
    },
    "cases": {
        "subject": ("subject", "ticket name", "case subject", "betreff", "title", "ticket subject",
                    "summary", "titel"),
        "status": (*_STATUS, "case status", "ticket status"),
        "priority": ("priority", "ticket priority", "prioritaet", "severity"),
        "type": ("type", "case type", "ticket type", "typ", "category", "kategorie"),
        "origin": ("origin", "case origin", "ticket channel", "channel", "source", "kanal",
                   "herkunft"),
        "description": ("description", "ticket description", "body", "message", "beschreibung",
                        "nachricht"),
        "account": ("account", "account name", "company", "organization", "firma", "kunde"),
        "account.external_id": ("account id", "company id", "organization id"),
        "contact": ("contact", "contact name", "customer name", "requester", "kontakt",
                    "ansprechpartner"),
        "contact.email": ("customer email", "requester email", "contact email", "email"),
        "contact.external_id": ("contact id", "requester id", "customer id"),
    },
    "activities": {
        "kind": ("kind", "activity type", "task type", "type", "art", "typ"),
        "subject": ("subject", "title", "betreff", "task name", "activity", "task", "titel",
                    "summary"),
        "body": ("body", "description", "notes", "note", "comments", "beschreibung", "notizen",
                 "details", "text"),
        "status": (*_STATUS, "task status"),
        "priority": ("priority", "task priority", "prioritaet"),
        "due_at": ("due date", "due", "due at", "deadline", "faellig", "faellig am", "end date",
                   "faelligkeitsdatum", "activity date"),
        "starts_at": ("start", "start date", "starts at", "start time", "beginn", "from"),
        "ends_at": ("end", "ends at", "end time", "ende", "to"),
        "location": ("location", "ort", "place", "venue"),
        "account": ("account", "account name", "company", "organization", "firma", "kunde",
                    "related account"),
        "account.external_id": ("account id", "company id", "organization id"),
        "contact": ("contact", "contact name", "person", "kontakt"),
        "contact.external_id": ("contact id", "person id", "who id"),
        "opportunity": ("opportunity", "deal", "deal name", "potential name", "related to"),
        "opportunity.external_id": ("opportunity id", "deal id", "potential id"),
        "lead.external_id": ("lead id",),
    },
    "line-items": {
        "opportunity": ("opportunity", "deal", "opportunity name", "deal name"),
        "opportunity.external_id": ("opportunity id", "deal id", "potential id"),
        "product": ("product", "product name", "produkt", "artikel", "item"),
        "product.external_id": ("product id",),
        "quantity": ("quantity", "qty", "menge", "anzahl"),
        "unit_price": ("unit price", "list price", "sales price", "price", "einzelpreis", "preis"),
        "discount_percent": ("discount percent", "discount in percent", "rabatt prozent"),
    },
    "users": {
        "name": ("name", "full name", "user name", "sales agent", "agent", "sales rep", "rep",
                 "mitarbeiter", "verkaeufer", "benutzer", "employee"),
        "first_name": _FIRST,
        "last_name": _LAST,
        "email": (*_EMAIL, "user email", "username"),
        "manager": ("manager", "reports to", "supervisor", "team lead", "vorgesetzter", "leiter",
                    "manager name", "sales manager", "teamleiter"),
        "team": ("team", "team name", "abteilung", "department", "group", "gruppe"),
        "region": ("region", "regional office", "office", "territory", "location", "standort",
                   "niederlassung", "gebiet"),
        "role": ("role", "profile", "rolle", "profil"),
    },
}  # fmt: skip

#: Columns that tell one object from the others, and how strongly.
TELLING: dict[str, dict[str, int]] = {
    "opportunities": {"stage": 4, "close_date": 3, "amount": 2, "probability": 2, "product": 1},
    "leads": {"company": 3, "status": 2, "rating": 2, "last_name": 1, "source": 1},
    "contacts": {
        "last_name": 3,
        "first_name": 2,
        "account": 2,
        "title": 2,
        "email": 2,
        "birthday": 2,
    },
    "accounts": {
        "name": 2,
        "industry": 3,
        "employees": 3,
        "website": 2,
        "parent": 3,
        "annual_revenue": 2,
    },
    "products": {"name": 1, "unit_price": 4, "code": 3, "family": 3, "active": 1},
    "cases": {"origin": 4, "priority": 3, "subject": 2, "status": 1},
    "activities": {"due_at": 4, "subject": 2, "kind": 2, "priority": 1, "body": 1},
    "users": {"manager": 5, "region": 2, "role": 3, "email": 1, "name": 2},
    "line-items": {"quantity": 4, "unit_price": 2, "product": 2, "opportunity.external_id": 3},
}
