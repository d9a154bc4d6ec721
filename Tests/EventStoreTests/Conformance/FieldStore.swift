import Postgres
import TestSupport

/// Events as they are kept elsewhere on PostgreSQL, in a table of its own: an identity for their place, beside it the
/// transaction that wrote them and the time at which it began. Each published failure is tried on it too, to show that
/// the rule by which our log is judged would see it.
struct FieldStore {
    static let table = """
        CREATE TABLE public.field_events (
            place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
            at timestamptz NOT NULL DEFAULT now(),
            label text NOT NULL,
            version bigint UNIQUE);
        """

    let database: TestDatabase

    /// Makes the table.
    init(in database: TestDatabase) async throws {
        self.database = database
        try await database.run(Self.table)
    }

    /// The table that a restored database has.
    init(restoredIn database: TestDatabase) { self.database = database }

    private static func insertion(of label: String) -> String {
        "INSERT INTO public.field_events (label) VALUES ('\(label)')"
    }

    func append(_ label: String) async throws {
        try await database.run(Self.insertion(of: label))
    }

    /// An append whose transaction is not over.
    func begin(_ label: String) async throws -> OpenTransaction {
        try await database.transaction(Self.insertion(of: label))
    }

    /// What is committed, in the order of places.
    func labels() async throws -> [String] {
        try await database.asSuperuser { session in
            try session.texts("SELECT label FROM public.field_events ORDER BY place")
        }
    }

    func places() async throws -> [Int64] {
        try await database.asSuperuser { session in
            try session.query("SELECT place FROM public.field_events ORDER BY place").rows.map { try $0.decode(0) }
        }
    }
}

/// A reader that remembers where it came to, in one of the ways that lose events.
struct FieldReader {
    enum Cursor: String, CaseIterable {
        /// The highest number of the sequence: what commits later with a lower one is never read.
        case sequence
        /// Transaction and place, below the oldest transaction that is under way in the whole cluster.
        case transaction
        /// The time of the event.
        case time

        fileprivate var query: String {
            switch self {
            case .sequence:
                "SELECT label, place::text FROM public.field_events WHERE place > $1::text::bigint ORDER BY place"
            case .transaction:
                """
                SELECT label, transaction || ' ' || place FROM public.field_events
                WHERE (transaction, place)
                    > (split_part($1::text, ' ', 1)::xid8, coalesce(nullif(split_part($1, ' ', 2), '')::bigint, 0))
                AND transaction < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY transaction, place
                """
            case .time:
                "SELECT label, at::text FROM public.field_events WHERE at > $1::text::timestamptz ORDER BY at, place"
            }
        }

        fileprivate var beginning: String { self == .time ? "-infinity" : "0" }
    }

    let cursor: Cursor
    private(set) var read: [String] = []
    private var last: String

    init(by cursor: Cursor) {
        self.cursor = cursor
        last = cursor.beginning
    }

    /// Reads what has come since.
    mutating func goOn(in store: FieldStore) async throws {
        let (query, last) = (cursor.query, last)
        let rows = try await store.database.asSuperuser { session in
            try session.query(query, last).rows.map {
                (label: try $0.decode(0, as: String.self), cursor: try $0.decode(1, as: String.self))
            }
        }
        read += rows.map(\.label)
        self.last = rows.last?.cursor ?? last
    }
}
