import CanonicalJSON

/// A calendar day, by its form alone.
struct Day: JSONStringConvertible, Hashable {
    let text: String

    init(text: String) { self.text = text }

    init(jsonString: String) throws(InvalidValue) {
        guard jsonString.utf8.count == 10 else {
            throw InvalidValue(code: "not-a-day", parameters: ["form": "YYYY-MM-DD"])
        }
        text = jsonString
    }

    var jsonString: String { text }
}

/// A value that must not be repeated.
struct Secret: JSONStringConvertible {
    init(jsonString: String) throws(InvalidValue) {
        throw InvalidValue(code: "looks-like-identity-number", isSecret: true)
    }
    var jsonString: String { "" }
}

enum Phase: String, Codable, CaseIterable {
    case planned
    case seminarHeld = "seminar-held"
}

struct Unit: Codable, Equatable {
    struct Part: Codable, Equatable {
        var day: Day
    }

    var name: String
    var count: Int
    var small: Int32
    var open: Bool
    var phase: Phase
    var tags: [String]
    var counts: [String: Int]
    var parts: [Part]
    var raw: JSONValue
    var note: String?
}
