import CLibPQ
import Logging

/// Brings the server's notices and warnings to the log; libpq itself would print them to standard error.
final class NoticeSink {
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// The sink must outlive the connection.
    func attach(to connection: OpaquePointer) {
        PQsetNoticeReceiver(
            connection,
            { sink, result in
                guard let sink, let result else { return }
                Unmanaged<NoticeSink>.fromOpaque(sink).takeUnretainedValue().receive(result)
            }, Unmanaged.passUnretained(self).toOpaque())
        // Messages of libpq itself come as results to the receiver as well; the processor is its default, never reached.
    }

    private func receive(_ result: OpaquePointer) {
        guard let notice = ServerError(result: result) else {
            logger.warning("libpq notice", metadata: ["message": "\(Self.text(of: result))"])
            return
        }
        logger.log(
            level: Self.level(of: notice.severity), "PostgreSQL notice",
            metadata: ["sqlstate": "\(notice.sqlState)", "message": "\(notice.message)"])
    }

    private static func level(of severity: String) -> Logger.Level {
        switch severity {
        case "WARNING": .warning
        case "NOTICE": .info
        default: .debug
        }
    }

    private static func text(of result: OpaquePointer) -> String {
        PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
    }
}
