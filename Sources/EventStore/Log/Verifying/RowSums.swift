import EventSourcing

/// Sums over all rows of each stretch of positions, by which two sets of them are compared without holding or ordering
/// them. The hash is keyed anew in every process, so nobody can store rows that make a wished sum.
struct RowSums {
    /// Positions a sum: 5 million events have some 5,000 sums.
    private static let positionsPerSum: Int64 = 1024

    private var sums: [Int64: UInt64] = [:]

    mutating func add(_ row: some Sequence<UInt8>, at position: Position) {
        var hasher = Hasher()
        hasher.combine(position.value)
        for byte in row { hasher.combine(byte) }
        sums[(position.value - 1) / Self.positionsPerSum, default: 0] &+= UInt64(bitPattern: Int64(hasher.finalize()))
    }

    /// The stretches in which the sums are not the same, as `after < position ≤ to`.
    func differences(from other: RowSums) -> [(after: Position, to: Position)] {
        Set(sums.keys).union(other.sums.keys).sorted().filter { sums[$0] != other.sums[$0] }.map { index in
            let after = index * Self.positionsPerSum
            return (Position(after), Position(after + Self.positionsPerSum))
        }
    }
}
