import CanonicalJSON
import EventSourcing
import Testing

@Suite struct `An instant` {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999999Z", -1),
        ("2018-09-13T11:00:00Z", 1_536_836_400_000_000),
        ("2018-09-13T11:00:00.5Z", 1_536_836_400_500_000), ("2018-09-13T11:00:00.000001Z", 1_536_836_400_000_001),
        ("2018-09-13T11:00:00.12345Z", 1_536_836_400_123_450), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
    ])
    func `has a number of microseconds`(text: String, microseconds: Int64) throws {
        #expect(try Instant(jsonString: text).microsecondsSince1970 == microseconds)
        #expect(Instant(microsecondsSince1970: microseconds).jsonString == text)
    }

    @Test func `is read with zeroes at its end, and written without`() throws {
        #expect(try Instant(jsonString: "2018-09-13T11:00:00.500000Z").jsonString == "2018-09-13T11:00:00.5Z")
        #expect(try Instant(jsonString: "2018-09-13T11:00:00.0Z").jsonString == "2018-09-13T11:00:00Z")
    }

    @Test func `is read back as it was written`() throws {
        let first: Int64 = -62_135_596_800_000_000
        for step in Int64(0)..<5_000 {
            let instant = Instant(microsecondsSince1970: first + step * 63_107_579_520_001)
            #expect(try Instant(jsonString: instant.jsonString) == instant)
        }
    }

    @Test(arguments: [
        "", "2018-09-13", "2018-09-13T11:00Z", "2018-09-13T11:00:00", "2018-09-13T11:00:00+00:00",
        "2018-09-13T13:00:00+02:00", "2018-09-13t11:00:00z", "2018-09-13 11:00:00Z", "2018-09-13T24:00:00Z",
        "2018-09-13T11:60:00Z", "2018-09-13T11:00:60Z", "2018-09-13T11:00:00.Z", "2018-09-13T11:00:00.1234567Z",
        "2018-09-13T11:00:00,5Z", "2018-09-13T1:00:00Z", "2018-09-13T11:00:00.5", "2018-09-13T11:00:00.-5Z",
        "2018-09-13T11:00:00ZZ",
    ])
    func `of another form is refused`(text: String) {
        let fault = #expect(throws: InvalidValue.self) { try Instant(jsonString: text) }
        #expect(fault?.code == "malformed-instant")
    }

    @Test func `on a day that does not exist is refused`() {
        let fault = #expect(throws: InvalidValue.self) { try Instant(jsonString: "2018-02-29T11:00:00Z") }
        #expect(fault?.code == "no-such-day")
    }
}
