import Synchronization

/// A value that several tasks of a test read and change.
package final class Shared<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    package init(_ value: Value) { mutex = Mutex(value) }

    package var value: Value {
        get { mutex.withLock { $0 } }
        set { mutex.withLock { $0 = newValue } }
    }

    @discardableResult
    package func update<Answer: Sendable>(_ body: (inout sending Value) -> sending Answer) -> Answer {
        mutex.withLock { body(&$0) }
    }
}
