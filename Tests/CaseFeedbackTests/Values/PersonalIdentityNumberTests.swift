import CanonicalJSON
import Testing

@testable import CaseFeedback

/// The numbers are Skatteverket's own examples (SKV 704, SKV 707), or made with a date and a check digit.
@Suite struct `A personal identity number` {
    @Test(arguments: [
        "640823-3234", "6408233234", "640823+3234", "19640823-3234", "196408233234", "18640823+3234",
        "640823 3234", "640823 - 3234", "19640823  3234", "1964-08-23-3234", "1964-08-23 3234", "64-08-23-3234",
        "1964 08 23 3234", "64.08.23-3234", "1964/08/23-3234",
        "701063-2391", "7010632391", "197010632391", "19701063-2391",
        "811218-9876",
    ])
    func `is found in every way of writing it`(number: String) {
        #expect(PersonalIdentityNumber.isContained(in: number))
        #expect(PersonalIdentityNumber.isContained(in: "Barnet (\(number)) berättade."))
        #expect(PersonalIdentityNumber.isContained(in: "pnr\(number)x"))
        #expect(PersonalIdentityNumber.isContained(in: "å\(number)."))
        #expect(PersonalIdentityNumber.isContained(in: "rad\n\(number)\nrad"))
    }

    @Test(arguments: [
        "640823\u{2013}3234", "640823\u{2212}3234", "640823\u{00AD}-3234", "6408\u{200B}233234", "640823\u{A0}3234",
        "６４０８２３－３２３４", "٦٤٠٨٢٣-٣٢٣٤", "\u{2060}640823-3234", "⑥④⓪⑧②③③②③④",
    ])
    func `is found behind other dashes, digits and invisible characters`(number: String) {
        #expect(PersonalIdentityNumber.isContained(in: number))
    }

    @Test(arguments: [
        ("640823-3235", "the check digit is wrong"),
        ("640832-3232", "no month has 32 days"),
        ("641323-3233", "no year has 13 months"),
        ("010229-0012", "2001 and 1901 were no leap years"),
        ("20640823323", "eleven digits"),
        ("1196408233234", "thirteen digits"),
        ("64082332341", "a digit follows"),
        ("640823-32341", "a digit follows"),
        ("2018-09-13", "a day alone"),
        ("2018-09-13T13:00:00Z", "a moment"),
        ("031-365 00 00", "a telephone number"),
        ("+46 31 365 00 00", "a telephone number"),
        ("018f3c2e-7a10-7cc3-98c4-dc0c0c07398f", "a UUID"),
        ("N180-0123/18", "a registration number"),
        ("640823\n3234", "two lines"),
        ("640823--3234", "no way of writing it"),
        ("1964-0823-3234", "no way of writing it"),
        ("", "nothing"),
    ])
    func `is not seen where there is none`(text: String, reason: String) {
        #expect(!PersonalIdentityNumber.isContained(in: text), "\(reason)")
    }

    @Test func `of the 29th of February is one in a leap year of any century that it may mean`() {
        #expect(PersonalIdentityNumber.isContained(in: "000229-0013"))
        #expect(!PersonalIdentityNumber.isContained(in: "19000229-0013"))
        #expect(PersonalIdentityNumber.isContained(in: "20000229-0013"))
    }

    /// A number with another last digit is none, whatever its date: the check digit decides.
    @Test func `has one check digit of ten`() {
        let found = (0...9).filter { PersonalIdentityNumber.isContained(in: "640823-323\($0)") }
        #expect(found == [4])
    }

    @Test func `is found at the end of twenty thousand characters`() {
        #expect(PersonalIdentityNumber.isContained(in: String(repeating: "ord 12 ", count: 3000) + "6408233234"))
    }
}
