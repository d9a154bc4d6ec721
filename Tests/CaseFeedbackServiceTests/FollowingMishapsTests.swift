import EventSourcing
import EventStore
import TestSupport
import Testing

@testable import CaseFeedbackService

@Suite struct `The mishaps of following` {
    private static let away = StoreError.schemaMissing
    private static let full = StoreError.corrupt("a state")

    @Test func `are told once, however often the heads are looked at in between`() {
        var mishaps = FollowingMishaps()
        let isFirstNews = mishaps.isNews(Self.away, of: .gothenburg)
        #expect(isFirstNews)
        for _ in 0..<3 {
            mishaps.succeeded(nil)
            mishaps.succeeded(.kungsbacka)
            let isNews = mishaps.isNews(Self.away, of: .gothenburg)
            #expect(!isNews)
        }
        let isNewsOfAnother = mishaps.isNews(Self.away, of: .kungsbacka)
        let isAnotherNews = mishaps.isNews(Self.full, of: .gothenburg)
        #expect(isNewsOfAnother && isAnotherNews)
    }

    @Test func `are news again when it was followed in between`() {
        var mishaps = FollowingMishaps()
        let isFirstNews = mishaps.isNews(Self.away, of: .gothenburg)
        mishaps.succeeded(.gothenburg)
        let isNewsAgain = mishaps.isNews(Self.away, of: .gothenburg)
        #expect(isFirstNews && isNewsAgain)
    }
}
