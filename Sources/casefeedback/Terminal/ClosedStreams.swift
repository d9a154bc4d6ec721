import Foundation

/// Standard streams that the caller closed: `casefeedback status >&-`.
enum ClosedStreams {
    /// Takes their numbers, before the next socket gets them: an answer would be written to the database's connection.
    ///
    /// They are opened the wrong way round, so that reading and writing still fail as on a closed stream: what was asked for
    /// and can't be delivered is told, as where the device is full.
    static func occupy() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            // The lowest number that is free is this one: those below are open by now.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
