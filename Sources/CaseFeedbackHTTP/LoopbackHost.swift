extension CaseFeedbackServer {
    /// Whether only this machine reaches what listens on a host: `localhost`, `127.0.0.0/8`, `::1`.
    ///
    /// Any other name is taken for reachable, whatever it resolves to today.
    package static func isLoopback(_ host: String) -> Bool {
        let host = host.lowercased()
        if ["localhost", "::1", "[::1]", "0:0:0:0:0:0:0:1"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                    && UInt8(part) != nil
            }
    }
}
