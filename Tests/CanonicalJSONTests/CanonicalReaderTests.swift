import CanonicalJSON
import Testing

@Suite struct `Reading a text of known shape` {
    private struct Sample: Codable, Hashable, CanonicalObject {
        struct Part: Codable, Hashable, CanonicalObject {
            var names: [String]
            var size: Int?

            init(names: [String], size: Int?) {
                self.names = names
                self.size = size
            }

            init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
                names = try reader.field("names")
                size = try reader.fieldIfPresent("size")
            }

            func write(fields writer: inout CanonicalWriter) {
                writer.field("names", names)
                writer.fieldIfPresent("size", size)
            }
        }

        var flag: Bool
        var number: Int64
        var parts: [String: Part]
        var rest: [Part]
        var value: JSONValue

        init(flag: Bool, number: Int64, parts: [String: Part], rest: [Part], value: JSONValue) {
            self.flag = flag
            self.number = number
            self.parts = parts
            self.rest = rest
            self.value = value
        }

        init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
            flag = try reader.field("flag")
            number = try reader.field("number")
            parts = try reader.field("parts")
            rest = try reader.field("rest")
            value = try reader.field("value", as: ByCodable<JSONValue>.self).value
        }

        func write(fields writer: inout CanonicalWriter) {
            writer.field("flag", flag)
            writer.field("number", number)
            writer.field("parts", parts)
            writer.field("rest", rest)
            writer.field("value", ByCodable(value))
        }
    }

    private func read(_ text: [UInt8]) -> Sample? {
        text.withUnsafeBytes { text in
            CanonicalReader.value(of: text) { (fields) throws(UnexpectedText) in try Sample(fields: &fields) }
        }
    }

    private func sample(using generator: inout SeededGenerator) -> Sample {
        func part() -> Sample.Part {
            Sample.Part(
                names: (0..<Int.random(in: 0...2, using: &generator)).map { _ in
                    Int.random(in: 0..<9, using: &generator) > 0 ? "namn-å" : JSONValue.randomString(using: &generator)
                }, size: Bool.random(using: &generator) ? Int.random(in: -100...100, using: &generator) : nil)
        }
        let keys = ["a", "b", "unit-1", "Ö", "e\u{301}"].shuffled(using: &generator).prefix(2)
        return Sample(
            flag: .random(using: &generator),
            number: Int.random(in: 0..<9, using: &generator) == 0
                ? Int64.random(in: .min ... .max, using: &generator) : Int64.random(in: -9...9, using: &generator),
            parts: Dictionary(uniqueKeysWithValues: keys.map { ($0.normalizedToNFC, part()) }),
            rest: [part(), part()], value: .random(depth: 2, using: &generator))
    }

    @Test(arguments: seeds) func `writes what Codable writes, and reads it or leaves it to Codable`(seed: UInt64) throws
    {
        var generator = SeededGenerator(seed: seed)
        var count = 0
        for _ in 0..<200 {
            let sample = sample(using: &generator)
            let text = CanonicalJSON.bytes(of: try CanonicalEncoder().encode(sample))
            #expect(try CanonicalEncoder().bytes(of: sample) == text, "seed \(seed)")
            let strict = try StrictDecoder().decode(Sample.self, from: CanonicalJSON.document(reading: text))
            #expect(try StrictDecoder().decode(Sample.self, fromCanonical: text) == strict, "seed \(seed)")
            guard let quick = read(text) else { continue }
            count += 1
            #expect(quick == strict, "seed \(seed)")
        }
        #expect(count > 10)
    }

    private static let sound = #"{"flag":true,"number":-12,"parts":{"a":{"names":[]}},"rest":[],"value":null}"#

    @Test func `gives the values of a sound text`() {
        let sample = Sample(flag: true, number: -12, parts: ["a": .init(names: [], size: nil)], rest: [], value: .null)
        #expect(read(Array(Self.sound.utf8)) == sample)
    }

    @Test(arguments: [
        ("true", " true"), ("true", "tru"), ("true", "1"), ("-12", "-0"), ("-12", "012"), ("-12", "1.0"),
        ("-12", "1e1"),
        ("-12", "\"-12\""), ("-12", "1234567890123456789"), ("-12", "-"), ("[]}},", "[]}}"), ("\"a\":", "\"a\" :"),
        ("{\"a\":{\"names\":[]}}", "{\"b\":{\"names\":[]},\"a\":{\"names\":[]}}"),
        ("{\"a\":{\"names\":[]}}", "{\"a\":{\"names\":[]},\"a\":{\"names\":[]}}"),
        ("{\"a\":{\"names\":[]}}", "{\"a\":{\"names\":[],\"size\":null}}"),
        ("{\"a\":{\"names\":[]}}", "{\"a\":{\"names\":[,]}}"), ("{\"a\":{\"names\":[]}}", "{\"a\":{\"names\":[]},}"),
        ("\"rest\":[]", "\"rest\":[null]"), ("\"rest\":[]", "\"rest\":{}"), (":null}", ":null}}"), (":null}", ":null"),
        (":null}", ":null,\"x\":1}"), (":null}", ":nul}"), (":null}", ":{\"b\":1,\"a\":1}}"),
        ("\"flag\"", "\"fl\\u0061g\""),
        ("[]}},", "[\"\u{0}\"]}},"), ("[]}},", "[\"e\u{301}\"]}},"), ("[]}},", "[\"\\n\"]}},"),
    ])
    func `leaves alone what is not just as expected`(part: String, other: String) throws {
        #expect(read(Array(Self.sound.replacing(part, with: other).utf8)) == nil)
    }

    @Test func `refuses bytes that are no UTF-8`() {
        let (before, after) = (#"{"flag":true,"number":1,"parts":{},"rest":[{"names":[""#, #""]}],"value":1}"#)
        for bytes: [UInt8] in [[0xC3], [0xC0, 0x80], [0x80], [0xFF], [0xC3, 0x28]] {
            #expect(read(Array(before.utf8) + bytes + Array(after.utf8)) == nil)
        }
        #expect(read(Array(before.utf8) + [0xC3, 0xA5] + Array(after.utf8))?.rest.first?.names == ["å"])
    }

    @Test func `tells where in the whole text a field stands`() throws {
        var pointers: [String] = []
        let text = Array(#"{"a":{"b":1},"c":[{"d":1},{"d":2}]}"#.utf8)
        let sum = text.withUnsafeBytes { text in
            CanonicalReader.value(of: text) { (fields) throws(UnexpectedText) in
                struct One: CanonicalReadable {
                    let pointer: String
                    init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
                        pointer = reader.pointer
                        _ = try ByCodable<JSONValue>(reading: &reader)
                    }
                }
                pointers.append(try fields.field("a", as: One.self).pointer)
                pointers += try fields.objects("c") { (element) throws(UnexpectedText) in
                    try element.field("d", as: One.self).pointer
                }
                return pointers.count
            }
        }
        #expect(sum == 3)
        #expect(pointers == ["/a", "/c/0/d", "/c/1/d"])
    }
}
