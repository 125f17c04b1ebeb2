import Encodings
import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// Whose turn it is at a target. Two publishers that put their files there side by side would leave a manifest that
/// lies about the tables: each would take away what the other is bringing.
///
/// The lock is a folder at the target, as making one is the only thing that succeeds for one alone on every share and
/// server; a folder in it names the owner. Its time is that of the owner's last sign of life.
package struct PublicationLock: Sendable, Equatable {
    package static let name = ".calfold-publish.lock"

    /// A lock without a sign of life for so many seconds is nobody's any more; one without an owner much sooner.
    static let patience = 7_200.0
    static let patienceWithoutOwner = 300.0

    /// What a target says when it is asked for its lock.
    package enum Answer: Sendable, Equatable {
        case taken
        /// By somebody else, whose last sign of life was so many seconds ago. The name is empty while they are writing
        /// it.
        case held(by: String, seconds: Double)
        /// The target lets nobody make a folder: it has to do without.
        case impossible
    }

    /// This run: a random number, the process and the machine. Letters, digits, `-` and `_`.
    let owner: String

    private static let active = ActiveOwners()

    init() {
        owner = String(format: "%08x", UInt32.random(in: 0...UInt32.max)) + "-\(getpid())-" + PublicationLock.machine
        PublicationLock.active.insert(owner)
    }

    /// The run is over.
    func end() { PublicationLock.active.remove(owner) }

    private static let machine = String(
        decoding: ProcessInfo.processInfo.hostName.utf8.prefix(60).map { byte in
            ASCII.isLetterOrDigit(byte) ? byte : UInt8(ascii: "_")
        }, as: UTF8.self)

    /// Whether a lock was left behind: by a process of this machine that is no more, or so long ago that nobody can be
    /// at work.
    static func isAbandoned(by owner: String, seconds: Double) -> Bool {
        guard !owner.isEmpty else { return seconds > patienceWithoutOwner }
        let parts = owner.split(separator: "-", maxSplits: 2).map(String.init)
        if parts.count == 3, parts[2] == machine, let number = pid_t(parts[1]), number > 0 {
            if number == getpid() { return !active.contains(owner) }
            if kill(number, 0) != 0, errno == ESRCH { return true }
        }
        return seconds > patience
    }

    /// Who holds it, for a person.
    static func words(_ owner: String, _ seconds: Double) -> String {
        let parts = owner.split(separator: "-", maxSplits: 2).map(String.init)
        let who = parts.count == 3 ? "process \(parts[1]) on \(parts[2])" : "somebody"
        return
            "another publisher is at work there (\(who), last sign of life \(Int(max(0, seconds))) seconds ago). Nothing was changed; try again when it is done"
    }
}

/// The runs of this process that are under way.
private final class ActiveOwners: @unchecked Sendable {
    private let lock = NSLock()
    private var owners: Set<String> = []

    func insert(_ owner: String) { lock.withLock { _ = owners.insert(owner) } }
    func remove(_ owner: String) { lock.withLock { _ = owners.remove(owner) } }
    func contains(_ owner: String) -> Bool { lock.withLock { owners.contains(owner) } }
}
