import CaseFeedback
import EventSourcing

extension Standpoint {
    /// What every table begins with: what it is, whose, whether it is a demonstration, as of when, how far it was read.
    func heading(_ title: String, in language: Language, width: Int) -> [String] {
        var lines = "\(title) · \(organisationName(in: language))".wrapped(to: width)
        if nature == .demonstration { lines += Words.demonstration.text(in: language).wrapped(to: width) }
        return lines + moment(in: language).wrapped(to: width) + [""]
    }

    /// `Läget 2018-09-13, så som det var känt #400; visar position cases/1480/400.`
    func moment(in language: Language) -> String {
        let asOf =
            asOfText.map { Words.asOf.text(in: language, filling: ["asOf": $0]) } ?? Words.asOfNow.text(in: language)
        let known = knownAtText.map { ", " + Words.knownAt.text(in: language, filling: ["knownAt": $0]) } ?? ""
        return "\(asOf)\(known); \(Words.shows.text(in: language, filling: ["position": position.description]))."
    }
}
