import ArgumentParser
import CanonicalJSON
import CaseFeedbackService
import EventSourcing

/// The two axes of time: what was true, and what was known.
struct TimeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What was true at the end of a day, or at a moment: 2018-09-13, 2018-09-13T11:00:00Z. Now unless given.",
            valueName: "day|instant"))
    var asOf: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "What was known at a moment, or at a position of the log: 2018-10-01T08:00:00Z, 400, '#400'. "
                + "Everything unless given.",
            valueName: "instant|position"))
    var knownAt: String?

    var isGiven: Bool { asOf != nil || knownAt != nil }

    func asOfAsked(named option: String = "--as-of") throws(Failure) -> Question.AsOfAsked {
        guard let asOf else { return .now }
        // A day has ten characters, and no moment has so few.
        if asOf.utf8.count == 10 { return .day(try OptionValue.read(Day.self, asOf, option: option)) }
        guard let instant = try? Instant(jsonString: asOf) else {
            throw .usage("malformed-moment", field: option, value: asOf)
        }
        return .instant(instant)
    }

    func knownAtAsked(named option: String = "--known-at") throws(Failure) -> KnownAt {
        guard let knownAt else { return .head }
        let digits = knownAt.hasPrefix("#") ? knownAt.dropFirst() : knownAt[...]
        if let position = Int64(digits), position >= 0, digits.allSatisfy(\.isNumber) {
            return .position(Position(position))
        }
        guard let instant = try? Instant(jsonString: knownAt) else {
            throw .usage("malformed-known-at", field: option, value: knownAt)
        }
        return .instant(instant)
    }
}

/// Reads options into the types of the domain, whose own words say what is wrong with them.
enum OptionValue {
    static func read<Value: JSONStringConvertible>(
        _: Value.Type = Value.self, _ text: String, option: String
    ) throws(Failure) -> Value {
        do throws(InvalidValue) {
            return try Value(jsonString: text)
        } catch {
            throw .usage(error, option: option, value: text)
        }
    }

    /// A position of the log is none below its beginning.
    static func checkPosition(_ position: Int64?, option: String) throws(Failure) {
        guard let position, position < 0 else { return }
        throw .usage(
            "number-out-of-range", ["minimum": "0", "maximum": "\(Int64.max)"], field: option, value: "\(position)")
    }

    /// Nothing where the option was not given.
    static func read<Value: JSONStringConvertible>(
        _ type: Value.Type = Value.self, _ text: String?, option: String
    ) throws(Failure) -> Value? {
        guard let text else { return nil }
        return try read(type, text, option: option) as Value
    }
}
