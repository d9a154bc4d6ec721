package import Logging

extension Logger {
    /// Says nothing: what a test expects is no news.
    package static let silent = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
}
