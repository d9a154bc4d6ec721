import CaseFeedbackService
import EventSourcing
import Testing

@Suite struct `The first line of a file of commands` {
    @Test(arguments: [
        ("role", #""boss""#), ("role", #""""#), ("role", #""administrator\nINFO forged""#), ("subject", #""a\u0000b""#),
        ("issuer", #""""#), ("ground", #""two\nlines""#),
    ])
    func `says who acts in words that are taken everywhere`(field: String, value: String) throws {
        var caller = ["issuer": #""os""#, "subject": #""anna""#, "role": #""administrator""#, "ground": #""trial""#]
        #expect(try CommandFile(reading: Self.file(caller)).caller.identity == "os#anna")
        caller[field] = value
        let problem = #expect(throws: Problem.self) { try CommandFile(reading: Self.file(caller)) }
        #expect(problem?.kind == .badInput)
        #expect(problem?.line == 1)
        #expect(problem?.field == "/caller/\(field)")
    }

    @Test(arguments: [
        ("", "file-empty"), ("\n \r\n", "file-empty"), ("Dear Anna,\n", "file-without-header"),
        ("{}\n", "file-without-header"), (#"{"type":"open-cycle"}"#, "file-without-header"),
        (#"{"format":"casefeedback-events","version":1}"#, "file-is-history"),
        (#"{"format":"casefeedback-dreams","version":1}"#, "unknown-file-format"),
        (#"{"format":"casefeedback-commands","version":2}"#, "unknown-file-format"),
        (#"{"format":"casefeedback-commands","version":1}"#, "missing-field"),
        (#"{"format":"casefeedback-commands",}"#, "malformed-json"), ("\u{FEFF}{}", "byte-order-mark"),
        ("\0\0\0", "nul-character"),
    ])
    func `says what the file should be, and which import takes it`(text: String, code: String) {
        let problem = #expect(throws: Problem.self) { try CommandFile(reading: Array(text.utf8)) }
        #expect(problem?.code == code)
        #expect(problem?.kind == .badInput)
        #expect(problem?.line == 1)
    }

    @Test func `may end as lines do on Windows`() throws {
        let caller = ["issuer": #""os""#, "subject": #""anna""#, "role": #""administrator""#, "ground": #""trial""#]
        #expect(try CommandFile(reading: Self.file(caller) + Array("\r\n\r\n".utf8)).commands.isEmpty)
    }

    private static func file(_ caller: [String: String]) -> [UInt8] {
        let fields = caller.map { #""\#($0.key)":\#($0.value)"# }.joined(separator: ",")
        return Array(
            #"{"format":"casefeedback-commands","version":1,"organisation":"1480","caller":{\#(fields)}}"#.utf8)
    }
}
