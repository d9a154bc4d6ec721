import CLibPQ
import Logging

extension Wire {
    /// Connects as libpq does: hosts in turn, TLS, passwords and service files are its affair.
    ///
    /// It goes step by step instead of in one blocking call, so that warnings during the start reach the log, that a
    /// cancelled task need not wait, and that the server's SQLSTATE can be had.
    static func open(
        _ configuration: PostgresConfiguration, interrupts: Interrupts, logger: Logger
    ) throws(PostgresError) -> Wire {
        if let malformation = configuration.malformation { throw .connectionFailed(malformation) }
        guard let connection = start(configuration, PQconnectStartParams) else {
            throw .connectionFailed("out of memory")
        }
        let notices = NoticeSink(logger: logger)
        // From here on the wire frees the connection, also when this throws.
        var wire = Wire(owning: connection, notices: notices, interrupts: interrupts, logger: logger)
        notices.attach(to: connection)
        PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
        if try !handshake(connection, interrupts: interrupts) {
            // Only libpq's blocking call can go on to the next of several hosts after one was silent for too long.
            guard let patient = start(configuration, PQconnectdbParams) else {
                throw .connectionFailed("out of memory")
            }
            wire = Wire(owning: patient, notices: notices, interrupts: interrupts, logger: logger)
            notices.attach(to: patient)
            guard PQstatus(patient) == CONNECTION_OK else { throw refusal(of: patient) }
        }
        try wire.settleIn()
        return wire
    }

    private typealias Start = (
        UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<UnsafePointer<CChar>?>?, Int32
    ) -> OpaquePointer?

    private static func start(_ configuration: PostgresConfiguration, _ call: Start) -> OpaquePointer? {
        var texts: [[CChar]] = []
        for (keyword, value) in configuration.parameters {
            texts.append(Array(keyword.utf8CString))
            texts.append(Array(value.utf8CString))
        }
        let copies = texts.map { text in
            let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: text.count)
            _ = copy.initialize(from: text)
            return copy
        }
        defer { for copy in copies { copy.deallocate() } }
        let pointers = copies.map { UnsafePointer($0.baseAddress) }
        let keywords = stride(from: 0, to: pointers.count, by: 2).map { pointers[$0] } + [nil]
        let values = stride(from: 1, to: pointers.count, by: 2).map { pointers[$0] } + [nil]
        return call(keywords, values, 1)
    }

    /// False when a host was silent for too long and there are others.
    private static func handshake(
        _ connection: OpaquePointer, interrupts: Interrupts
    ) throws(PostgresError) -> Bool {
        guard PQstatus(connection) != CONNECTION_BAD else { throw refusal(of: connection) }
        let patience = ConnectPatience(connection)
        var step = PGRES_POLLING_WRITING
        var (address, limit) = (PQhostaddr(connection).map { String(cString: $0) }, patience.limit())
        while true {
            let side: SocketPoll.Side = step == PGRES_POLLING_WRITING ? .writable : .readable
            switch SocketPoll.wait(PQsocket(connection), side, interrupt: interrupts.readEnd, until: limit) {
            case .ready: break
            case .interrupted: throw .cancelled
            case .timedOut:
                if patience.hasOtherHosts { return false }
                let host = PQhost(connection).map { String(cString: $0) } ?? ""
                throw .connectionFailed("\"\(host)\" did not answer within \(patience.seconds) s (connect_timeout)")
            }
            step = PQconnectPoll(connection)
            if step == PGRES_POLLING_OK { return true }
            if step == PGRES_POLLING_FAILED { throw refusal(of: connection) }
            // As in libpq, each address has the whole time.
            let current = PQhostaddr(connection).map { String(cString: $0) }
            if current != address { (address, limit) = (current, patience.limit()) }
        }
    }

    private static func refusal(of connection: OpaquePointer) -> PostgresError {
        let text = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        return .connectionFailed(ConnectionRefusal.message(fromVerbose: text))
    }

    private func settleIn() throws(PostgresError) {
        let connection = try open()
        PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
        guard PQsetnonblocking(connection, 1) == 0 else { throw .connectionFailed("the socket can't be non-blocking") }
    }
}

/// `connect_timeout`, wherever libpq found it; ten seconds if nowhere.
private struct ConnectPatience {
    /// 0: for ever.
    var seconds: Int64 = 10
    var hasOtherHosts = false

    init(_ connection: OpaquePointer) {
        guard let entries = PQconninfo(connection) else { return }
        defer { PQconninfoFree(entries) }
        var entry = entries
        while let name = entry.pointee.keyword {
            defer { entry += 1 }
            guard let value = entry.pointee.val.map({ String(cString: $0) }) else { continue }
            switch String(cString: name) {
            // libpq's own reading: not positive is for ever, and less than two seconds is two.
            case "connect_timeout": seconds = Int64(value).map { $0 <= 0 ? 0 : max($0, 2) } ?? seconds
            case "host", "hostaddr": hasOtherHosts = hasOtherHosts || value.contains(",")
            default: break
            }
        }
    }

    func limit() -> ContinuousClock.Instant? {
        seconds == 0 ? nil : .now + .seconds(seconds)
    }
}
