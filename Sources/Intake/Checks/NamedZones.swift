import ExchangeFormats
import Synchronization

/// The rules of the zones that files name, kept from one file to the next: a folder of thousands of mailboxes names the
/// same few, and finding the rules of one takes longer than reading a hundred rows.
package final class NamedZones: Sendable {
    /// By name, as it is written; nil for a name that no catalogue has.
    private let known = Mutex<[[UInt8]: ZoneRules?]>([:])

    /// Files name a few zones; hostile ones may name any number.
    private static let most = 1_000

    package init() {}

    /// - Returns: nil for a name that tells no clock, or only an offset.
    func rules(of name: UnsafeBufferPointer<UInt8>) -> ZoneRules? {
        let key = Array(name)
        return known.withLock { known in
            if let found = known[key] { return found }
            let resolution = ZoneCatalogue.shipped.resolve(String(decoding: name, as: UTF8.self))
            let found = resolution.flatMap { $0.isExact ? $0.rules : nil }
            if known.count < NamedZones.most { known[key] = .some(found) }
            return found
        }
    }
}
