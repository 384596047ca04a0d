"""What Globex's people write down, and what their customers ask for."""

from crm_core.demo.plan import CaseText, Text

CALLS = (
    Text(
        "Discovery call with {person}",
        "They run 40 services on machines nobody dares to touch. {person} wants a plan that can be"
        " shown to the board in six weeks, not a two-year program.",
    ),
    Text(
        "Pricing call with {person}",
        "Fixed price for the first phase is fine. {person} asked for a cap on travel and a"
        " discount from the third month on. Told them 5 % is possible with a twelve-month term.",
    ),
    Text(
        "Checked in with {person}",
        "The sponsor changed; the new one wants to see outcomes before seats. Offered a review"
        " of what {account} got out of the last quarter.",
    ),
    Text("Left a voicemail for {person}", "Second attempt this week. Will write instead."),
    Text(
        "Reference call for {account}",
        "{person} spoke with our client at the credit union for half an hour. Feedback: they"
        " liked that the same people stayed from start to end.",
    ),
    Text(
        "{person} on the security questionnaire",
        "They need our SOC 2 report and the list of subprocessors. Both go out today under NDA.",
    ),
)

EMAILS = (
    Text(
        "Proposal: {product}",
        "Hi {person},\n\nthe proposal is attached. Page 4 has the options side by side; we"
        " recommend the second one. Happy to walk your team through it.\n\nBest,",
    ),
    Text(
        "Recap and next steps",
        "Hi {person},\n\nthanks for your time. You send the architecture diagrams and name two"
        " people for the workshop; we send an agenda and the draft scope.",
    ),
    Text(
        "Statement of work, redlines",
        "Hi {person},\n\nwe can accept your changes on liability and IP. On payment terms our"
        " finance team asks for net 30 instead of net 60.",
    ),
    Text(
        "Renewal of your subscription",
        "Hi {person},\n\nyour term ends in two months. You use 84 % of your seats, so I would"
        " keep the plan and add the reporting module for the finance team.",
    ),
    Text("Invoice question", "Hi {person},\n\nthe hours on the second line are those of the lead."),
)

MEETINGS = (
    Text(
        "Scoping workshop with {account}",
        "Whiteboard photos are in the shared folder. Must have: single sign-on, audit log, export."
        " {person} owns the decision on the data model.",
    ),
    Text(
        "Quarterly business review, {account}",
        "Delivered 14 of 16 goals. {person} wants the dashboards earlier in the month and a"
        " second engineer from spring on.",
    ),
    Text(
        "Demo of Pipeline Watch",
        "Good reactions to the alerts. {person} asked whether it runs in their own cloud account.",
    ),
    Text("Legal review with {person}", "Two open points: liability cap and data residency."),
    Text("Kick-off with {account}", "Team introduced, ways of working agreed, access requested."),
)

NOTES = (
    Text(
        "Buying process at {account}",
        "Technology picks, procurement runs three quotes above $50k, the CFO signs above $250k."
        " Fiscal year ends in June; money has to be committed by mid May.",
    ),
    Text("Stack", "Mostly Java and Postgres, one large Oracle, Kafka for two years, two clouds."),
    Text(
        "Champion",
        "{person} worked with us at a former company and speaks for us. Skeptic: the head of"
        " infrastructure, who would rather hire.",
    ),
    Text("Competition", "Two larger firms in the race; we are the only one with their domain."),
)

TASKS = (
    Text("Send the statement of work to {person}"),
    Text("Follow up with {person} on the proposal"),
    Text("Ask staffing for two engineers from next month"),
    Text("Prepare the business review for {account}"),
    Text("Answer the security questionnaire of {account}"),
    Text("Update the forecast for {account}"),
    Text("Introduce {person} to our tech lead"),
)

CASES = (
    CaseText("Alerts arrive twice", "Since the update each alert is sent two times.", "problem"),
    CaseText(
        "Single sign-on fails for new users",
        "People hired this month get “not assigned”. Older accounts work.", "problem", "high",
    ),
    CaseText(
        "Dashboard is down",
        "All dashboards show an error since 7:40. We have a board meeting at 10.",
        "problem", "urgent",
    ),
    CaseText("Ten more seats, please", "We need ten seats from the first.", "request", "low"),
    CaseText(
        "How do we export the audit log?",
        "Our auditor wants the last twelve months as CSV.", "question",
    ),
    CaseText(
        "Invoice shows the wrong entity",
        "It names our former company. We can't book it like this.", "complaint",
    ),
    CaseText(
        "Nightly import takes five hours",
        "It took forty minutes until last week; the data has not grown.", "problem", "high",
    ),
    CaseText("API key rotation", "Please tell us how to rotate without downtime.", "question"),
    CaseText(
        "Consultant's access was never removed",
        "The project ended in spring, the account still works.", "complaint", "high",
    ),
)  # fmt: skip

REPLIES = (
    Text(
        "Re: your ticket",
        "Hi {person},\n\nthanks for reporting this. We can reproduce it and expect a fix this"
        " week; until then the old endpoint stays up.",
    ),
    Text("Call with {person}", "Walked through the logs together; it is the certificate."),
    Text("Waiting for logs", "{person} sends the trace after their change window tonight."),
    Text("Fix deployed", "Rolled out to their workspace, {person} confirmed."),
)

ENQUIRIES = (
    "Read the case study on claims systems and wants to talk.",
    "Asked for a quote on a cloud migration of about 30 workloads.",
    "Met at the platform engineering meet-up; hiring is slow, looks for a team.",
    "Trial of Pipeline Watch, eight seats active.",
    "Referred by a client; needs help before an audit.",
    "Downloaded the checklist for vendor security reviews.",
)

DESCRIPTIONS = (
    "Started with a two-week assessment; grew into a program with three teams.",
    "Regulated business: every vendor passes a security review first.",
    "Small engineering team, strong product people. Buys outcomes rather than hours.",
    "Growing by acquisition; integration work comes in waves.",
    "Price sensitive, loyal once convinced.",
)

OWN_WORK = (
    ("call", Text("Usage review with {person}", "Two thirds of the seats are in use each week.")),
    ("call", Text("Renewal call with {person}", "Happy with the alerts, asks for a longer term.")),
    ("email", Text("Your renewal", "Hi {person},\n\nthe terms for the coming year are attached.")),
    ("email", Text("Seats for your new team", "Hi {person},\n\nfive more seats are ready to use.")),
    ("meeting", Text("Yearly review with {account}", "Goals met; single sign-on is next.")),
    ("note", Text("Purchasing wants one invoice a year instead of four")),
    ("note", Text("Their champion moves to another team in spring")),
)
OWN_TASKS = (
    Text("Send {person} the renewal terms"),
    Text("Check how many seats {account} uses"),
    Text("Agree on the next term with {person}"),
    Text("Show {person} the new reports"),
)
