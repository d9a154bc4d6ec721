import Testing

@testable import EventStore

@Suite struct `The traffic on a lane` {
    @Test func `is two transactions at the most`() {
        var traffic = LaneTraffic()
        #expect(traffic.hasRoom)
        traffic.sent(3)
        #expect(traffic.hasRoom)
        traffic.sent(4)
        #expect(!traffic.hasRoom && traffic.commandsUnderWay == 7)
        #expect(traffic.answered() == 3)
        #expect(traffic.hasRoom && traffic.underWay == [4])
    }

    /// Another process gets the head row then.
    @Test func `waits for its answers after eight that were sent ahead`() {
        var traffic = LaneTraffic()
        traffic.sent(1)
        for number in 1...8 {
            #expect(traffic.hasRoom, "\(number)")
            traffic.sent(1)
            #expect(traffic.answered() == 1)
        }
        #expect(!traffic.hasRoom && traffic.underWay == [1])
        #expect(traffic.answered() == 1)
        #expect(traffic.hasRoom)
        // From here on anew.
        traffic.sent(1)
        #expect(traffic.hasRoom)
    }

    @Test func `begins to count anew where nothing is under way`() {
        var traffic = LaneTraffic()
        for _ in 1...20 {
            traffic.sent(1)
            traffic.sent(1)
            #expect(traffic.answered() == 1)
            #expect(traffic.hasRoom)
            #expect(traffic.answered() == 1)
        }
        #expect(traffic.answered() == nil)
    }
}
