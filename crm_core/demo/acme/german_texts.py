"""What Acme's people write down in German, and what their customers complain of."""

from crm_core.demo.plan import CaseText, Text

CALLS = (
    Text(
        "Telefonat mit {person} über Lieferzeiten",
        "{person} braucht die ersten Geräte vor dem Sommerstillstand. Acht Wochen sind in Ordnung,"
        " zwölf nicht. Ich habe bis Freitag einen verbindlichen Termin zugesagt.",
    ),
    Text(
        "Bei {person} nach der Entscheidung gefragt",
        "Das Angebot liegt bei der Geschäftsführung. {person} rechnet nach der Sitzung mit einer"
        " Antwort und sieht uns vorn, beim Service mehr als beim Preis.",
    ),
    Text(
        "Technische Fragen: {product}",
        "Das Medium ist Kühlwasser mit bis zu 3 % Glykol, höchstens 60 °C. {person} schickt die"
        " Kennlinie der alten Pumpe.",
    ),
    Text("{person} nicht erreicht", "In der Zentrale um Rückruf gebeten; versuche es noch einmal."),
    Text(
        "{person} rief an: Schwingungen an Linie 2",
        "Seit dem Wochenende sind die Lager zu hören. Der Service sieht es sich an; falls es die"
        " Welle ist, habe ich Ersatz angeboten ({product}).",
    ),
    Text(
        "Preisgespräch mit {person}",
        "Es gibt ein billigeres Angebot. Ich habe die Energiekosten über fünf Jahre vorgerechnet:"
        " Nach 14 Monaten liegen wir vorn. Bei Bestellung vor Quartalsende sind 4 % auf die"
        " Armaturen möglich.",
    ),
    Text(
        "{person} kennengelernt",
        "Seit letztem Monat in der neuen Stelle, kennt unsere Pumpen vom früheren Arbeitgeber und"
        " möchte eine Übersicht, was bei {account} läuft.",
    ),
)

EMAILS = (
    Text(
        "Angebot: {product}",
        "Guten Tag {person},\n\nwie besprochen finden Sie anbei unser Angebot ({product})"
        " einschließlich der Inbetriebnahme vor Ort. Es gilt 30 Tage.\n\nFreundliche Grüße",
    ),
    Text(
        "Re: Zeichnungen der Rohrleitungen",
        "Guten Tag {person},\n\nvielen Dank für die Zeichnungen. Der saugseitige Flansch ist wie"
        " angenommen DN 150, der Grundrahmen kann also bleiben.",
    ),
    Text(
        "Datenblatt und Zeugnisse: {product}",
        "Guten Tag {person},\n\nanbei das Datenblatt, das Werkstoffzeugnis 3.1 und die"
        " CE-Erklärung. Sagen Sie mir, falls der Einkauf noch etwas braucht.",
    ),
    Text(
        "Auftragsbestätigung",
        "Guten Tag {person},\n\nvielen Dank für Ihre Bestellung. Wir bestätigen die Lieferung in"
        " der vereinbarten Kalenderwoche; die Zeichnungen zur Freigabe folgen in fünf Werktagen.",
    ),
    Text(
        "Einladung zu unserem Tag der offenen Tür",
        "Guten Tag {person},\n\nim Frühjahr zeigen wir unseren Kunden den Prüfstand. Wir würden"
        " uns freuen, Sie und jemanden aus der Instandhaltung zu sehen.",
    ),
)

MEETINGS = (
    Text(
        "Begehung bei {account}",
        "Mit {person} die Anlage begangen. Zwei der vier Pumpen laufen weit neben ihrem besten"
        " Punkt; für größere ist Platz. Die Typenschilder sind fotografiert.",
    ),
    Text(
        "Vorstellung des Angebots bei {account}",
        "Dabei: {person}, der Einkauf und die Schichtleitung. Fragen zu Ersatzteilen und dazu, wer"
        " nachts kommt. Gewünscht wird eine Referenz in der Nähe.",
    ),
    Text(
        "Jahresgespräch mit {account}",
        "Alle Fälle des Jahres durchgegangen. {person} ist zufrieden; Wunsch: kürzere Wege zur"
        " Montage und jemand Festes für Ersatzteile.",
    ),
    Text(
        "Verhandlung mit {person}",
        "30 / 60 / 10 als Zahlungsbedingungen und 24 Monate Gewährleistung vereinbart. Offen:"
        " Vertragsstrafe bei Verzug.",
    ),
    Text("Besuch in unserem Werk", "Prüfstand und Montage gezeigt ({person}, {product})."),
)

