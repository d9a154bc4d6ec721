import Testing

@testable import Postgres

@Suite struct `What a statement leaves in a session` {
    @Test(arguments: [
        ("select 1", false), ("select set_config('app.tenant', $1, true)", false),
        ("SELECT Set_Config ( 'a', f(1, (2)) , TRUE ), x from y", false),
        ("select set_config('app.tenant', $1, false)", true),
        ("select set_config('a', $1, true), set_config('b', $1, false)", true),
        ("select set_config('a', 'b', $1)", true),
        ("select set_config", true), ("select pg_advisory_lock(1)", true), ("select pg_try_advisory_lock(1)", true),
        ("select pg_advisory_xact_lock(1)", false), ("select * into temp t from x", true),
    ])
    func `is told from its text`(sql: String, remains: Bool) {
        #expect(SessionFootprint.remains(afterText: sql) == remains)
    }

    @Test(arguments: [
        ("SELECT 5", false), ("INSERT 0 1", false), ("COMMIT", false), ("COPY 3", false), ("SET", true),
        ("LISTEN", true),
        ("CREATE TABLE", true), ("DECLARE CURSOR", true), ("PREPARE", true), ("DISCARD ALL", true),
    ])
    func `is told from the server's word for it`(tag: String, remains: Bool) {
        #expect(SessionFootprint.remains(afterCommand: tag) == remains)
    }
}
