import CanonicalJSON
import EventSourcing
import Testing

@Suite struct `A UUID` {
    @Test func `is read and written`() throws {
        let text = "018f3c2e-7a10-7cc3-98c4-dc0c0c07398f"
        let value = try UUIDValue(jsonString: text)
        #expect(value.high == 0x018f_3c2e_7a10_7cc3)
        #expect(value.low == 0x98c4_dc0c_0c07_398f)
        #expect(value.jsonString == text)
        #expect(try UUIDValue(jsonString: text.uppercased()) == value)
        #expect(UUIDValue(bytes: value.bytes) == value)
        #expect(value.bytes.first == 0x01 && value.bytes.last == 0x8f)
    }

    @Test(arguments: [
        "", "018f3c2e7a107cc398c4dc0c0c07398f", "{018f3c2e-7a10-7cc3-98c4-dc0c0c07398f}",
        "018f3c2e-7a10-7cc3-98c4-dc0c0c07398", "018f3c2e-7a10-7cc3-98c4-dc0c0c07398f0",
        "018f3c2e-7a10-7cc3-98c4-dc0c0c07398g", "018f3c2e07a10-7cc3-98c4-dc0c0c07398f",
        "018f3c2-e7a10-7cc3-98c4-dc0c0c07398f", " 18f3c2e-7a10-7cc3-98c4-dc0c0c07398f",
    ])
    func `of another form is refused`(text: String) {
        let fault = #expect(throws: InvalidValue.self) { try UUIDValue(jsonString: text) }
        #expect(fault?.code == "malformed-uuid")
    }

    @Test func `needs sixteen bytes`() {
        #expect(UUIDValue(bytes: Array(repeating: 1, count: 15)) == nil)
        #expect(UUIDValue(bytes: Array(repeating: 1, count: 17)) == nil)
    }

    /// The example of RFC 9562, appendix A.6: 2022-02-22T19:22:22Z, random bits 0xCC3 and 0x18C4DC0C0C07398F.
    @Test func `of version 7 is that of the standard`() throws {
        let instant = try Instant(jsonString: "2022-02-22T19:22:22Z")
        let value = UUIDValue(version7At: instant, random: (0xCC3, 0x18C4_DC0C_0C07_398F))
        #expect(value.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        let full = UUIDValue(version7At: instant, random: (.max, .max))
        #expect(full.description == "017f22e2-79b0-7fff-bfff-ffffffffffff")
        let none = UUIDValue(version7At: instant, random: (0, 0))
        #expect(none.description == "017f22e2-79b0-7000-8000-000000000000")
    }

    @Test func `of version 7 is ordered by time`() throws {
        let earlier = UUIDValue(version7At: Instant(microsecondsSince1970: 1_000_000), random: (.max, .max))
        let later = UUIDValue(version7At: Instant(microsecondsSince1970: 1_001_000), random: (0, 0))
        #expect(earlier < later)
    }
}
