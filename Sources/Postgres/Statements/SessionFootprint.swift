/// Decides whether a statement may leave something behind in the session that the next user of a pooled connection would
/// meet: a setting, a role, a listening, a cursor, a temporary table, an advisory lock.
///
/// When in doubt it says yes: the price is one round trip when the connection is given back. Functions that change the
/// session behind the caller's back can't be seen; don't write any.
enum SessionFootprint {
    /// Commands that change rows or transactions only.
    private static let clean: Set<Substring> = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "BEGIN", "COMMIT", "ROLLBACK", "START", "NOTIFY",
        "SHOW", "EXPLAIN", "LOCK", "TRUNCATE", "VALUES", "SAVEPOINT", "RELEASE", "CALL", "FETCH", "",
    ]

    static func remains(afterCommand tag: String) -> Bool {
        !clean.contains(tag.prefix { $0 != " " })
    }

    static func remains(afterText sql: String) -> Bool {
        let text = sql.lowercased()
        if text.contains("pg_advisory_lock") || text.contains("pg_try_advisory_lock") { return true }
        if text.contains("into temp") { return true }
        return !settings(in: text[...]).allSatisfy(\.isLocal)
    }

    private struct Setting {
        var isLocal: Bool
    }

    /// Each call of `set_config`; it ends with the transaction when its last argument is the literal `true`.
    private static func settings(in text: Substring) -> [Setting] {
        var found: [Setting] = []
        var rest = text
        while let call = rest.firstRange(of: "set_config") {
            rest = rest[call.upperBound...]
            let last = arguments(of: rest).split(separator: ",").last ?? ""
            found.append(Setting(isLocal: last.filter { !$0.isWhitespace } == "true"))
        }
        return found
    }

    /// What stands between the first parenthesis and its partner; empty when there is none.
    private static func arguments(of text: Substring) -> Substring {
        guard let open = text.firstIndex(of: "(") else { return "" }
        var depth = 0
        for index in text[open...].indices {
            switch text[index] {
            case "(": depth += 1
            case ")":
                depth -= 1
                if depth == 0 { return text[text.index(after: open)..<index] }
            default: break
            }
        }
        return ""
    }
}
