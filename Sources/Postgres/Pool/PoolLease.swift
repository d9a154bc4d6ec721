/// The right to use one connection of a pool. It can't be copied, and it gives the connection back when it ends, once,
/// however its owner is left.
struct PoolLease: ~Copyable {
    let connection: PostgresConnection
    private let id: PoolStateMachine.ConnectionID
    private let pool: PostgresPool

    init(_ connection: PostgresConnection, _ id: PoolStateMachine.ConnectionID, of pool: PostgresPool) {
        self.connection = connection
        self.id = id
        self.pool = pool
    }

    deinit {
        pool.giveBack(id, connection)
    }
}
