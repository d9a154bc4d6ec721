/// One decoding: what all decoders and containers of it share.
///
/// A *frame* is the decoding of one type. The objects that it opened are checked when it is over, for fields that
/// nobody asked for: only then has the type had its chance to ask. A type may open an object twice, or hand its decoder
/// on to another type that shares the object; all of that happens within the frame.
final class DecodingPass {
    /// An object that a type of an unfinished frame has opened.
    private struct OpenObject {
        let node: Int
        /// Where the next search begins: fields are mostly asked for in an order near that of the text.
        var cursor: Int
    }

    let tape: Tape
    let userInfo: [CodingUserInfoKey: Any]
    private let unknownFields: StrictDecoder.UnknownFields
    private var objects: [OpenObject] = []
    /// What the unfinished frames asked for, for the list of known fields.
    private var askedNames: [(object: Int, name: String)] = []
    /// By key node: whether somebody asked for the field.
    private var isAsked: [Bool]

    init(tape: Tape, userInfo: [CodingUserInfoKey: any Sendable], unknownFields: StrictDecoder.UnknownFields) {
        self.tape = tape
        self.userInfo = userInfo
        self.unknownFields = unknownFields
        isAsked = Array(repeating: false, count: tape.nodes.count)
    }

    /// In a frame of its own.
    func decode<T: Decodable>(_ type: T.Type, at node: Int) throws -> T {
        let (objectsBefore, namesBefore) = (objects.count, askedNames.count)
        defer {
            objects.removeSubrange(objectsBefore...)
            askedNames.removeSubrange(namesBefore...)
        }
        do {
            let value = try decodeInFrame(type, at: node)
            if unknownFields == .refused {
                for object in objects[objectsBefore...] { try refuseUnknownFields(of: object.node) }
            }
            return value
        } catch {
            // Whoever tries another type after this one begins anew.
            for key in node..<tape.end(of: node) { isAsked[key] = false }
            throw error
        }
    }

    func decodeInFrame<T: Decodable>(_ type: T.Type, at node: Int) throws -> T {
        do {
            return try T(from: NodeDecoder(pass: self, node: node))
        } catch {
            throw fault(for: error, type, at: node)
        }
    }

    /// The number under which the frame knows the object.
    func open(object node: Int) throws(JSONFault) -> Int {
        guard tape.nodes[node].kind == .object else { throw wrongType(expected: .object, at: node) }
        if let known = objects.lastIndex(where: { $0.node == node }) { return known }
        objects.append(OpenObject(node: node, cursor: node + 1))
        return objects.count - 1
    }

    /// The value of a field; `nil` when it is absent.
    func find(_ name: String, in number: Int) -> Int? {
        let object = objects[number]
        note(name, of: object.node)
        var name = name
        if name.utf8.contains(where: { $0 >= NormalizationFormC.firstUncertainByte }) { name = name.normalizedToNFC }
        let end = tape.end(of: object.node)
        guard let key = search(name, object.cursor..<end) ?? search(name, object.node + 1..<object.cursor) else {
            return nil
        }
        isAsked[key] = true
        // The same field is often asked for twice: whether it is there, then what it is.
        objects[number].cursor = key
        return key + 1
    }

    /// Asking twice is seen only when it follows at once, which is what `decodeIfPresent` does.
    private func note(_ name: String, of object: Int) {
        if let last = askedNames.last, last.object == object, last.name == name { return }
        askedNames.append((object, name))
    }

    private func search(_ name: String, _ keys: Range<Int>) -> Int? {
        var key = keys.lowerBound
        while key < keys.upperBound {
            if tape.bytes(of: key).elementsEqual(name.utf8) { return key }
            key = tape.end(of: key + 1)
        }
        return nil
    }

    private func refuseUnknownFields(of object: Int) throws(JSONFault) {
        guard let key = tape.keys(of: object).first(where: { !isAsked[$0] }) else { return }
        let field = tape.string(of: key)
        let known = Set(askedNames.lazy.filter { $0.object == object }.map(\.name)).sorted()
        var parameters = ["field": field, "known": known.joined(separator: ", ")]
        parameters["suggestion"] = nearestName(to: field, among: known)
        throw tape.fault(.unknownField, at: key, parameters: parameters)
    }

    func missing(_ name: String, in object: Int) -> JSONFault {
        let unasked = tape.keys(of: object).filter { !isAsked[$0] }.map(tape.string)
        var parameters = ["field": name]
        parameters["similar"] = nearestName(to: name, among: unasked)
        let location = tape.location(of: object)
        return JSONFault(
            .missingField, pointer: JSONPointer.appending(name, to: tape.pointer(to: object)), line: location.line,
            column: location.column, parameters: parameters)
    }
}