NOTES = (
    Text(
        "Wie bei {account} entschieden wird",
        "{person} holt die Angebote ein, die Werkleitung entscheidet bis 50.000 Euro, alles"
        " darüber geht in die Sitzung am ersten Dienstag des Monats.",
    ),
    Text(
        "Bestand",
        "Sechs Pumpen von uns aus verschiedenen Jahren, vier vom Wettbewerb. Die ältesten sind in"
        " zwei Jahren fällig. Ersatzteile kommen bisher über einen Händler.",
    ),
    Text("Stillstand", "Jährlich in den Wochen 30 und 31; Lieferungen müssen vorher da sein."),
    Text(
        "Wettbewerb bei {account}",
        "Letzte Woche war die Montage des Wettbewerbs vor Ort. Laut {person} ärgert man sich"
        " darüber, wie lange Ersatzteile dauern.",
    ),
)

TASKS = (
    Text("Überarbeitetes Angebot an {person} schicken"),
    Text("{person} wegen der Entscheidung anrufen"),
    Text("Mit Edelstahl-Laufrad rechnen: {product}"),
    Text("Begehung bei {account} vorbereiten"),
    Text("Lieferzeit beim Einkauf erfragen: {product}"),
    Text("Referenzliste an {person} schicken"),
    Text("Kreditlimit von {account} prüfen"),
    Text("Montage für die Inbetriebnahme buchen"),
)

CASES = (
    CaseText(
        "Gleitringdichtung undicht: {product}",
        "Etwa eine Tasse je Stunde, seit dem letzten Start. Am Montag lief die Pumpe kurz trocken.",
        "problem", "high",
    ),
    CaseText(
        "Schwingungen nach der Inbetriebnahme",
        "Antriebsseitig 7 mm/s; der Alarm steht auf 4,5.", "problem", "high",
    ),
    CaseText(
        "Durchflussregler zeigt Fehler E-14",
        "Nach jedem Stromausfall, und nur von Hand zurückzusetzen.", "problem",
    ),
    CaseText(
        "Zeugnis 3.1: {product}",
        "Unsere Prüfer verlangen das Werkstoffzeugnis der Lieferung vom letzten Jahr.", "request",
    ),
    CaseText(
        "Ersatzteilliste: {product}",
        "Bitte die Liste mit den Bestellnummern für unsere Größe schicken.", "question", "low",
    ),
    CaseText(
        "Lieferung unvollständig",
        "Von zwölf Armaturen fehlen zwei; auf dem Lieferschein stehen zwölf.", "complaint",
    ),
    CaseText(
        "Pumpe läuft nicht an: Linie steht",
        "Der Motorschutz löst sofort aus. Die Produktion in Halle 2 steht.", "problem", "urgent",
    ),
    CaseText(
        "Schulung für die neue Schicht",
        "Vier neue Kolleginnen und Kollegen, ein halber Tag würde reichen.", "request", "low",
    ),
    CaseText(
        "Falscher Flansch geliefert",
        "Bestellt war PN 16, gekommen ist PN 10. Wir brauchen ihn diese Woche.",
        "complaint", "high",
    ),
    CaseText(
        "Frage zum Wartungsintervall",
        "Reicht bei unserem Medium ein Ölwechsel alle 8.000 Stunden?", "question",
    ),
)  # fmt: skip

REPLIES = (
    Text(
        "{person} zurückgerufen",
        "Die Prüfungen gemeinsam durchgegangen. Es sieht nach der Dichtung aus; ein Satz geht heute"
        " per Express hinaus, am Donnerstag kommt die Montage.",
    ),
    Text(
        "Re: Ihre Anfrage",
        "Guten Tag {person},\n\nvielen Dank für Ihre Nachricht. Wir haben den Auftrag gefunden und"
        " melden uns innerhalb eines Werktags.",
    ),
    Text("Montage war vor Ort", "Lager getauscht, Kupplung ausgerichtet; die Werte sind gut."),
    Text("Nach der Seriennummer gefragt", "{person} liest sie vom Typenschild ab."),
)

ENQUIRIES = (
    "Hat den Katalog der Dosierpumpen geladen und nach Preisen gefragt.",
    "Auf der Wasserfachmesse getroffen; plant für nächstes Jahr ein neues Becken.",
    "Sucht eine zweite Quelle für Absperrklappen.",
    "Fragt über die Website nach einer Tauchpumpe für Abwasser mit Fasern.",
    "Von einem Kunden empfohlen; möchte ein Gespräch über Energieeinsparung.",
    "Die alten Pumpen werden vom Hersteller nicht mehr unterstützt.",
)

DESCRIPTIONS = (
    "Betreibt vier Anlagen in der Region; kauft zentral ein, hält vor Ort instand.",
    "Kunde seit der ersten Dosieranlage; fragt vor allem nach schnellen Ersatzteilen.",
    "Öffentliches Unternehmen: schreibt ab 25.000 Euro aus, darunter Direktaufträge.",
    "Familienbetrieb in dritter Generation. Entscheidet schnell, zahlt pünktlich.",
    "Großer Bestand eines Wettbewerbers; die Instandhaltung schätzt unsere Dichtungen.",
)
