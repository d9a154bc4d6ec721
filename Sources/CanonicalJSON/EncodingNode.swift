/// A place that is being encoded. Containers hold it and may be written to in any order, hence a class.
final class EncodingNode {
    enum Content {
        /// Nobody asked for a container: an empty object.
        case nothing
        case omitted
        case value(JSONValue)
        case array([EncodingNode])
        /// In the order of encoding; a name that stands twice is found when they are sorted.
        case object([Field])
    }

    /// A step from the root. A node can't point to its parent, which points to it.
    final class Link {
        let parent: Link?
        let key: PathKey

        init(parent: Link?, key: PathKey) {
            self.parent = parent
            self.key = key
        }
    }

    struct Field {
        let name: String
        let node: EncodingNode
    }

    var content: Content = .nothing
    private let link: Link?

    init(link: Link?) { self.link = link }

    var codingPath: [PathKey] {
        var path: [PathKey] = []
        var link = link
        while let current = link {
            path.append(current.key)
            link = current.parent
        }
        return path.reversed()
    }

    /// The node of a new field. A type that asks for the same object twice adds to it.
    func field(_ name: String) -> EncodingNode {
        becomeObject()
        guard case .object(var fields) = content else { return self }
        let child = EncodingNode(link: Link(parent: link, key: PathKey(stringValue: name)))
        // Without this the array below would be a copy each time.
        content = .nothing
        fields.append(Field(name: name, node: child))
        content = .object(fields)
        return child
    }

    /// The node of a field, which may be there already: a nested container or a superclass's part that is asked for
    /// again goes on with what it has.
    func reopenedField(_ name: String) -> EncodingNode {
        guard case .object(let fields) = content, let known = fields.last(where: { $0.name == name }) else {
            return field(name)
        }
        return known.node
    }

    func element() -> EncodingNode {
        becomeArray()
        guard case .array(var elements) = content else { return self }
        let child = EncodingNode(link: Link(parent: link, key: PathKey(index: elements.count)))
        content = .nothing
        elements.append(child)
        content = .array(elements)
        return child
    }

    func becomeObject() {
        if case .object = content { return }
        content = .object([])
    }

    func becomeArray() {
        if case .array = content { return }
        content = .array([])
    }
}

extension EncodingNode {
    func unsupported(_ type: String) -> JSONFault {
        JSONFault(.unsupportedType, pointer: codingPath.jsonPointer, parameters: ["type": type])
    }

    func fault(for error: any Error) -> JSONFault {
        switch error {
        case let fault as JSONFault: fault
        case let invalid as InvalidValue:
            JSONFault(
                .invalidValue, pointer: codingPath.jsonPointer, innerCode: invalid.code, parameters: invalid.parameters)
        case EncodingError.invalidValue(_, let context):
            JSONFault(.invalidValue, pointer: context.codingPath.jsonPointer, innerCode: "not-accepted")
        default: JSONFault(.invalidValue, pointer: codingPath.jsonPointer, innerCode: "not-accepted")
        }
    }
}
