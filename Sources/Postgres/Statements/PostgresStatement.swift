/// A statement with its name: prepared by each connection when it first meets it, then executed by name.
///
/// Parameters stand as `$1`, `$2` … in `sql` and come as ``PostgresBindings``; nothing is ever put into the text. A name
/// belongs to one text: another text under the same name is refused. At most 50 bytes long.
package struct PostgresStatement: Hashable, Sendable {
    package let name: String
    package let sql: String

    package init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }
}
