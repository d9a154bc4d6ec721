/// The name that somebody may have meant: the closest by edit distance, if it is close.
func nearestName(to name: String, among names: [String]) -> String? {
    // A name of this length is no slip of the fingers, and the work grows with the product of the lengths.
    let name = Array(name.lowercased().unicodeScalars.prefix(64))
    guard name.count < 64 else { return nil }
    let allowed = max(1, name.count / 3)
    let ranked = names.prefix(200).map {
        (name: $0, distance: distance(name, Array($0.lowercased().unicodeScalars.prefix(64))))
    }
    return ranked.filter { $0.distance <= allowed }.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
}

/// Insertions, deletions and replacements, and neighbours that changed places (optimal string alignment).
private func distance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...second.count)
    for row in first.indices {
        var current = [row + 1]
        for column in second.indices {
            let replaced = previous[column] + (first[row] == second[column] ? 0 : 1)
            var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                best = min(best, beforePrevious[column - 1] + 1)
            }
            current.append(best)
        }
        (beforePrevious, previous) = (previous, current)
    }
    return previous[second.count]
}
