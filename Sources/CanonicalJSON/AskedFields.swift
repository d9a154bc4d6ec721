/// Which objects were opened and which of their fields were asked for.
///
/// A *frame* is the decoding of one type. The objects that it opened are checked when it is over, for fields that
/// nobody asked for: only then has the type had its chance to ask. A type may open an object twice, or hand its decoder
/// on to another type that shares the object; all of that happens within the frame.
struct AskedFields {
    /// What had been opened and asked for when the frame began.
    struct Frame {
        fileprivate let objects: Int
        fileprivate let names: Int
    }

    /// An object that a type of an unfinished frame has opened.
    private struct OpenObject {
        let node: Int
        /// Where the next search begins: fields are mostly asked for in an order near that of the text.
        var cursor: Int
    }

    private let tape: Tape
    private var objects: [OpenObject] = []
    /// What the unfinished frames asked for, for the list of known fields.
    private var names: [(object: Int, name: String)] = []
    /// By key node: whether somebody asked for the field.
    private var isAsked: [Bool]

    init(tape: Tape) {
        self.tape = tape
        isAsked = Array(repeating: false, count: tape.nodes.count)
    }

    func beginFrame() -> Frame { Frame(objects: objects.count, names: names.count) }

    mutating func end(_ frame: Frame) {
        guard objects.count > frame.objects else { return }
        objects.removeLast(objects.count - frame.objects)
        names.removeLast(names.count - frame.names)
    }

    /// Ends a frame that failed, and forgets what it asked of the value at the node.
    mutating func abandon(_ frame: Frame, at node: Int) {
        end(frame)
        for key in node..<tape.end(of: node) { isAsked[key] = false }
    }

    mutating func open(_ node: Int) -> Int {
        if let known = objects.lastIndex(where: { $0.node == node }) { return known }
        objects.append(OpenObject(node: node, cursor: node + 1))
        return objects.count - 1
    }

    mutating func find(_ name: String, in number: Int, at node: Int) -> Int? {
        // A container may outlive the frame that it was made in; then nobody is left to be told what it asks for.
        guard number < objects.count, objects[number].node == node else {
            return search(name, in: OpenObject(node: node, cursor: node + 1)).map { $0 + 1 }
        }
        let object = objects[number]
        note(name, of: object.node)
        guard let key = search(name, in: object) ?? searchNormalized(name, in: object) else { return nil }
        isAsked[key] = true
        // The same field is often asked for twice: whether it is there, then what it is.
        objects[number].cursor = key
        return key + 1
    }

    /// Asking twice is seen only when it follows at once, which is what `decodeIfPresent` does.
    private mutating func note(_ name: String, of object: Int) {
        if let last = names.last, last.object == object, last.name == name { return }
        names.append((object, name))
    }

    private func search(_ name: String, in object: OpenObject) -> Int? {
        search(name, object.cursor..<tape.end(of: object.node)) ?? search(name, object.node + 1..<object.cursor)
    }

    private func searchNormalized(_ name: String, in object: OpenObject) -> Int? {
        let normalized = name.normalizedToNFC
        guard !normalized.utf8.elementsEqual(name.utf8) else { return nil }
        return search(normalized, in: object)
    }

    private func search(_ name: String, _ keys: Range<Int>) -> Int? {
        var key = keys.lowerBound
        while key < keys.upperBound {
            if tape.holds(name, at: key) { return key }
            key = tape.end(of: key + 1)
        }
        return nil
    }
}

extension AskedFields {
    func refuseUnknownFields(since frame: Frame) throws(JSONFault) {
        for object in objects[frame.objects...] { try refuseUnknownFields(of: object.node) }
    }

    private func refuseUnknownFields(of object: Int) throws(JSONFault) {
        guard let key = tape.keys(of: object).first(where: { !isAsked[$0] }) else { return }
        let field = tape.string(of: key)
        let known = Set(names.lazy.filter { $0.object == object }.map(\.name)).sorted()
        var parameters = ["field": field, "known": known.joined(separator: ", ")]
        parameters["suggestion"] = nearestName(to: field, among: known)
        throw tape.fault(.unknownField, at: key, parameters: parameters)
    }

    func missing(_ name: String, in object: Int) -> JSONFault {
        guard tape.nodes[object].kind == .object else {
            return tape.fault(.missingField, at: object, parameters: ["field": name]).ofField(name)
        }
        let unasked = tape.keys(of: object).filter { !isAsked[$0] }.map(tape.string)
        var parameters = ["field": name]
        parameters["similar"] = nearestName(to: name, among: unasked)
        return tape.fault(.missingField, at: object, parameters: parameters).ofField(name)
    }
}
