import CaseFeedback
import CaseFeedbackService

/// What problems say in HTTP: the sentences of their codes, those of HTTP's own codes, and a title for each kind.
enum HTTPSentences {
    /// The problem in words; a code that nobody has put into words says what can be done about its kind.
    static func text(of problem: Problem, parameters: [String: String], in language: Language) -> String {
        if let sentence = ofParameters["\(problem.field ?? ""): \(problem.code)"] {
            return sentence.text(in: language, filling: parameters)
        }
        if Refusals.sentence(for: problem.code) != nil {
            return Refusals.text(of: problem.code, parameters: parameters, in: language)
        }
        let sentence = own[problem.code] ?? remedies[problem.kind] ?? title(of: problem.kind)
        return sentence.text(in: language, filling: parameters.merging(["code": problem.code]) { one, _ in one })
    }

    static func title(of kind: Problem.Kind) -> Sentence {
        switch kind {
        case .badInput: Sentence(sv: "Felaktig begäran", en: "Bad input")
        case .refused: Sentence(sv: "Avvisat av en regel", en: "Refused by a rule")
        case .stale: Sentence(sv: "Inaktuell version", en: "Stale version")
        case .idReused: Sentence(sv: "Id:t är redan använt", en: "The id is taken")
        case .notFound: Sentence(sv: "Finns inte", en: "Not found")
        case .tryLater: Sentence(sv: "Försök igen senare", en: "Try again later")
        case .installation: Sentence(sv: "Installationen måste åtgärdas", en: "The installation must be mended")
        }
    }

    private static let remedies: [Problem.Kind: Sentence] = [
        .badInput: Sentence(
            sv: "Begäran är inte som den ska vara ({code}). Rätta den och skicka den igen.",
            en: "The request is not what it should be ({code}). Correct it and send it again."),
        .refused: Sentence(
            sv: "En regel förbjuder det ({code}).", en: "A rule forbids it ({code})."),
        .tryLater: Sentence(
            sv: "Det går inte just nu ({code}). Ingenting är fel med begäran: skicka den igen om en stund.",
            en: "It can't be done right now ({code}). Nothing is wrong with the request: send it again in a while."),
        .installation: Sentence(
            sv: "Något är fel på servern ({code}). Den som driver den hittar begäran i serverns logg.",
            en: "Something is wrong with the server ({code}). Whoever runs it finds the request in the server's log."),
    ]

    /// Where a parameter takes more than the sentence of the code says.
    private static let ofParameters: [String: Sentence] = [
        "asOf: malformed-day": Sentence(
            sv: "asOf ska vara en dag ({form}) eller en tidpunkt ({instant}).",
            en: "asOf should be a day ({form}) or an instant ({instant}).")
    ]

    static let own: [String: Sentence] = [
        "body-empty": Sentence(
            sv: "Begäran har inget innehåll: skicka ett kommando, eller flera med ett på varje rad.",
            en: "The request has no body: send a command, or several with one on each line."),
        "body-incomplete": Sentence(
            sv: "Innehållet kom inte fram i sin helhet. Skicka det igen.",
            en: "The body did not arrive whole. Send it again."),
        "body-too-large": Sentence(
            sv: "Innehållet är större än {most} byte. Dela upp det, eller importera det som fil.",
            en: "The body is larger than {most} bytes. Split it, or import it as a file."),
        "body-too-slow": Sentence(
            sv: "Innehållet kom inte fram inom {seconds} sekunder. Skicka det igen.",
            en: "The body did not arrive within {seconds} seconds. Send it again."),
        "caller-malformed": Sentence(
            sv: "{header} ska ha formen {form}.", en: "{header} should have the form {form}."),
        "caller-missing": Sentence(
            sv: """
                {header} saknas: den här begäran måste säga vem som frågar, i vilken roll och på vilken grund \
                (Casefeedback-Caller, Casefeedback-Role, Casefeedback-Ground).
                """,
            en: """
                {header} is missing: this request must say who asks, in what role and on what ground \
                (Casefeedback-Caller, Casefeedback-Role, Casefeedback-Ground).
                """),
        "content-type-not-supported": Sentence(
            sv: "Innehållet ska vara application/json i UTF-8, eller application/x-ndjson för flera kommandon.",
            en: "The body should be application/json in UTF-8, or application/x-ndjson for several commands."),
        "host-not-available": Sentence(
            sv: "Adressen {host} finns inte på den här maskinen. Välj en annan.",
            en: "The address {host} is not one of this machine. Choose another."),
        "idempotency-key-differs": Sentence(
            sv: "Idempotency-Key ska vara kommandots id, {id}.",
            en: "The Idempotency-Key should be the command's id, {id}."),
        "idempotency-key-of-many": Sentence(
            sv: "Idempotency-Key gäller ett kommando. I en begäran med flera räcker deras egna id:n.",
            en: "An Idempotency-Key is for one command. In a request with several their own ids suffice."),
        "internal-error": Sentence(
            sv: "Något gick fel i servern. Skickas ett kommando igen med samma id får det sitt första svar.",
            en: "Something went wrong in the server. A command sent again with the same id gets its first answer."),
        "malformed-known-at": Sentence(
            sv: "knownAt ska vara en tidpunkt ({instant}) eller en position (1234).",
            en: "knownAt should be an instant ({instant}) or a position (1234)."),
        "method-not-allowed": Sentence(
            sv: "{method} går inte här; det gör {allowed}.", en: "{method} is not possible here; {allowed} is."),
        "parameter-given-twice": Sentence(
            sv: "Parametern {parameter} får anges en gång.", en: "The parameter {parameter} may be given once."),
        "parameter-missing": Sentence(
            sv: "Parametern {parameter} måste anges.", en: "The parameter {parameter} must be given."),
        "port-not-allowed": Sentence(
            sv: "Porten {port} kräver högre behörighet. Välj en port från 1024 och uppåt.",
            en: "Port {port} needs higher privileges. Choose a port from 1024 on."),
        "route-not-found": Sentence(
            sv: "Här finns ingenting. Adresserna börjar med /v1/organisations/ och organisationens id.",
            en: "There is nothing here. Addresses begin with /v1/organisations/ and the organisation's id."),
        "too-many-commands": Sentence(
            sv: "En begäran kan ha högst {most} kommandon. Dela upp den, eller importera den som fil.",
            en: "A request can have at most {most} commands. Split it, or import it as a file."),
        "unknown-parameter": Sentence(
            sv: "Parametern {parameter} finns inte. De som finns är {known}.",
            en: "There is no parameter {parameter}. Those that there are: {known}."),
        "value-not-allowed": Sentence(
            sv: "Värdet ska vara ett av {allowed}.", en: "The value should be one of {allowed}."),
    ]
}
