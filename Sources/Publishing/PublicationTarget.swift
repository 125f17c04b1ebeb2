import Encodings
import Foundation

/// Where tables go. Files come in under temporary names, and stand under their own only when they are whole.
package protocol PublicationTarget: Sendable {
    /// How a report names the target: nobody's account in it.
    var label: String { get }

    /// What is there: the contents of those of the named files, and the bytes of every file.
    func look(at names: [String]) throws(PublicationError) -> TargetView

    /// Brings files to the target under the temporary names of a run.
    func stage(_ names: [String], from folder: String, mark: String) throws(PublicationError)

    /// Takes away `retired`, in this order, then puts staged files under their names, in this order.
    func settle(_ names: [String], mark: String, retiring retired: [String]) throws(PublicationError)

    /// Takes the target for one publisher alone.
    func lock(for owner: String) throws(PublicationError) -> PublicationLock.Answer

    /// Lets go of a lock, or takes away one that was left behind. Nothing happens when it is another's by now.
    func unlock(_ owner: String) throws(PublicationError)
}

/// What stands at a target.
package struct TargetView: Sendable {
    package var contents: [String: Data] = [:]
    /// Bytes of each file, by name.
    package var sizes: [String: Int64] = [:]
}

/// Names and temporary names on the other side.
package enum RemoteName {
    /// Letters, digits, `.`, `-` and `_`, not hidden: a name that no shell, pattern or batch of commands reads as
    /// anything else.
    package static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-"),
            name.utf8.count <= 200
        else { return false }
        return name.utf8.allSatisfy { ASCII.isLetterOrDigit($0) || "-._".utf8.contains($0) }
    }

    /// The name under which a run brings a file.
    static func temporary(_ name: String, mark: String) -> String { ".\(name).\(mark).part" }
}
