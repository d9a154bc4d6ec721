import CaseFeedbackService
import Foundation

/// Files that the program reads; `-` is standard input.
enum InputFile {
    /// To be closed, unless it is standard input.
    static func descriptor(at path: String) throws(Failure) -> Int32 {
        // Opened by its descriptor, since the system's own words say best why that fails.
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, String(cString: strerror(errno))) }
        var status = stat()
        guard fstat(descriptor, &status) != 0 || status.st_mode & S_IFMT != S_IFDIR else {
            if path != "-" { close(descriptor) }
            throw Failure(Problem(.badInput, "file-is-folder", ["file": path], value: path))
        }
        return descriptor
    }

    /// The whole file, of `most` bytes at the most. While what is typed or piped in is waited for, it can be interrupted.
    ///
    /// - Throws: `file-too-large` once more has come, however much there is.
    static func bytes(at path: String, most: Int = 1 << 20) throws(Failure) -> [UInt8] {
        let descriptor = try descriptor(at: path)
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            var input = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let isReady = poll(&input, 1, 100) > 0
            if Task.isCancelled { throw Failure(Problem(.tryLater, "interrupted")) }
            guard isReady else { continue }
            let count = read(descriptor, &block, block.count)
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw failure(path, String(cString: strerror(errno)))
            }
            bytes += block[..<count]
            guard bytes.count <= most else {
                throw Failure(Problem(.badInput, "file-too-large", ["file": path, "most": "\(most)"], value: path))
            }
        }
    }

    private static func failure(_ path: String, _ detail: String) -> Failure {
        Failure(Problem(.badInput, "file-not-readable", ["file": path, "detail": detail], value: path))
    }

    /// Nothing where there is no such file; one that can't be read is a failure.
    static func bytesIfPresent(at path: String) throws(Failure) -> [UInt8]? {
        FileManager.default.fileExists(atPath: path) ? try bytes(at: path) : nil
    }

    /// The first line of a secret's file.
    static func secret(at path: String) throws(Failure) -> String {
        let text = String(decoding: try bytes(at: path), as: UTF8.self)
        guard let line = text.split(whereSeparator: \.isNewline).first, !line.isEmpty else {
            throw Failure(Problem(.badInput, "empty-secret", ["file": path], value: path))
        }
        return String(line)
    }

    /// The system's words for what went wrong: `No such file or directory`.
    static func reason(of error: any Error) -> String {
        if let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError, cause.domain == NSPOSIXErrorDomain
        {
            return String(cString: strerror(Int32(cause.code)))
        }
        return (error as NSError).localizedDescription
    }
}
