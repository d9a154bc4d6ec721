import CanonicalJSON
import Testing

extension CodingUserInfoKey {
    static var note: CodingUserInfoKey? { CodingUserInfoKey(rawValue: "note") }
}

/// Says where it stands and what it was told, whatever it is given.
private struct Witness: Codable {
    let pointer: String
    let note: String?

    init(from decoder: any Decoder) throws {
        pointer = decoder.codingPath.jsonPointer
        note = CodingUserInfoKey.note.flatMap { decoder.userInfo[$0] as? String }
        _ = try JSONValue(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        let note = CodingUserInfoKey.note.flatMap { encoder.userInfo[$0] as? String }
        var container = encoder.singleValueContainer()
        try container.encode("\(encoder.codingPath.jsonPointer) \(note ?? "")")
    }
}

/// Opens containers within containers by hand.
private struct Nested: Codable {
    enum Keys: String, CodingKey { case object, list, a }

    var witness: Witness
    var paths: [String] = []

    init(from decoder: any Decoder) throws {
        let top = try decoder.container(keyedBy: Keys.self)
        let object = try top.nestedContainer(keyedBy: Keys.self, forKey: .object)
        paths.append(object.codingPath.jsonPointer)
        var list = try object.nestedUnkeyedContainer(forKey: .list)
        paths.append(list.codingPath.jsonPointer)
        #expect(try list.decode(Int.self) == 1)
        #expect(list.currentIndex == 1)
        let element = try list.nestedContainer(keyedBy: Keys.self)
        paths.append(element.codingPath.jsonPointer)
        witness = try element.decode(Witness.self, forKey: .a)
        var last = try list.nestedUnkeyedContainer()
        paths.append(last.codingPath.jsonPointer)
        paths.append(try last.superDecoder().codingPath.jsonPointer)
        #expect(last.isAtEnd)
        #expect(list.isAtEnd)
        #expect(throws: JSONFault.self) { try list.decode(Int.self) }
    }

    func encode(to encoder: any Encoder) throws {
        var top = encoder.container(keyedBy: Keys.self)
        var object = top.nestedContainer(keyedBy: Keys.self, forKey: .object)
        var list = object.nestedUnkeyedContainer(forKey: .list)
        try list.encode(1)
        var element = list.nestedContainer(keyedBy: Keys.self)
        try element.encode(witness, forKey: .a)
        var last = list.nestedUnkeyedContainer()
        #expect(last.codingPath.jsonPointer == "/object/list/2")
        var value = last.superEncoder().singleValueContainer()
        try value.encode(true)
        #expect(list.count == 3)
    }
}

@Suite struct `Containers by hand` {
    private static let text = #"{"object":{"list":[1,{"a":"x"},[true]]}}"#

    private func told(_ note: String) throws -> [CodingUserInfoKey: any Sendable] {
        [try #require(CodingUserInfoKey.note): note]
    }

    @Test func `stand where their path says, in both ways`() throws {
        let document = try JSONDocument(parsing: Array(Self.text.utf8))
        let nested = try StrictDecoder(userInfo: told("read")).decode(Nested.self, from: document)
        #expect(nested.paths == ["/object", "/object/list", "/object/list/1", "/object/list/2", "/object/list/2/0"])
        #expect(nested.witness.pointer == "/object/list/1/a")
        #expect(nested.witness.note == "read")
        let encoded = try CanonicalEncoder(userInfo: told("written")).encode(nested)
        #expect(encoded == ["object": ["list": [1, ["a": "/object/list/1/a written"], [true]]]])
    }

    @Test func `refuse what they did not ask for, at any depth`() {
        for (text, pointer) in [
            (#"{"object":{"list":[1,{"a":"x","b":0},[true]]}}"#, "/object/list/1/b"),
            (#"{"object":{"c":0,"list":[1,{"a":"x"},[true]]}}"#, "/object/c"),
            (#"{"object":{"list":[1,{"a":"x"},[true]]},"a":0}"#, "/a"),
        ] {
            let fault = #expect(throws: JSONFault.self) { try decode(Nested.self, text) }
            #expect(fault?.code == .unknownField)
            #expect(fault?.pointer == pointer)
        }
    }

    @Test func `begin their path at the root of the document, not of the part`() throws {
        let document = try JSONDocument(parsing: Array(#"{"data":{"a~b":[0,"x"]}}"#.utf8))
        let witness = try StrictDecoder().decode([Witness].self, from: document, at: "/data/a~0b")
        #expect(witness.map(\.pointer) == ["/data/a~0b/0", "/data/a~0b/1"])
    }
}
