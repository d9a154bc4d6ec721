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

    private static func file(_ caller: [String: String]) -> [UInt8] {
        let fields = caller.map { #""\#($0.key)":\#($0.value)"# }.joined(separator: ",")
        return Array(
            #"{"format":"casefeedback-commands","version":1,"organisation":"1480","caller":{\#(fields)}}"#.utf8)
    }
}
