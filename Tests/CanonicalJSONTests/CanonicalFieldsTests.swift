import CanonicalJSON
import Testing

@Suite struct `Reading single fields` {
    private static let text = Array(
        #"{"a":-12,"b":true,"c":{"d":"x","e":[{"f":1},{"f":2}]},"k\n":0,"t":"å\"\u0001\\","u":["p","q\tr"],"å":"2018"}"#
            .utf8)

    private func read<Result>(
        _ text: [UInt8] = text, _ body: (inout CanonicalFields) throws(JSONFault) -> Result
    ) throws(JSONFault) -> Result { try CanonicalFields.read(text, body) }

    @Test func `gives them in the order of the names`() throws {
        try read { fields throws(JSONFault) in
            #expect(try fields.integer("a") == -12)
            #expect(try fields.boolean("b") == true)
            #expect(try fields.integer("k\n") == 0)
            #expect(try fields.string("t") == "å\"\u{1}\\")
            #expect(try fields.strings("u") == ["p", "q\tr"])
            #expect(try fields.string("å") == "2018")
        }
    }

    @Test func `gives them in any other order, and more than once`() throws {
        try read { fields throws(JSONFault) in
            #expect(try fields.string("å") == "2018")
            #expect(try fields.integer("a") == -12)
            #expect(try fields.integer("a") == -12)
            #expect(try fields.string("zzz") == nil)
            #expect(try fields.contains("t"))
            #expect(try fields.contains("t"))
            #expect(try fields.boolean("b") == true)
            #expect(try fields.contains("") == false)
            #expect(try fields.integer("aa") == nil)
            #expect(try fields.integer("k\n") == 0)
        }
    }

    @Test func `gives nested ones`() throws {
        try read { fields throws(JSONFault) in
            guard var inner = try fields.object("c") else { throw fields.missing("c") }
            #expect(try inner.string("d") == "x")
            var sum: Int64 = 0
            let isThere = try inner.forEachObject("e") { element throws(JSONFault) in
                sum += try element.integer("f") ?? 100
            }
            #expect(isThere)
            #expect(sum == 3)
            #expect(try inner.contains("z") == false)
            #expect(try fields.object("x") == nil)
            #expect(try fields.integer("k\n") == 0)
            let bytes = try fields.bytes(of: "c").map { String(decoding: $0, as: UTF8.self) }
            #expect(bytes == #"{"d":"x","e":[{"f":1},{"f":2}]}"#)
        }
    }

    @Test func `compares text without making it`() throws {
        try read { fields throws(JSONFault) in
            let year = try fields.text("å")
            let escaped = try fields.text("t")
            #expect(year.map { $0 == "2018" } == true)
            #expect(year.map { $0 == "201" } == false)
            #expect(year.map { $0 == "20180" } == false)
            #expect(escaped.map { $0 == "å\"\u{1}\\" } == true)
            #expect(escaped.map { $0 == #"å\"\u0001\\"# } == false)
            #expect(escaped?.string == "å\"\u{1}\\")
            var texts: [Bool] = []
            try fields.forEachText("u") { texts.append($0 == "q\tr") }
            #expect(texts == [false, true])
        }
    }

    @Test func `names a field of another type, and one that is missing`() {
        func fault(_ body: (inout CanonicalFields) throws(JSONFault) -> Void) -> JSONFault? {
            #expect(throws: JSONFault.self) { try CanonicalFields.read(Self.text, body) }
        }
        let wrong = fault { fields throws(JSONFault) in _ = try fields.string("a") }
        #expect(wrong?.code == .wrongType)
        #expect(wrong?.pointer == "/a")
        #expect(wrong?.parameters == ["expected": "string", "found": "integer"])
        let nested = fault { fields throws(JSONFault) in
            try fields.forEachObject("e") { _ in }
            var inner = try fields.object("c")
            try inner?.forEachObject("e") { element throws(JSONFault) in _ = try element.boolean("f") }
        }
        #expect(nested?.pointer == "/c/e/0/f")
        #expect(nested?.column == 42)
        let missing = fault { fields throws(JSONFault) in
            let inner = try fields.object("c")
            throw inner?.missing("z/z") ?? fields.missing("c")
        }
        #expect(missing?.code == .missingField)
        #expect(missing?.pointer == "/c/z~1z")
    }

    @Test(arguments: [
        "", "1", "[]", "{", #"{"a"}"#, #"{"a":1"#, #"{"a":1}x"#, "{} ", " {}", #"{"a": 1}"#, #"{"a":1,}"#,
        #"{"a":1 ,"b":2}"#,
        #"{"b":1,"a":2}"#, #"{"a":1,"a":2}"#, #"{"a":01}"#, #"{"a":-0}"#, #"{"a":1.5}"#, #"{"a":9223372036854775808}"#,
        #"{"a":"\/"}"#, #"{"a":"\u0041"}"#, #"{"a":"\u000a"}"#, #"{"a":"\u001F"}"#, #"{"a":"\u0020"}"#,
        "{\"a\":\"\n\"}",
        #"{"a":{"c":1,"b":2}}"#, #"{"a":[1,]}"#, #"{"a":[1 ]}"#, #"{"a":tru}"#, #"{"a":}"#, #"{"a":"\"}"#,
        #"{"a":"\u00"}"#,
        #"{"\n\"":1,"\n!":2}"#, #"{1:2}"#, #"{"a":[}"#, #"{"a":{]}}"#, #"{"a":-}"#,
    ])
    func `refuses to pass over what is not canonical`(text: String) {
        let fault = #expect(throws: JSONFault.self) {
            try CanonicalFields.read(Array(text.utf8)) { fields throws(JSONFault) in _ = try fields.contains("zzz") }
        }
        #expect(fault?.code == .notCanonical || fault?.code == .wrongType)
        let strict = try? CanonicalJSON.value(reading: Array(text.utf8))
        #expect(strict?.object == nil, "the strict reader refuses it too, if it is an object")
    }

    @Test func `refuses text that is no UTF-8`() {
        let text = Array(#"{"a":""#.utf8) + [0xC3] + Array(#""}"#.utf8)
        let fault = #expect(throws: JSONFault.self) {
            try CanonicalFields.read(text) { fields throws(JSONFault) in _ = try fields.string("a") }
        }
        #expect(fault?.code == .notUTF8)
    }
}
