import CanonicalJSON
import EventSourcing
import Testing

@Suite struct `A day` {
    /// Days since 1970-01-01, as Python's `datetime.date` counts them.
    @Test(arguments: [
        ("0001-01-01", -719_162), ("1600-02-29", -135_081), ("1900-03-01", -25_508), ("1969-12-31", -1),
        ("1970-01-01", 0), ("2000-02-29", 11_016), ("2018-09-13", 17_787), ("2024-12-31", 20_088),
        ("9999-12-31", 2_932_896),
    ])
    func `has a number`(text: String, number: Int32) throws {
        let day = try Day(jsonString: text)
        #expect(day.daysSince1970 == number)
        #expect(Day(daysSince1970: number).jsonString == text)
    }

    /// Nobody can write one down; what comes across one must say so rather than end the process.
    @Test(arguments: [
        (-719_163, "+0000-12-31"), (-719_529, "-0001-12-31"), (2_932_897, "+10000-01-01"),
        (Int32.min, "-5877641-06-23"), (Int32.max, "+5881580-07-11"),
    ])
    func `outside the years 1 to 9999 is shown with a sign`(number: Int32, text: String) {
        #expect(!Day(daysSince1970: number).isWritable)
        #expect(Day(daysSince1970: number).description == text)
    }

    @Test func `is followed by the next, over eight centuries`() throws {
        var day = try Day(jsonString: "1599-12-31")
        var last = day.components
        for _ in 0..<(800 * 366) {
            day = day.adding(days: 1)
            let next = day.components
            if next.day == 1 {
                #expect(last.day >= 28)
                #expect(next.month == last.month % 12 + 1)
                #expect(next.year == last.year + (next.month == 1 ? 1 : 0))
            } else {
                #expect(next == (last.year, last.month, last.day + 1))
            }
            last = next
        }
        #expect(last.year > 2399)
    }

    @Test func `is read back as it was written`() throws {
        for number in stride(from: Int32(-719_162), through: 2_932_896, by: 373) {
            let day = Day(daysSince1970: number)
            #expect(try Day(jsonString: day.jsonString) == day)
        }
    }

    @Test(arguments: [
        "2018-02-29", "1900-02-29", "2018-04-31", "2018-00-10", "2018-13-01", "2018-01-00", "2018-01-32", "0000-01-01",
    ])
    func `that does not exist is refused`(text: String) {
        let fault = #expect(throws: InvalidValue.self) { try Day(jsonString: text) }
        #expect(fault?.code == "no-such-day")
    }

    @Test(arguments: [
        "", "2018-9-13", "20180913", "2018-09-13 ", " 2018-09-13", "2018/09/13", "+018-09-13", "-018-09-13",
        "2018-09-1３", "2018-09-13T", "٢٠١٨-09-13", "18-09-13",
    ])
    func `of another form is refused`(text: String) {
        let fault = #expect(throws: InvalidValue.self) { try Day(jsonString: text) }
        #expect(fault?.code == "malformed-day")
    }
}
