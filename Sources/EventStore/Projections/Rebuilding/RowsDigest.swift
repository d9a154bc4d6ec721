import Crypto
import Postgres

/// SHA-256 over rows as COPY sends them: for each row the number of its fields, for each field its length and bytes.
struct RowsDigest {
    private var hash = SHA256()
    private var rows = 0

    mutating func add(_ row: inout PostgresCopyRow) throws(PostgresError) {
        rows += 1
        hash.update(Int32(row.fieldCount))
        for _ in 0..<row.fieldCount {
            guard let bytes = try row.nextBytes() else {
                hash.update(-1)
                continue
            }
            hash.update(Int32(bytes.count))
            hash.update(bufferPointer: bytes)
        }
    }

    func finish() -> GenerationDigest { GenerationDigest(sha256: Array(hash.finalize()), rows: rows) }
}

extension SHA256 {
    fileprivate mutating func update(_ number: Int32) {
        withUnsafeBytes(of: number.bigEndian) { update(bufferPointer: $0) }
    }
}
