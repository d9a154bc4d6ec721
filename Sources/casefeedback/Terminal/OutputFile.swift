import CaseFeedbackService
import Foundation

/// Files that the program writes: whole, or not at all.
enum OutputFile {
    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        var isFolder: ObjCBool = false
        guard !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) || !isFolder.boolValue else {
            throw Failure(Problem(.badInput, "file-is-folder", ["file": path], value: path))
        }
        do {
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw failure(path, error)
        }
    }

    static func makeFolder(at path: String) throws(Failure) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw failure(path, error)
        }
    }

    private static func failure(_ path: String, _ error: any Error) -> Failure {
        Failure(
            Problem(
                .installation, "file-not-writable", ["file": path, "detail": InputFile.reason(of: error)], value: path))
    }
}
