extension Refusals {
    /// What deciders about cycles and exchange seminars refuse.
    static let cycle: [String: Sentence] = [
        "cycle-already-opened": Sentence(
            sv: "Omgången {cycle} är redan öppnad. Välj en annan beteckning för en ny omgång.",
            en: "The cycle {cycle} is opened already. Choose another identifier for a new cycle."),
        "cycle-not-opened": Sentence(
            sv: "Omgången {cycle} är inte öppnad. Öppna den först med open-cycle.",
            en: "The cycle {cycle} is not opened. Open it first with open-cycle."),
        "cycle-already-closed": Sentence(
            sv:
                "Omgången {cycle} avslutades den {day}. Det som hände före dess kan fortfarande registreras, med sitt eget datum.",
            en: "The cycle {cycle} was closed on {day}. What happened before can still be recorded, with its own date."),
        "no-goal-stated": Sentence(
            sv: "Inget mål är angivet för {cycle}. Skriv minst ett, för barnen eller för personal och verksamhet.",
            en: "No goal is stated for {cycle}. Write one at least, for the children or for staff and services."),
        "exchange-seminar-not-planned": Sentence(
            sv:
                "Erfarenhetsutbytet {seminar} är varken planerat eller genomfört. Planera det först med plan-exchange-seminar.",
            en: "The exchange seminar {seminar} is neither planned nor held. Plan it first with plan-exchange-seminar."),
        "exchange-seminar-not-held": Sentence(
            sv:
                "Erfarenhetsutbytet {seminar} var inte genomfört den {day}. Registrera det först med hold-exchange-seminar.",
            en: "The exchange seminar {seminar} was not held by {day}. Record it first with hold-exchange-seminar."),
        "exchange-seminar-already-held": Sentence(
            sv: "Erfarenhetsutbytet {seminar} genomfördes redan den {day}. Välj en annan beteckning för ett nytt.",
            en: "The exchange seminar {seminar} was held already on {day}. Choose another identifier for a new one."),
        "nobody-took-part": Sentence(
            sv:
                "Ange vilka som deltog i {seminar}: minst en enhet eller organisation, och minst en deltagare om antalet anges.",
            en:
                "Say who took part in {seminar}: one unit or organisation at least, and one participant at least if counted."
        ),
        "talk-round-out-of-range": Sentence(
            sv: "Samtalsomgång {round} godtas inte. Välj {minimum} till {maximum}.",
            en: "Round {round} of talks is not accepted. Choose {minimum} to {maximum}."),
        "question-already-set": Sentence(
            sv: "Frågan är redan ställd i denna samtalsomgång av {seminar}. Inget behöver ändras.",
            en: "The question is set already in this round of talks of {seminar}. Nothing needs to change."),
    ]
}
