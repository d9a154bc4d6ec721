import Testing

@testable import Postgres

@Suite(.serialized) struct `Connecting` {
    static func failure(_ text: String, _ options: [String: String] = [:]) async -> PostgresError? {
        let configuration = PostgresConfiguration(connectionString: text, options: options)
        do throws(PostgresError) {
            let connection = try await PostgresConnection.connect(configuration, logger: TestDatabase.logger)
            await connection.close()
            return nil
        } catch { return error }
    }

    @Test func `takes keywords, a URI, and options that win over both`() async throws {
        let test = try TestDatabase.configuration()
        let (host, user, port) = try await TestDatabase.session { session in
            let row = try session.execute(
                PostgresStatement(
                    "select current_setting('unix_socket_directories'), current_user::text, current_setting('port')")
            ).rows[0]
            return (
                try row.decode(0, as: String.self), try row.decode(1, as: String.self),
                try row.decode(2, as: String.self)
            )
        }
        let folder = host.split(separator: ",").first.map(String.init) ?? host
        let escaped = folder.replacing("/", with: "%2F")
        #expect(await Self.failure("postgresql://\(user)@\(escaped):\(port)/postgres") == nil)
        #expect(await Self.failure(test.connectionString, ["application_name": "from options"]) == nil)
        let name = try await PostgresConnection.connect(
            PostgresConfiguration(
                connectionString: test.connectionString + " application_name=a", options: ["application_name": "b"]),
            logger: TestDatabase.logger
        ).withSession {
            try $0.execute(PostgresStatement("select current_setting('application_name')")).rows[0].decode(
                0, as: String.self)
        }
        #expect(name == "b")
    }

    @Test func `hands server options over`() async throws {
        let connection = try await TestDatabase.connect(["options": "-c role=pg_monitor -c work_mem=123kB"])
        let found = try await connection.withSession { session in
            let row = try session.execute(
                PostgresStatement("select current_user::text, current_setting('work_mem')")
            ).rows[0]
            return [try row.decode(0, as: String.self), try row.decode(1, as: String.self)]
        }
        #expect(found == ["pg_monitor", "123kB"])
        await connection.close()
    }

    @Test func `names the port where nobody answers`() async throws {
        let error = await Self.failure("host=127.0.0.1 port=1 user=nobody dbname=x")
        guard case .connectionFailed(let message) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(message.contains("127.0.0.1") && message.contains("port 1") && message.contains("refused"))
        #expect(error?.isTransient == true)
        #expect(error?.sqlState == nil)
    }

    @Test func `names the database and the role that do not exist`() async throws {
        let database = await Self.failure(
            try TestDatabase.configuration().connectionString, ["dbname": "no_such_database"])
        #expect(database?.sqlState == .invalidCatalogName)
        #expect(database?.description.contains("\"no_such_database\" does not exist") == true)
        #expect(database?.description.contains("LOCATION") == false)
        #expect(database?.isTransient == false)
        let role = await Self.failure(try TestDatabase.configuration().connectionString, ["user": "no_such_role"])
        #expect(role?.sqlState == .invalidAuthorization)
    }

    @Test func `says that a password is wrong, without saying which`() async throws {
        try await PrivateCluster.withCluster { cluster in
            try await cluster.requirePasswords()
            let text = cluster.connectionString
            for password in ["hunter2", ""] {
                let error = await Self.failure(text, ["user": "guarded", "password": password])
                #expect(error?.isTransient == (password.isEmpty))
                #expect(error?.description.contains("hunter2") == false)
                if !password.isEmpty { #expect(error?.sqlState == .invalidPassword) }
            }
            #expect(await Self.failure(text, ["user": "guarded", "password": "right"]) == nil)
        }
    }

    @Test(arguments: [
        "host=x password", "postgresql://u:hunter2@[::1/x", "host='x password=hunter2", "nonsense=hunter2 password=y",
    ])
    func `refuses a malformed string without showing a password`(text: String) async throws {
        let error = await Self.failure(text)
        guard case .connectionFailed(let message) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!message.contains("hunter2"))
        #expect(!PostgresConfiguration(connectionString: text).description.contains("hunter2"))
    }

    @Test(arguments: [
        ("host=/tmp user=u password=hunter2 dbname=d", "dbname=d host=/tmp user=u"),
        ("postgresql://u:hunter2@h:5433/d?sslmode=require", "dbname=d host=h port=5433 sslmode=require user=u"),
        ("some_database", "dbname=some_database"),
        ("hunter2;", "dbname=(malformed connection string)"),
        ("", "(libpq's defaults)"),
    ])
    func `describes a configuration without its password`(text: String, description: String) {
        let configuration = PostgresConfiguration(connectionString: text)
        #expect(configuration.description == description)
        var withOption = configuration
        withOption.options = ["password": "hunter2", "application_name": "a"]
        #expect(!"\(withOption)".contains("hunter2"))
        #expect(!String(reflecting: withOption).contains("hunter2"))
        #expect("\(withOption)".contains("application_name=a"))
        var dumped = ""
        dump(withOption, to: &dumped)
        #expect(!dumped.contains("hunter2"))
    }

    @Test func `gives up on a server that never answers`() async throws {
        let silent = try SilentServer()
        let start = ContinuousClock.now
        let error = await Self.failure("host=127.0.0.1 port=\(silent.port) user=x dbname=x connect_timeout=2")
        #expect(ContinuousClock.now - start < .seconds(20))
        guard case .connectionFailed(let message) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(message.contains("connect_timeout"))
    }

    @Test func `tries the next host when one never answers`() async throws {
        let silent = try SilentServer()
        let error = await Self.failure(
            "host=127.0.0.1,127.0.0.1 port=\(silent.port),1 user=x dbname=x connect_timeout=2")
        #expect(error?.description.contains("port 1 failed") == true)
    }

    @Test func `ends when the task is cancelled`() async throws {
        let silent = try SilentServer()
        let task = Task {
            await Self.failure("host=127.0.0.1 port=\(silent.port) user=x dbname=x connect_timeout=60")
        }
        try await Task.sleep(for: .milliseconds(100))
        let start = ContinuousClock.now
        task.cancel()
        #expect(await task.value == .cancelled)
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test(
        arguments: [
            (
                "connection to server at \"h\" failed: FATAL:  28P01: password authentication failed for user \"u\"\nLOCATION:  auth_failed, auth.c:1\n",
                "connection to server at \"h\" failed: FATAL:  password authentication failed for user \"u\" (SQLSTATE 28P01)",
                "28P01"
            ),
            (
                "could not translate host name \"x\" to address: no\n",
                "could not translate host name \"x\" to address: no", nil
            ),
            ("first\n\tIs the server running?\n", "first Is the server running?", nil),
        ] as [(String, String, String?)])
    func `finds the server's code in a refusal`(text: String, message: String, code: String?) {
        #expect(ConnectionRefusal.message(fromVerbose: text) == message)
        #expect(ConnectionRefusal.sqlState(in: message)?.rawValue == code)
    }
}
