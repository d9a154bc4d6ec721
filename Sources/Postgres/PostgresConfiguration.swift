import CLibPQ

/// Where and as whom to connect, in libpq's own words.
///
/// `connectionString` is what libpq takes: `host=… user=…`, `postgresql://…`, a database's name, or empty for the `PG*`
/// variables alone; see <https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING>. `options` are further
/// keywords, which win over the string: `["options": "-c role=reader", "application_name": "follower"]`. TLS is set by
/// `sslmode` and its kin, in either place.
///
/// The client's encoding is always UTF-8. Without `connect_timeout` anywhere, ten seconds a host. A peer that is silently gone is
/// noticed within half a minute, by TCP's own means, unless the connection string says otherwise (`keepalives`, `tcp_user_timeout`
/// and their kin); a server that is there may take its time.
package struct PostgresConfiguration: Sendable, Hashable {
    package var connectionString: String
    package var options: [String: String]

    package init(connectionString: String, options: [String: String] = [:]) {
        self.connectionString = connectionString
        self.options = options
    }

    /// Keywords and values in the order in which libpq applies them; a later one wins, and `dbname` is expanded.
    var parameters: [(keyword: String, value: String)] {
        var list = Self.silence + [("dbname", connectionString)]
        list += options.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        list.append(("client_encoding", "UTF8"))
        return list
    }

    /// Without them a statement waits for hours for a server whose machine lost its power, and a quarter of an hour to send.
    private static let silence = [
        ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "30000"),
    ]
}

extension PostgresConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Keyword and value of everything that was set, but for secrets.
    package var description: String {
        var shown: [String: String] = [:]
        let parsed = PQconninfoParse(connectionString, nil)
        if parsed == nil {
            // A lone word is a database's name; anything else is malformed and might be a password gone astray.
            let isName = connectionString.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
            shown["dbname"] = isName ? connectionString : "(malformed connection string)"
        }
        var secrets: Set<String> = ["password", "sslpassword"]
        if let entries = parsed ?? PQconndefaults() {
            defer { PQconninfoFree(entries) }
            var entry = entries
            while let name = entry.pointee.keyword {
                let keyword = String(cString: name)
                if entry.pointee.dispchar.map({ String(cString: $0) }) == "*" { secrets.insert(keyword) }
                if parsed != nil, let value = entry.pointee.val { shown[keyword] = String(cString: value) }
                entry += 1
            }
        }
        shown.merge(options) { _, option in option }
        let text = shown.filter { !secrets.contains($0.key) && !$0.value.isEmpty }
            .sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        return text.isEmpty ? "(libpq's defaults)" : text
    }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: ["description": description]) }

    /// Why libpq can't read the string, in its own words; nothing where it can. They may quote the string, so they are passed
    /// on only when no secret can be inside.
    package var malformation: String? {
        // A string without "=" and without a scheme is a database's name and needs no parsing.
        guard connectionString.contains("=") || connectionString.contains("://") else { return nil }
        var message: UnsafeMutablePointer<CChar>?
        if let entries = PQconninfoParse(connectionString, &message) {
            PQconninfoFree(entries)
            return nil
        }
        defer { PQfreemem(message) }
        let hasSecret = connectionString.contains("pass") || connectionString.contains("@")
        guard !hasSecret, let message else {
            return "the connection string is malformed (not shown, it may hold a password)"
        }
        return String(cString: message).split(separator: "\n").joined(separator: " ")
    }
}
