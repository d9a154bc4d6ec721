import CanonicalJSON
import CaseFeedbackService
import EventSourcing
import Hummingbird

/// The part of an address behind the question mark, read as strictly as a body: what nobody knows is refused.
struct QueryParameters: Sendable {
    private let values: [String: [String]]

    /// What is `known` may be given once each, what is `repeatable` more than once.
    ///
    /// - Throws: `unknown-parameter`, `parameter-given-twice`.
    init(of request: Request, known: [String], repeatable: [String] = []) throws(Problem) {
        var values: [String: [String]] = [:]
        for (name, value) in request.uri.queryParameters {
            let name = String(name)
            guard known.contains(name) || repeatable.contains(name) else {
                throw Problem(
                    .badInput, "unknown-parameter",
                    ["parameter": name, "known": (known + repeatable).joined(separator: ", ")])
            }
            guard values[name] == nil || repeatable.contains(name) else {
                throw Problem(.badInput, "parameter-given-twice", ["parameter": name], field: name)
            }
            values[name, default: []].append(String(value))
        }
        self.values = values
    }

    func text(_ name: String) -> String? { values[name]?.first }

    func value<Value: JSONStringConvertible>(_ name: String, as: Value.Type = Value.self) throws(Problem) -> Value? {
        guard let text = text(name) else { return nil }
        return try Self.read(text, name: name)
    }

    func values<Value: JSONStringConvertible>(_ name: String, as: Value.Type = Value.self) throws(Problem) -> [Value] {
        var read: [Value] = []
        for text in values[name] ?? [] { read.append(try Self.read(text, name: name)) }
        return read
    }

    func required<Value: JSONStringConvertible>(_ name: String, as: Value.Type = Value.self) throws(Problem) -> Value {
        guard let value = try value(name, as: Value.self) else {
            throw Problem(.badInput, "parameter-missing", ["parameter": name], field: name)
        }
        return value
    }

    /// A whole number within bounds.
    func number(_ name: String, in range: ClosedRange<Int>, else standard: Int) throws(Problem) -> Int {
        guard let text = text(name) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw Problem(
                .badInput, "number-out-of-range",
                ["minimum": "\(range.lowerBound)", "maximum": "\(range.upperBound)"], field: name, value: text)
        }
        return number
    }

    /// One of some words.
    func choice<Value>(_ name: String, of choices: KeyValuePairs<String, Value>, else standard: Value) throws(Problem)
        -> Value
    {
        guard let text = text(name) else { return standard }
        guard let chosen = choices.first(where: { $0.key == text }) else {
            throw Problem(
                .badInput, "value-not-allowed", ["allowed": choices.map(\.key).joined(separator: ", ")], field: name,
                value: text)
        }
        return chosen.value
    }

    /// A position of an organisation's log: `1234`, `#1234`, or as an answer carries it, `cases/1480/1234`.
    func position(_ name: String, of organisation: OrganisationID) throws(Problem) -> Position? {
        guard let text = text(name) else { return nil }
        return try Self.position(text, name: name, of: organisation)
    }

    private static func position(
        _ text: String, name: String, of organisation: OrganisationID
    ) throws(Problem) -> Position {
        do throws(InvalidValue) {
            let number = text.hasPrefix("#") ? String(text.dropFirst()) : text
            let log = LogID(organisation: organisation, kind: .cases)
            let position = try LogPosition(parsing: text.contains("/") ? text : "\(log)/\(number)")
            if position.log == log { return position.position }
        } catch {
            throw Problem(.badInput, error.code, ["form": "1234"], field: name, value: text)
        }
        throw Problem(
            .badInput, "position-of-another-log", ["log": "cases/\(organisation)"], field: name, value: text)
    }

    private static func read<Value: JSONStringConvertible>(_ text: String, name: String) throws(Problem) -> Value {
        do throws(InvalidValue) { return try Value(jsonString: text) } catch {
            throw Problem(
                .badInput, error.code, error.parameters, field: name, value: error.isSecret ? nil : text)
        }
    }
}

extension QueryParameters {
    /// The moment asked about on the axis of what happened: a day or an instant.
    func asOf() throws(Problem) -> Question.AsOfAsked {
        guard let text = text("asOf") else { return .now }
        if text.contains("T") { return .instant(try Self.read(text, name: "asOf")) }
        do throws(InvalidValue) { return .day(try Day(jsonString: text)) } catch {
            // What is no day was perhaps to be an instant.
            throw Problem(
                .badInput, error.code, error.parameters.merging(["instant": Self.instantForm]) { own, _ in own },
                field: "asOf", value: text)
        }
    }

    private static let instantForm = "YYYY-MM-DDThh:mm:ssZ"

    /// The moment asked about on the axis of what was recorded: an instant or a position.
    func knownAt(in organisation: OrganisationID) throws(Problem) -> KnownAt {
        guard let text = text("knownAt") else { return .head }
        if text.contains("T") { return .instant(try Self.read(text, name: "knownAt")) }
        guard text.contains("/") || text.drop(while: { $0 == "#" }).allSatisfy(\.isNumber) else {
            throw Problem(
                .badInput, "malformed-known-at", ["instant": Self.instantForm], field: "knownAt", value: text)
        }
        return .position(try Self.position(text, name: "knownAt", of: organisation))
    }
}
