import ArgumentParser
import CaseFeedback
import CaseFeedbackService
import EventStore
import Postgres

/// Makes or brings forward the schema, or the roles that it is used by.
struct MigrateVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Makes or brings forward the database's schema.",
        discussion: """
            Twice at most by hand: first the roles, as a superuser; then, at every new release, the schema, as the \
            migrator. Both may run again without harm; a migration that is killed midway has not happened.

              casefeedback migrate --roles --database 'host=db user=postgres dbname=casefeedback'
              casefeedback migrate --database 'host=db user=casefeedback_migrator dbname=casefeedback'
            """)

    @Flag(help: "Makes the cluster's roles, and lets the migrator into this database; needs a superuser.")
    var roles = false

    @Option(
        help: ArgumentHelp(
            "With --roles: sets the password of casefeedback_service to the file's first line.", valueName: "file"))
    var servicePasswordFile: String?

    @Option(
        help: ArgumentHelp(
            "With --roles: sets the password of casefeedback_migrator to the file's first line.", valueName: "file"))
    var migratorPasswordFile: String?

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var common: CommonOptions

    private struct Made: Encodable {
        let roles: Bool
        let passwords: [String]
        let applied: [String]
        let schema: Int?
    }

    func perform(_ call: Call) async throws(Failure) {
        let passwords = try passwords()
        let migrator = Migrator(
            try call.database(database), programVersion: Release.version, logger: call.logger)
        guard !roles else { return try await makeRoles(with: passwords, by: migrator, on: call.console) }
        let applied = try await storeFailure { () async throws(StoreError) in try await migrator.migrate() }
        try call.console.answer(
            Made(roles: false, passwords: [], applied: applied, schema: Migrator.schemaRevision),
            applied.isEmpty ? Words.current : Words.applied,
            ["revision": "\(Migrator.schemaRevision)", "migrations": applied.joined(separator: ", ")])
    }

    private func makeRoles(
        with passwords: [(role: String, password: String)], by migrator: Migrator, on console: Console
    ) async throws(Failure) {
        do throws(StoreError) {
            try await migrator.makeRoles()
            for (role, password) in passwords { try await migrator.setPassword(password, of: role) }
        } catch {
            guard case .database(.server(let refusal)) = error, refusal.sqlState == .insufficientPrivilege else {
                throw Failure(error)
            }
            throw Failure(Problem(.installation, "roles-need-superuser", ["detail": refusal.message]))
        }
        let names = passwords.map(\.role)
        try console.answer(
            Made(roles: true, passwords: names, applied: [], schema: nil),
            names.isEmpty ? Words.roles : Words.rolesWithPasswords, ["roles": names.joined(separator: ", ")])
    }

    private func passwords() throws(Failure) -> [(role: String, password: String)] {
        var passwords: [(role: String, password: String)] = []
        let files = [
            ("casefeedback_service", "--service-password-file", servicePasswordFile),
            ("casefeedback_migrator", "--migrator-password-file", migratorPasswordFile),
        ]
        for (role, option, file) in files {
            guard let file else { continue }
            guard roles else { throw .usage("option-needs-other", ["one": option, "other": "--roles"], field: option) }
            passwords.append((role, try InputFile.secret(at: file)))
        }
        return passwords
    }

    private enum Words {
        static let current = Sentence(
            sv: "Schemat har redan revision {revision}.", en: "The schema is at revision {revision} already.")
        static let applied = Sentence(
            sv: "Schemat har revision {revision}; nytt är {migrations}.",
            en: "The schema is at revision {revision}; new: {migrations}.")
        static let roles = Sentence(sv: "Rollerna finns.", en: "The roles are there.")
        static let rolesWithPasswords = Sentence(
            sv: "Rollerna finns; lösenord är satta för {roles}.",
            en: "The roles are there; passwords are set for {roles}.")
    }
}
