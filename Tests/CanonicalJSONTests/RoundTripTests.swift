import CanonicalJSON
import Testing

@Suite struct `Random values` {
    @Test(arguments: seeds) func `come back from every spelling`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let value = JSONValue.random(using: &generator)
            let canonical = CanonicalJSON.bytes(of: value)
            #expect(try CanonicalJSON.value(reading: canonical) == value)
            let spelling = randomSpelling(of: value, using: &generator)
            let document = try JSONDocument(parsing: Array(spelling.utf8))
            #expect(document.root == value, "\(spelling)")
            #expect(document.canonicalBytes == canonical, "\(spelling)")
            #expect(CanonicalJSON.bytes(of: document.root) == canonical, "\(spelling)")
            #expect(try StrictDecoder().decode(JSONValue.self, from: value) == value)
        }
    }

    @Test(arguments: seeds) func `stand where the pointer says`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        func check(_ value: JSONValue, _ pointer: String, _ document: JSONDocument) {
            #expect(document.value(at: pointer) == value)
            switch value {
            case .array(let elements):
                for (index, element) in elements.enumerated() { check(element, "\(pointer)/\(index)", document) }
            case .object(let fields):
                for (name, field) in fields { check(field, JSONPointer.appending(name, to: pointer), document) }
            default: break
            }
        }
        for _ in 0..<100 {
            let value = JSONValue.random(using: &generator)
            check(value, "", try JSONDocument(parsing: Array(randomSpelling(of: value, using: &generator).utf8)))
        }
    }
}
