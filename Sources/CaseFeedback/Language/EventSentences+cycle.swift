extension EventSentences {
    /// Cycles and exchange seminars.
    static let cycle: [String: Sentence] = [
        "cycle-opened": Sentence(
            sv: "Omgången {label} ({cycle}) öppnades, planerad {starts} till {ends}.",
            en: "The cycle {label} ({cycle}) was opened, planned from {starts} to {ends}."),
        "cycle-goals-stated": Sentence(
            sv: "Mål för omgången {cycle} angavs: {forChildren.count} för barnen, {forServices.count} för personal och "
                + "verksamhet.",
            en:
                "Goals of the cycle {cycle} were stated: {forChildren.count} for the children, {forServices.count} for staff "
                + "and services."),
        "cycle-closed": Sentence(sv: "Omgången {cycle} avslutades.", en: "The cycle {cycle} was closed."),
        "exchange-seminar-planned": Sentence(
            sv: "Erfarenhetsutbytet {label} ({seminar}) planerades till {plannedFor}.",
            en: "The exchange seminar {label} ({seminar}) was planned for {plannedFor}."),
        "exchange-seminar-held": Sentence(
            sv: "Erfarenhetsutbytet {label} ({seminar}) genomfördes. Deltagande enheter: {units.count}, andra: "
                + "{organisations.count}.",
            en: "The exchange seminar {label} ({seminar}) was held. Units taking part: {units.count}, others: "
                + "{organisations.count}."),
        "exchange-question-set": Sentence(
            sv: "Fråga {number} i samtalsomgång {round} av {seminar}: ”{wording}”",
            en: "Question {number} in round {round} of the talks of {seminar}: “{wording}”"),
        "exchange-point-agreed": Sentence(
            sv: "Samtalen under {seminar} enades om punkt {number}.",
            en: "The talks of {seminar} agreed on point {number}."),
        "presentation-held": Sentence(
            sv: "Presentation {number} under {seminar} hölls ({role}).",
            en: "Presentation {number} of {seminar} was held ({role})."),
        "next-step-stated": Sentence(
            sv: "Enheten {unit} angav sitt nästa steg efter {seminar}.",
            en: "The unit {unit} stated its next step after {seminar}."),
    ]
}
