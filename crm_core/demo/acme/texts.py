"""What Acme's people write down, and what their customers complain of."""

from crm_core.demo.plan import CaseText, Text

CALLS = (
    Text(
        "Call with {person} about delivery times",
        "{person} needs the first units before the summer shutdown. Eight weeks are fine, twelve"
        " are not. I promised a binding date by Friday.",
    ),
    Text(
        "Asked {person} about the decision",
        "The offer lies with the managing director. {person} expects an answer after the board"
        " meeting and sees us ahead, on service rather than on price.",
    ),
    Text(
        "Technical questions on the {product}",
        "Medium is cooling water with up to 3 % glycol, 60 °C at most. {person} will send the"
        " characteristic curve of the old pump.",
    ),
    Text("Could not reach {person}", "Left a message with the switchboard; will try again."),
    Text(
        "{person} called: vibration on line 2",
        "They hear the bearings since the weekend. Arranged that service looks at it, and offered"
        " a {product} as a replacement in case it is the shaft.",
    ),
    Text(
        "Price talk with {person}",
        "{person} has a cheaper offer. I explained the energy costs over five years: ours are"
        " ahead after 14 months. 4 % on the valves are possible if they order before quarter end.",
    ),
    Text(
        "Introduced myself to {person}",
        "New in the position since last month. Knows our pumps from a former employer and wants"
        " an overview of what runs at {account}.",
    ),
)

EMAILS = (
    Text(
        "Offer for {product}",
        "Dear {person},\n\nas discussed you find attached our offer for {product}, including"
        " commissioning on site. It is valid for 30 days.\n\nKind regards",
    ),
    Text(
        "Re: drawings of the pipework",
        "Dear {person},\n\nthank you for the drawings. The flange on the suction side is DN 150"
        " as we assumed, so the base frame can stay as it is.",
    ),
    Text(
        "Data sheet and certificates {product}",
        "Dear {person},\n\nplease find the data sheet, the material certificate 3.1 and the CE"
        " declaration. Tell me if purchasing needs anything else.",
    ),
    Text(
        "Order confirmation",
        "Dear {person},\n\nthank you for your order. We confirm the delivery in calendar week as"
        " agreed; the drawings for approval follow within five working days.",
    ),
    Text(
        "Invitation to our open day",
        "Dear {person},\n\nin spring we open our test bench to customers. We would be glad to"
        " see you and a colleague from maintenance there.",
    ),
)

MEETINGS = (
    Text(
        "Site survey at {account}",
        "Walked the plant with {person}. Two of the four pumps run far from their best point;"
        " there is room for larger ones. Took photographs of the nameplates.",
    ),
    Text(
        "Presentation of the offer at {account}",
        "Present: {person}, purchasing and the shift leader. Questions on spare parts and on who"
        " comes at night. They want a reference nearby.",
    ),
    Text(
        "Yearly review with {account}",
        "Went through all cases of the year. {person} is content; wish: shorter ways to the"
        " fitters and one contact for spare parts.",
    ),
    Text(
        "Negotiation with {person}",
        "Agreed on 30 / 60 / 10 as terms of payment and on 24 months of warranty. Open: penalty"
        " for late delivery.",
    ),
    Text("Visit to our works", "{person} saw the test bench and the assembly of the {product}."),
)

NOTES = (
    Text(
        "How decisions are made at {account}",
        "{person} collects the offers, the plant manager decides up to 50,000 euros, everything"
        " above goes to the board, which meets on the first Tuesday of a month.",
    ),
    Text(
        "Installed base",
        "Six pumps of ours from different years, four of a competitor. The oldest ones are due"
        " within two years. Spare parts come from a dealer at the moment.",
    ),
    Text("Shutdown dates", "Yearly shutdown in weeks 30 and 31; deliveries must be there before."),
    Text(
        "Competitor at {account}",
        "The competitor's fitter was on site last week. {person} says they are unhappy with how"
        " long spare parts take.",
    ),
)

TASKS = (
    Text("Send the revised offer to {person}"),
    Text("Call {person} about the decision"),
    Text("Calculate the {product} with a stainless impeller"),
    Text("Prepare the site survey at {account}"),
    Text("Ask purchasing for the delivery time of the {product}"),
    Text("Send the reference list to {person}"),
    Text("Check the credit limit of {account}"),
    Text("Book the fitter for the commissioning"),
)

CASES = (
    CaseText(
        "{product} leaks at the mechanical seal",
        "About a cup an hour, since the last start. The pump ran dry for a short time on Monday.",
        "problem", "high",
    ),
    CaseText(
        "Vibration after commissioning",
        "Values at the drive end are at 7 mm/s; the alarm stands at 4.5.", "problem", "high",
    ),
    CaseText(
        "Flow controller shows error E-14",
        "It shows the error after each power cut and can only be reset by hand.", "problem",
    ),
    CaseText(
        "Certificate 3.1 for {product}",
        "Our auditor asks for the material certificate of the delivery of last year.", "request",
    ),
    CaseText(
        "Spare parts list for {product}",
        "Please send the list with the order numbers for the size we have.", "question", "low",
    ),
    CaseText(
        "Delivery incomplete",
        "Two of the twelve valves are missing; the delivery note says twelve.", "complaint",
    ),
    CaseText(
        "Pump does not start: line stands still",
        "Motor protection trips at once. Production in hall 2 stands still.", "problem", "urgent",
    ),
    CaseText(
        "Training for the new shift",
        "We have four new colleagues and would like half a day of training.", "request", "low",
    ),
    CaseText(
        "Wrong flange delivered",
        "We ordered PN 16 and got PN 10. We need the right ones this week.", "complaint", "high",
    ),
    CaseText(
        "Question on the maintenance interval",
        "Is it enough to change the oil every 8,000 hours with our medium?", "question",
    ),
)  # fmt: skip

REPLIES = (
    Text(
        "Called {person} back",
        "Went through the checks together. It looks like the seal; a set goes out today by"
        " express, a fitter comes on Thursday.",
    ),
    Text(
        "Re: your request",
        "Dear {person},\n\nthank you for your message. We have found the order and come back to"
        " you within one working day.",
    ),
    Text("Fitter was on site", "Changed the bearing and aligned the coupling; values are fine."),
    Text("Asked for the serial number", "Waiting for {person} to read it from the nameplate."),
)

ENQUIRIES = (
    "Downloaded the catalogue of dosing pumps and asked for prices.",
    "Met at the water trade fair; plans a new basin for next year.",
    "Looks for a second supplier of butterfly valves.",
    "Asked over the website for a submersible pump for waste water with fibres.",
    "Recommended by a customer; wants a call about energy savings.",
    "Old pumps are not supported by their maker any more.",
)

DESCRIPTIONS = (
    "Runs four plants in the region; buys centrally, maintains locally.",
    "Customer since we delivered the first dosing skid; asks for quick spare parts above all.",
    "Public company: tenders above 25,000 euros, direct orders below.",
    "Family business in the third generation. Decides quickly, pays on time.",
    "Large installed base of a competitor; the maintenance manager likes our seals.",
)
