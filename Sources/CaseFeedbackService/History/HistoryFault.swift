/// What is wrong with one row of a history; the line is known by whoever read it.
struct HistoryFault: Error {
    let code: String
    var parameters: [String: String] = [:]
    var field: String?
    var value: String?
}
