import CanonicalJSON
import Testing

@Suite struct `Decoding strictly` {
    @Test func `gives every supported type what it asks for`() throws {
        let text = """
            {"name": "Centrum", "count": 12, "small": -3, "open": true, "phase": "seminar-held",
             "tags": ["a", "b"], "counts": {"x": 1, "y": 2}, "parts": [{"day": "2018-09-13"}], "raw": {"any": [null]}}
            """
        let unit = try decode(Unit.self, text)
        #expect(unit.name == "Centrum")
        #expect(unit.count == 12)
        #expect(unit.small == -3)
        #expect(unit.open)
        #expect(unit.phase == .seminarHeld)
        #expect(unit.tags == ["a", "b"])
        #expect(unit.counts == ["x": 1, "y": 2])
        #expect(unit.parts == [Unit.Part(day: Day(text: "2018-09-13"))])
        #expect(unit.raw == ["any": [nil]])
        #expect(unit.note == nil)
    }

    @Test func `comes back from the canonical text of what it decoded`() throws {
        let text = """
            {"name": "A\u{30A}by", "count": 1, "small": 0, "open": false, "phase": "planned", "tags": [], "counts": {},
             "parts": [], "raw": null, "note": "x"}
            """
        let unit = try decode(Unit.self, text)
        let bytes = try CanonicalEncoder().bytes(of: unit)
        #expect(try StrictDecoder().decode(Unit.self, fromCanonical: bytes) == unit)
        #expect(try StrictDecoder().decode(Unit.self, from: CanonicalEncoder().encode(unit)) == unit)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"count":1,"counts":{},"name":"Åby","note":"x","open":false,"parts":[],"phase":"planned","raw":null,"#
                + #""small":0,"tags":[]}"#)
    }

    @Test func `decodes a scalar at the top`() throws {
        #expect(try decode(Int.self, " 7 ") == 7)
        #expect(try decode(String.self, #""å""#) == "å")
        #expect(try decode([Bool].self, "[true]") == [true])
        #expect(try decode(Phase.self, #""planned""#) == .planned)
    }

    @Test func `begins at the pointer that it is given`() throws {
        let document = try JSONDocument(parsing: Array(#"{"data":{"a/b":[1,{"day":"2018-09-13"}]}}"#.utf8))
        #expect(try StrictDecoder().decode(Unit.Part.self, from: document, at: "/data/a~1b/1").day.text == "2018-09-13")
        let fault = #expect(throws: JSONFault.self) {
            try StrictDecoder().decode(Int.self, from: document, at: "/datum")
        }
        #expect(fault?.code == .missingField)
        #expect(fault?.pointer == "/datum")
        let other = #expect(throws: JSONFault.self) {
            try StrictDecoder().decode(String.self, from: document, at: "/data/a~1b/0")
        }
        #expect(other?.pointer == "/data/a~1b/0")
    }
}

func decode<T: Decodable>(_ type: T.Type, _ text: String, ignoring: Bool = false) throws -> T {
    try StrictDecoder(unknownFields: ignoring ? .ignored : .refused)
        .decode(type, from: JSONDocument(parsing: Array(text.utf8)))
}
