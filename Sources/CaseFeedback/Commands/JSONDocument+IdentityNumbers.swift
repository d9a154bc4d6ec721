import CanonicalJSON
import EventSourcing

extension JSONDocument {
    /// Refuses a personal identity number wherever it stands: as an identifier, as a number and as a field's name too,
    /// before any other fault could repeat it. A UUID in `/id` is random and may look like one.
    ///
    /// - Throws: `personal-identity-number` at the value's place, without the value.
    func refuseIdentityNumbers() throws(JSONFault) {
        var root = root
        if case .object(var fields) = root, let id = fields["id"]?.string, (try? UUIDValue(jsonString: id)) != nil {
            fields["id"] = nil
            root = .object(fields)
        }
        if let pointer = Self.identityNumber(in: root, at: "") { throw fault("personal-identity-number", at: pointer) }
    }

    private static func identityNumber(in value: JSONValue, at pointer: String) -> String? {
        switch value {
        case .null, .bool: return nil
        case .integer(let number): return PersonalIdentityNumber.isContained(in: String(number)) ? pointer : nil
        case .string(let text): return PersonalIdentityNumber.isContained(in: text) ? pointer : nil
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                if let found = identityNumber(in: element, at: "\(pointer)/\(index)") { return found }
            }
            return nil
        case .object(let fields):
            for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
                if PersonalIdentityNumber.isContained(in: name) { return pointer }
                if let found = identityNumber(in: value, at: JSONPointer.appending(name, to: pointer)) { return found }
            }
            return nil
        }
    }
}
