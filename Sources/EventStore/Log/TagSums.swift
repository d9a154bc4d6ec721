import EventSourcing

/// Sums over all tags of each stretch of positions, by which two sets of tags are compared without holding or ordering
/// them. The hash is keyed anew in every process, so nobody can store tags that make a wished sum.
struct TagSums {
    /// Positions a sum: 5 million events have some 5,000 sums.
    private static let positionsPerSum: Int64 = 1024

    private var sums: [Int64: UInt64] = [:]

    mutating func add(_ tag: some Sequence<UInt8>, at position: Position) {
        var hasher = Hasher()
        hasher.combine(position.value)
        for byte in tag { hasher.combine(byte) }
        sums[(position.value - 1) / Self.positionsPerSum, default: 0] &+= UInt64(bitPattern: Int64(hasher.finalize()))
    }

    /// The stretches in which the sums are not the same, as `after < position ≤ to`.
    func differences(from other: TagSums) -> [(after: Position, to: Position)] {
        Set(sums.keys).union(other.sums.keys).sorted().filter { sums[$0] != other.sums[$0] }.map { index in
            let after = index * Self.positionsPerSum
            return (Position(after), Position(after + Self.positionsPerSum))
        }
    }
}
