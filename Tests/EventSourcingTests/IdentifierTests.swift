import CanonicalJSON
import EventSourcing
import Testing

@Suite struct `Names and places` {
    @Test(arguments: [
        ("1480", true), ("goteborgsregionen", true), ("a-", true), ("ab", true),
        (String(repeating: "a", count: 32), true),
        ("a", false), ("", false), (String(repeating: "a", count: 33), false), ("Göteborg", false), ("1480 ", false),
        ("14_80", false), ("AB", false), ("ab\n", false), ("a/b", false),
    ])
    func `an organisation has two to thirty-two of a-z, 0-9 and the hyphen`(text: String, isRight: Bool) {
        let organisation = try? OrganisationID(text)
        #expect((organisation != nil) == isRight)
        if isRight { #expect(organisation?.jsonString == text) }
    }

    @Test(arguments: [
        ("2017-2018", true), ("x", true), (String(repeating: "a", count: 64), true), ("", false),
        (String(repeating: "a", count: 65), false), ("Majorna", false), ("a b", false), ("a:b", false), ("a|b", false),
    ])
    func `an identifier has one to sixty-four of them`(text: String, isRight: Bool) {
        #expect(((try? Identifier(text)) != nil) == isRight)
    }

    @Test(arguments: [
        ("interview-held", true), ("abc", true), ("ab", false), ("interview_held", false), ("a b c", false),
    ])
    func `a type's name has three to sixty-four of them`(text: String, isRight: Bool) {
        #expect(((try? TypeName(text)) != nil) == isRight)
    }

    @Test(arguments: ["cases/1480/0", "cases/1480/1234", "access/goteborgsregionen/9223372036854775807"])
    func `a position in a log is read and written`(text: String) throws {
        #expect(try LogPosition(parsing: text).description == text)
    }

    @Test(arguments: [
        "", "cases/1480", "cases/1480/", "cases/1480/1/2", "other/1480/1", "cases//1", "cases/1480/-1", "cases/1480/+1",
        "cases/1480/01", "cases/1480/1.0", "cases/1480/9223372036854775808", "cases/1480/ 1", "Cases/1480/1",
        "/cases/1480/1",
    ])
    func `a position of another form is refused`(text: String) {
        #expect(throws: InvalidValue.self) { try LogPosition(parsing: text) }
    }

    @Test func `a stream and a tag are named for their kind`() throws {
        #expect(StreamName("round", "2017-2018", "majorna").text == "round/2017-2018/majorna")
        #expect(StreamName("organisation").text == "organisation")
        #expect(Tag("unit", "majorna").text == "unit:majorna")
        #expect(Position.beginning.next == Position(1))
    }
}
