import Foundation

/// Where the program writes: a stream of this process.
struct Output: Sendable {
    let descriptor: Int32

    static let standardInput = Output(descriptor: STDIN_FILENO)
    static let standardOutput = Output(descriptor: STDOUT_FILENO)
    static let standardError = Output(descriptor: STDERR_FILENO)

    /// What went wrong when writing, in the system's words.
    struct NotWritable: Error { let detail: String }

    /// Writes everything, or says why not: a full disk behind a redirection must not look like success.
    ///
    /// Who reads the other end may stop to: a task that was cancelled waits for nobody.
    func write(_ bytes: some Collection<UInt8>) throws(NotWritable) {
        var rest = Array(bytes)[...]
        let atOnce = isFile ? Int.max : Self.atOnce
        while !rest.isEmpty {
            guard isReady(within: Task.isCancelled ? 0 : 100) else {
                if Task.isCancelled { throw NotWritable(detail: String(cString: strerror(ECANCELED))) }
                continue
            }
            let written = rest.prefix(atOnce).withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno != EINTR {
                throw NotWritable(detail: String(cString: strerror(errno)))
            }
        }
    }

    func write(_ text: String) throws(NotWritable) { try write(Array(text.utf8)) }

    /// So much fits into a pipe that `poll` calls ready (`PIPE_BUF`).
    private static let atOnce = 4096

    /// A file is always ready.
    private var isFile: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Whether something can be written, or fails at once.
    private func isReady(within milliseconds: Int32) -> Bool {
        var output = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&output, 1, milliseconds) > 0
    }

    var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Columns of the terminal, nothing where there is none.
    var terminalWidth: Int? {
        guard isTerminal else { return nil }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
