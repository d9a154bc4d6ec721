import CanonicalJSON
import CaseFeedbackService
import Postgres

/// Which database is meant: the setting, else libpq's own variables, else the private cluster of the checkout.
enum DatabasePlace {
    /// Written by `Scripts/cluster`, in the current directory.
    static let clusterPath = ".casefeedback/cluster"

    /// Variables that name a server or a database; a password alone names none.
    private static let placeVariables = ["PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGDATABASE", "PGSERVICE"]

    /// What libpq is told. `cluster` reads the file that names the private cluster; it gives nothing where there is none.
    static func configuration(
        setting: String?, environment: [String: String], cluster: () throws(Failure) -> [UInt8]?
    ) throws(Failure) -> PostgresConfiguration {
        if let setting { return try readable(PostgresConfiguration(connectionString: setting)) }
        if placeVariables.contains(where: { environment[$0]?.isEmpty == false }) {
            return PostgresConfiguration(connectionString: "")
        }
        guard let text = try cluster() else {
            throw Failure(Problem(.installation, "database-not-named"), status: .usage)
        }
        do throws(JSONFault) {
            let named = try StrictDecoder().decode(Cluster.self, from: JSONDocument(parsing: text))
            return PostgresConfiguration(connectionString: named.connection)
        } catch {
            throw Failure(Problem(error))
        }
    }

    /// What libpq can't read names no database, however long it is waited for.
    private static func readable(_ configuration: PostgresConfiguration) throws(Failure) -> PostgresConfiguration {
        guard let detail = configuration.malformation else { return configuration }
        throw .usage("connection-string-malformed", ["detail": detail], field: Setting.database.flag)
    }

    private struct Cluster: Decodable {
        let connection: String
        /// Where its data lie: for people who look into the file.
        let data: String
    }
}
