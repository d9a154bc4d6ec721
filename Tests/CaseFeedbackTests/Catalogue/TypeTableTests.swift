import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `A table of types` {
    @Test func `finds every type that it was made of, and no other`() throws {
        let types = Catalogue.events.map(\.type)
        let table = TypeTable(types.map { ($0, $0) })
        for type in types {
            #expect(table[type] == type)
            #expect(table[try TypeName(type.text + "-x")] == nil)
            #expect(table[try TypeName("x" + type.text.dropFirst())] == nil || type.text.hasPrefix("x"))
        }
        #expect(TypeTable<Bool>([])["abc"] == nil)
    }
}
