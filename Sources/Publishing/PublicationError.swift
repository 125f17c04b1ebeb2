/// Why files did not reach their target: words for a person, and whether it is worth another try.
package struct PublicationError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Reason: Sendable, Equatable {
        /// The target's address, or a file's name, is nothing that can be used.
        case unusable
        /// The folder of this side is not there.
        case missing
        /// A file of this side cannot be read or written.
        case unreadable
        /// The other side is not who it was, or does not let us in. Trying again changes nothing.
        case refused
        /// The other side has no such folder, or does not let us write there. Trying again changes nothing.
        case notWritable
        /// One file of the other side is not there any more, or cannot be read; the others may.
        case gone
        /// A file is larger than the other side said.
        case tooLarge
        /// The connection broke, or the other side has no room: it may work the next time.
        case broken
    }

    package var reason: Reason
    package var what: String

    package init(_ reason: Reason, _ what: String) {
        self.reason = reason
        self.what = what
    }

    package var isWorthAnotherTry: Bool { reason == .broken }

    package var description: String { what }
}
