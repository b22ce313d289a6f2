import Synchronization

/// A faster pattern database that becomes ready while a scan is under way: libhs takes a tenth of a second to compile, in
/// which the plain engine has read a hundred megabytes. Both name the same candidates that a confirmation keeps, so it does
/// not matter which block was read with which.
final class LateDatabase: Sendable {
    private let state = Mutex<PatternDatabase?>(nil)

    var ready: PatternDatabase? { state.withLock { $0 } }

    func put(_ database: PatternDatabase) { state.withLock { $0 = database } }
}
