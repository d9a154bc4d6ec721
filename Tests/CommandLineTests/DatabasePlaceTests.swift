import CaseFeedbackService
import Postgres
import Testing

@testable import casefeedback

@Suite struct `Finding the database` {
    private static let cluster = #"{"connection":"host=/tmp/x dbname=casefeedback","data":"/tmp/data"}"#

    private func place(
        setting: String? = nil, _ environment: [String: String] = [:], cluster: String? = nil
    ) throws -> String {
        try DatabasePlace.configuration(
            setting: setting, environment: environment,
            cluster: { () throws(Failure) in cluster.map { Array($0.utf8) } }
        ).connectionString
    }

    @Test func `takes the setting before libpq's variables, and those before the checkout's cluster`() throws {
        let variables = ["PGHOST": "db"]
        #expect(try place(setting: "dbname=a", variables, cluster: Self.cluster) == "dbname=a")
        #expect(try place(variables, cluster: Self.cluster) == "")
        #expect(try place(cluster: Self.cluster) == "host=/tmp/x dbname=casefeedback")
    }

    @Test(arguments: ["PGPASSWORD", "PGCONNECT_TIMEOUT", "PGSSLMODE"])
    func `does not take a variable for a place that names none`(_ variable: String) throws {
        #expect(try place([variable: "x"], cluster: Self.cluster) == "host=/tmp/x dbname=casefeedback")
    }

    @Test func `says how to name one when nothing does`() {
        let failure = #expect(throws: Failure.self) { try place() }
        #expect(failure?.problem.code == "database-not-named")
        #expect(failure?.status == .usage)
    }

    @Test(arguments: ["foo=bar", "host=x dbname", "postgresql://[::1", "password=hush hush", "postgresql://a:hush@[x"])
    func `takes what libpq can't read for a wrong call, and repeats no secret`(_ connection: String) {
        let failure = #expect(throws: Failure.self) { try place(setting: connection) }
        #expect(failure?.problem.code == "connection-string-malformed")
        #expect(failure?.problem.field == "--database")
        #expect(failure?.status == .usage)
        #expect(failure?.problem.parameters["detail"]?.contains("hush") == false)
    }

    @Test func `refuses a cluster's file that somebody else wrote`() {
        let failure = #expect(throws: Failure.self) { try place(cluster: #"{"connection":7,"data":""}"#) }
        #expect(failure?.problem.code == "wrong-type")
        #expect(failure?.problem.field == "/connection")
    }
}
