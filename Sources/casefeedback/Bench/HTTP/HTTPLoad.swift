import CaseFeedbackService
import Foundation

/// A client that keeps many connections to a server on this machine busy, each with one request after another: one thread
/// with non-blocking sockets, so that it takes little of the time that is measured.
final class HTTPLoad {
    private let sockets: [Int32]

    /// - Throws: `load-not-possible`, with the system's words.
    init(connections: Int, port: Int) throws(Failure) {
        var sockets: [Int32] = []
        for _ in 0..<connections {
            let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = UInt16(port).bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            let status = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard socket >= 0, status == 0 else {
                let detail = String(cString: strerror(errno))
                for socket in sockets { close(socket) }
                throw Self.failure(detail)
            }
            var one: Int32 = 1
            setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
            _ = fcntl(socket, F_SETFL, O_NONBLOCK)
            sockets.append(socket)
        }
        self.sockets = sockets
    }

    deinit { for socket in sockets { close(socket) } }

    static func failure(_ detail: String) -> Failure {
        Failure(Problem(.installation, "load-not-possible", ["detail": detail]))
    }

    /// Sends each connection's requests in turn, and gives the time of each answer. Every answer must have the status.
    func run(_ requests: [[[UInt8]]], expecting status: String) throws(Failure) -> [Duration] {
        var exchanges = zip(sockets, requests).map { HTTPExchange(socket: $0, requests: $1, status: status) }
        var latencies: [Duration] = []
        for index in exchanges.indices { try exchanges[index].sendNext() }
        var entries = exchanges.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
        var open = exchanges.count
        while open > 0 {
            guard poll(&entries, nfds_t(entries.count), 10_000) > 0 else {
                throw Self.failure("the server did not answer within ten seconds")
            }
            for index in entries.indices where entries[index].revents != 0 {
                guard let latency = try exchanges[index].receive() else { continue }
                latencies.append(latency)
                guard try !exchanges[index].sendNext() else { continue }
                // poll passes over a negative descriptor.
                entries[index].fd = -1
                open -= 1
            }
        }
        return latencies
    }
}

/// One connection's requests, one after the other.
private struct HTTPExchange {
    let socket: Int32
    let requests: [[UInt8]]
    let status: String
    private var next = 0
    private var sentAt = ContinuousClock.now
    private var answer: [UInt8] = []

    init(socket: Int32, requests: [[UInt8]], status: String) {
        self.socket = socket
        self.requests = requests
        self.status = status
    }

    /// False when none is left. A request is small enough for the socket's buffer.
    @discardableResult
    mutating func sendNext() throws(Failure) -> Bool {
        guard next < requests.count else { return false }
        let request = requests[next]
        next += 1
        sentAt = .now
        guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw HTTPLoad.failure(String(cString: strerror(errno)))
        }
        return true
    }

    /// The time since the request, when its answer is whole.
    mutating func receive() throws(Failure) -> Duration? {
        let count = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            let count = recv(socket, buffer.baseAddress, buffer.count, 0)
            if count > 0 { answer += buffer.prefix(count) }
            return count
        }
        guard count > 0 else {
            if count < 0, errno == EAGAIN { return nil }
            throw HTTPLoad.failure("the server closed a connection")
        }
        guard let length = HTTPAnswer.length(of: answer), answer.count >= length else { return nil }
        guard answer.starts(with: "HTTP/1.1 \(status)".utf8) else {
            throw HTTPLoad.failure(String(decoding: answer, as: UTF8.self))
        }
        answer.removeAll(keepingCapacity: true)
        return sentAt.duration(to: .now)
    }
}

/// How long an answer is, by its own words.
enum HTTPAnswer {
    private static let emptyLine = Array("\r\n\r\n".utf8)
    private static let contentLength = Array("\r\ncontent-length:".utf8)

    /// Head and body together; nothing while the head is not whole. It is looked at as bytes: this is the client's share of
    /// what is measured.
    static func length(of bytes: [UInt8]) -> Int? {
        guard let end = place(of: emptyLine, in: bytes[...]) else { return nil }
        let head = end + emptyLine.count
        guard let field = place(of: contentLength, in: bytes[..<end]) else { return head }
        let digits = bytes[(field + contentLength.count)..<end].drop { $0 == UInt8(ascii: " ") }
            .prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return head + digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// Where the words begin, whatever the case of their letters.
    private static func place(of words: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= words.count else { return nil }
        return (bytes.startIndex...bytes.endIndex - words.count).first { start in
            words.indices.allSatisfy { Self.lower(bytes[start + $0]) == words[$0] }
        }
    }

    private static func lower(_ letter: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter) ? letter | 0x20 : letter
    }
}
