import Primitives

/// How a run ended, as the documentation fixes it: the numbers of sysexits where one fits.
package enum ExitStatus: Int32 {
    case done = 0
    /// Done, but rows were quarantined or a check failed.
    case doneWithDoubts = 1
    case usage = 64
    case inputNotUnderstood = 65
    case inputMissing = 66
    case serviceUnavailable = 69
    case cannotWrite = 73
    case storeBusy = 75
    case refused = 77
}

/// An error that a person can act on: what happened, where, and what to do.
package struct Failure: Error, CustomStringConvertible {
    package var status: ExitStatus
    package var what: String
    package var place: String?
    package var next: String?

    package init(_ status: ExitStatus, _ what: String, at place: String? = nil, next: String? = nil) {
        self.status = status
        self.what = what
        self.place = place
        self.next = next
    }

    package var description: String {
        ([what] + [place.map { "  where: \(TerminalText.line($0))" }, next.map { "  next:  \($0)" }].compactMap { $0 })
            .joined(
                separator: "\n")
    }
}
