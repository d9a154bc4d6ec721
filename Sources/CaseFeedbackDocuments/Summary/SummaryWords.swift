import CaseFeedback

/// The words of the committee's paper.
enum SummaryWords {
    static let title = Sentence(
        sv: "Barns röster om socialtjänsten: årsrapport från {unit}",
        en: "Children's voices on social services: annual report from {unit}")
    static let organisation = Sentence(sv: "Organisation", en: "Organisation")
    static let registrationNumber = Sentence(sv: "Diarienummer", en: "Registration number")
    static let notRegistered = Sentence(sv: "inte diarieförd", en: "not registered")
    static let finalised = Sentence(sv: "Upprättad", en: "Finalised")
    static let interviews = Sentence(sv: "Barnintervjuer", en: "Interviews with children")
    static let selected = Sentence(
        sv: "{count} barn valdes ut. Så här gick det:", en: "{count} children were selected. What became of it:")
    static let strengths = Sentence(sv: "Det som redan fungerar", en: "What already works")
    static let developments = Sentence(sv: "Utvecklingsområden", en: "Areas for development")
    static let proposals = Sentence(sv: "Förslag", en: "Proposals")
    static let decisions = Sentence(sv: "Beslut", en: "Decisions")
    static let goals = Sentence(sv: "Mål", en: "Goals")
    static let goalFor = Sentence(sv: "För {audience}", en: "For {audience}")
    static let origins = Sentence(sv: "Om uppgifterna", en: "About the data")
    static let neutral = Sentence(
        sv: "Matrisens kolumner är programmets förslag och inte modellens egna, som inte är publicerade.",
        en: "The columns of the matrix are suggested by the program and not the model's own, which are not published.")
    static let sources = Sentence(sv: "Publicerade källor: {sources}.", en: "Published sources: {sources}.")
    static let invented = Sentence(
        sv: "Påhittade uppgifter finns i {count} av de händelser som sammanfattningen bygger på.",
        en: "There are invented data in {count} of the events that the summary rests on.")
    static let digest = Sentence(
        sv: "Kontrollsumma för sammanfattningen (SHA-256): {digest}.",
        en: "Digest of the summary (SHA-256): {digest}.")
}
