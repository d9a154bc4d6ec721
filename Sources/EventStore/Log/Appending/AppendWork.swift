import EventSourcing

/// What one caller wants appended to a log: one command, or several that stand and fall together.
struct AppendWork: Sendable {
    let requests: [AppendRequest]
    let mode: AppendMode
    /// Of payloads and texts.
    let byteCount: Int
    let eventCount: Int

    init(_ requests: [AppendRequest], mode: AppendMode) {
        self.requests = requests
        self.mode = mode
        byteCount = requests.reduce(0) { $0 + $1.byteCount }
        eventCount = requests.reduce(0) { $0 + $1.events.count }
    }

    /// It can't share a transaction: it decides for itself whether all of it stands, or its verdict would not see the other
    /// events of the transaction.
    var mustBeAlone: Bool { mode.isAllOrNothing || requests.contains(where: \.mustBeAlone) }
}

extension AppendRequest {
    fileprivate var byteCount: Int {
        events.reduce(0) { sum, event in
            sum + event.payload.count + event.texts.reduce(0) { $0 + $1.words.utf8.count }
        }
    }

    fileprivate var mustBeAlone: Bool {
        opening != nil
            || conditions.contains { condition in
                if case .noEvent = condition { true } else { false }
            }
    }
}
