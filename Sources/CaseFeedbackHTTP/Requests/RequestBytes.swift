import CaseFeedbackService
import HTTPTypes
import Hummingbird
import NIOCore

/// What a body of commands is written in.
enum CommandsFormat {
    /// `application/json`: one command.
    case single
    /// `application/x-ndjson`: a command on each line.
    case lines
}

extension Request {
    /// - Throws: `content-type-not-supported`; also for a compressed body, and for another character set than UTF-8.
    func commandsFormat() throws(Problem) -> CommandsFormat {
        let type = headers[.contentType] ?? ""
        let parts = type.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
        let isUTF8 = parts.dropFirst().allSatisfy {
            !$0.hasPrefix("charset=") || $0.dropFirst(8).filter { $0 != "\"" } == "utf-8"
        }
        let isPlain = headers[.contentEncoding].map { $0.lowercased() == "identity" } ?? true
        switch parts.first {
        case "application/json" where isUTF8 && isPlain: return .single
        case "application/x-ndjson" where isUTF8 && isPlain: return .lines
        default:
            throw Problem(
                .badInput, "content-type-not-supported", field: isPlain ? "Content-Type" : "Content-Encoding",
                value: isPlain ? type : headers[.contentEncoding])
        }
    }

    /// The whole body.
    ///
    /// - Throws: `body-too-large`, as soon as that is known, and `body-too-slow`.
    func bytes(
        atMost limit: Int = Limits.bodyBytesMax, within timeout: Duration = Limits.bodyTimeout
    ) async throws(Problem) -> [UInt8] {
        let tooLarge = Problem(.badInput, "body-too-large", ["most": "\(limit)"])
        let tooSlow = Problem(.badInput, "body-too-slow", ["seconds": "\(timeout.components.seconds)"])
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
        let body = body
        do {
            return try await withThrowingTaskGroup(of: ByteBuffer?.self) { group in
                group.addTask { try await body.collect(upTo: limit) }
                group.addTask {
                    try await Task.sleep(for: timeout)
                    return nil
                }
                defer { group.cancelAll() }
                guard let first = try await group.next(), let collected = first else { throw tooSlow }
                return Array(buffer: collected)
            }
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch let problem as Problem {
            throw problem
        } catch {
            // The connection broke: nobody is there to read this.
            throw Problem(.badInput, "body-incomplete")
        }
    }
}
