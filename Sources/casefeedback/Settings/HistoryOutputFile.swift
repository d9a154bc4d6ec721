import CaseFeedbackService
import Foundation

/// A history on its way to disk: under another name until it is whole, readable by nobody but its owner.
struct HistoryOutputFile {
    let descriptor: Int32
    private let path: String
    let partialPath: String

    /// Opens `PATH.partial`: a new one, or the one that an interrupted export left behind. Nobody else writes to it meanwhile.
    init(_ path: String, resuming: Bool) throws(Failure) {
        self.path = path
        partialPath = "\(path).partial"
        try Self.checkFree(path)
        if let left = Self.type(of: partialPath), left != S_IFREG {
            throw Failure(Problem(.refused, "partial-file-not-regular", ["file": partialPath], value: partialPath))
        }
        descriptor = open(partialPath, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (resuming ? 0 : O_CREAT | O_EXCL), 0o600)
        guard descriptor >= 0 else {
            throw errno == EEXIST
                ? Self.thereAlready(partialPath)
                : errno == ENOENT && resuming
                    ? Failure(Problem(.refused, "partial-file-missing", ["file": partialPath], value: partialPath))
                    : Self.failure(partialPath)
        }
        // The caller's umask may have taken more away; nothing gives more.
        guard fchmod(descriptor, 0o600) == 0 else { throw Self.failure(partialPath) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Self.inUse(partialPath) }
    }

    /// Whose it is: somebody's who writes to it, or nobody's any more.
    private static func thereAlready(_ partialPath: String) -> Failure {
        let descriptor = open(partialPath, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        defer { if descriptor >= 0 { close(descriptor) } }
        return descriptor >= 0 && flock(descriptor, LOCK_SH | LOCK_NB) != 0
            ? inUse(partialPath)
            : Failure(Problem(.refused, "partial-file-exists", ["file": partialPath], value: partialPath))
    }

    private static func inUse(_ partialPath: String) -> Failure {
        Failure(Problem(.tryLater, "partial-file-in-use", ["file": partialPath], value: partialPath))
    }

    private static func checkFree(_ path: String) throws(Failure) {
        guard let there = type(of: path) else { return }
        let leadsNowhere = there == S_IFLNK && access(path, F_OK) != 0
        throw Failure(
            Problem(.refused, leadsNowhere ? "file-is-dangling-link" : "file-exists", ["file": path], value: path))
    }

    /// What has this name: itself, and not what a link leads to. Nothing where nothing does.
    private static func type(of path: String) -> mode_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// What the file holds; it is written on behind that.
    func partial(of fresh: HistoryHeader) throws(Failure) -> HistoryPartial {
        let partial: HistoryPartial
        do throws(Problem) {
            partial = try HistoryPartial(reading: descriptor, named: partialPath)
            try partial.check(beginsEarlierThan: fresh)
        } catch {
            throw Failure(error)
        }
        guard lseek(descriptor, 0, SEEK_END) >= 0 else { throw Self.failure(partialPath) }
        return partial
    }

    /// Gives the whole file its name, once it is on the disk.
    func finish() throws(Failure) {
        // Unlike a rename, a link never takes the place of a file that came meanwhile.
        guard fsync(descriptor) == 0 else { throw Self.failure(path) }
        guard link(partialPath, path) == 0 else { throw isOurs(partialPath) ? Self.failure(path) : replaced }
        guard isOurs(path) else {
            unlink(path)
            throw replaced
        }
        guard unlink(partialPath) == 0 else { throw Self.failure(path) }
        close(descriptor)
        let folder = open(URL(filePath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// Whether what has this name is the file that was written, and none that somebody has put there.
    private func isOurs(_ path: String) -> Bool {
        var (there, written) = (stat(), stat())
        return lstat(path, &there) == 0 && fstat(descriptor, &written) == 0 && there.st_ino == written.st_ino
            && there.st_dev == written.st_dev
    }

    private var replaced: Failure {
        Failure(Problem(.refused, "partial-file-replaced", ["file": partialPath], value: partialPath))
    }

    private static func failure(_ path: String) -> Failure {
        Failure(
            Problem(
                .installation, "file-not-writable", ["file": path, "detail": String(cString: strerror(errno))],
                value: path))
    }
}
