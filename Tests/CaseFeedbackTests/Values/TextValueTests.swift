import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `A label` {
    @Test func `is kept in NFC, without white space around it`() throws {
        #expect(try Array(Label(" \u{A0}Ma\u{30A}ngfald ").text.unicodeScalars) == Array("Mångfald".unicodeScalars))
    }

    @Test(arguments: [
        ("", "empty-text"),
        (" \t\u{2003} ", "empty-text"),
        (String(repeating: "å", count: 201), "text-too-long"),
        ("två\nrader", "control-character"),
        ("noll\u{0}", "control-character"),
        ("Majorna 640823-3234", "personal-identity-number"),
    ])
    func `is refused`(text: String, expected: String) {
        #expect(code { () throws(InvalidValue) in try Label(text) } == expected)
    }

    @Test func `may have 200 characters, a wording 500`() throws {
        #expect(try Label(String(repeating: "å", count: 200)).text.count == 200)
        #expect(try Wording(String(repeating: "å", count: 500)).text.count == 500)
        #expect(code { () throws(InvalidValue) in try Wording(String(repeating: "å", count: 501)) } == "text-too-long")
    }

    @Test func `is shown in the language asked for, else in Swedish`() throws {
        let both = LocalizedLabel(sv: try Label("Enhet"), en: try Label("Unit"))
        #expect(Language.allCases.map(both.text) == ["Enhet", "Unit"])
        #expect(LocalizedLabel(sv: try Label("Enhet")).text(in: .english) == "Enhet")
    }
}

@Suite struct `A registration number` {
    @Test(arguments: ["N180-0123/18", "SN 2018/123", "SRF:2018_7.b", "Äskil-1"])
    func `has each authority's own form`(text: String) throws {
        #expect(try RegistrationNumber(text).text == text)
    }

    @Test(arguments: [
        ("N180#1", "malformed-registration-number"), ("640823-3234", "personal-identity-number"), (" ", "empty-text"),
        (String(repeating: "1", count: 65), "text-too-long"),
    ])
    func `is refused`(text: String, expected: String) {
        #expect(code { () throws(InvalidValue) in try RegistrationNumber(text) } == expected)
    }
}

@Suite struct `A zone` {
    @Test(arguments: ["Europe/Stockholm", "UTC", "America/Argentina/Ushuaia", "Etc/GMT+1"])
    func `is an IANA name`(text: String) throws {
        #expect(try ZoneName(text).text == text)
    }

    @Test(arguments: ["", "Europe/", "/Europe", "../etc/passwd", "Europe/Malmö", "a/b/c/d"])
    func `in any other form is refused`(text: String) {
        #expect(code { () throws(InvalidValue) in try ZoneName(text) } == "malformed-zone")
    }
}

@Suite struct `A free text` {
    private func read(_ text: String) throws -> FreeText {
        try StrictDecoder(userInfo: [.freeTextCheck: FreeTextCheck.noPersonalIdentityNumber])
            .decode(FreeText.self, from: .string(text))
    }

    @Test func `is kept as it is written, line breaks too`() throws {
        #expect(try read(" Hon lyssnade.\n\n\tJag blev trygg. ").words == " Hon lyssnade.\n\n\tJag blev trygg. ")
    }

    @Test(arguments: [
        (" \n ", "empty-text"),
        (String(repeating: "å", count: 20_001), "text-too-long"),
        ("noll\u{0}", "control-character"),
        ("flickan, 640823-3234, sade", "personal-identity-number"),
    ])
    func `is refused, and the fault does not repeat it`(text: String, expected: String) throws {
        let fault = #expect(throws: JSONFault.self) { try read(text) }
        #expect(fault?.innerCode == expected)
        #expect(fault?.value == nil)
    }

    @Test func `may have twenty thousand characters`() throws {
        #expect(try read(String(repeating: "å", count: 20_000)).words.count == 20_000)
    }
}

@Suite struct `The scope of a role` {
    @Test(arguments: ["organisation", "committee:sdn-centrum", "unit:majorna"])
    func `is read back as it is written`(text: String) throws {
        #expect(try RoleScope(jsonString: text).jsonString == text)
    }

    @Test(arguments: [
        ("", "malformed-role-scope"), ("unit", "malformed-role-scope"), ("organisation:", "malformed-role-scope"),
        ("child:b", "malformed-role-scope"), ("unit:", "malformed-identifier"), ("unit:a:b", "malformed-identifier"),
    ])
    func `is refused`(text: String, expected: String) {
        #expect(code { () throws(InvalidValue) in try RoleScope(jsonString: text) } == expected)
    }
}
