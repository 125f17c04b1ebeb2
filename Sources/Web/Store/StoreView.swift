import Digest
import EventStore
import Night

/// The store as one thread reads it for requests.
package final class StoreView {
    let log: EventLog
    let isPseudonymised: Bool

    package init(_ settings: WebSettings) throws {
        log = try settings.store.open()
        isPseudonymised = settings.isPseudonymised
    }

    /// What an answer depends on in the store: the chain's head, how far the folds follow it, the last night, and what
    /// is left in quarantine.
    func stamp() throws -> String {
        let head = try log.head().map { Hex.lowercase($0.hash) } ?? "-"
        let folds = try ["meetings", "emails"].map { try log.checkpoint($0)?.position ?? 0 }
        let night = try NightLedger.runs(of: log, limit: 1).first?.began ?? 0
        return "\(head) \(folds) \(night) \(try log.quarantineCount())"
    }
}
