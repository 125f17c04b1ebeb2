import ExchangeFormats

/// Something that an audit found, with the rows that prove it.
package struct Finding: Sendable, Hashable {
    package enum Severity: Int, Sendable, Hashable, Comparable, CaseIterable {
        case info, warning, error

        package var name: String { ["info", "warning", "error"][rawValue] }

        package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
    }

    package enum Confidence: String, Sendable, Hashable { case proven, likely, possible }

    /// Whether the owner of the copy, or a delegate, meant what made the difference.
    package enum Intent: String, Sendable, Hashable { case intended, unintended, unknown }

    package enum Role: String, Sendable, Hashable { case organizer, guest, room }

    /// The state of something, in a form that can be masked.
    package enum Value: Sendable, Hashable {
        case none
        /// A word of this audit's own, or a number.
        case word(String)
        case instant(Instant)
        case slot(Slot)
        /// Somebody's canonical address.
        case person(String)
        /// A zone's name as the rows give it.
        case zone(String)
        /// What somebody wrote.
        case text(String)
        /// Another meeting, by its key.
        case meeting(String)
    }

    /// A row that proves a finding.
    package struct Evidence: Sendable, Hashable {
        package enum Part: String, Sendable, Hashable {
            /// It sets the value that counts.
            case sets
            /// It makes the difference.
            case breaks
            /// It brought the change to the mailbox.
            case arrives
            /// The last row of the mailbox, after which the one that is missed does not come.
            case missingAfter = "missing-after"
        }

        package var hash: EventHash
        package var part: Part

        package init(hash: EventHash, part: Part) {
            self.hash = hash
            self.part = part
        }

        package init(_ entry: Entry, _ part: Part) {
            hash = entry.hash
            self.part = part
        }
    }

    package var rule: AuditRule
    package var severity: Severity
    package var confidence = Confidence.proven
    package var intent = Intent.unknown
    /// The date of the one occurrence that it is about; nil where it is about the whole meeting.
    package var date: CivilDate?
    /// The start that the pattern gave to that occurrence.
    package var originalStart: Instant?
    /// Whether the occurrence is known by its local date, as it takes the whole day.
    package var isAllDay = false
    /// Whose calendar is wrong; nil of a file.
    package var mailbox: String?
    package var role = Role.guest
    package var organizer: String?
    package var subject: String?
    /// The next start that it concerns.
    package var start: Instant?
    package var field = ""
    package var expected = Value.none
    package var actual = Value.none
    /// Log time of the row from which it held, and of the one that ended it.
    package var since: Instant?
    package var until: Instant?
    package var client: String?
    package var responsible: ResponsibleUser = .unknown
    package var cause = ""
    package var evidence: [Evidence] = []
    /// The moment that it is judged at.
    package var at: Instant?

    package init(_ rule: AuditRule, _ severity: Severity, mailbox: String?, role: Role = .guest) {
        self.rule = rule
        self.severity = severity
        self.mailbox = mailbox
        self.role = role
    }
}

extension Finding {
    /// Takes who made a change, and through what, from the row of the change.
    mutating func blame(_ entry: Entry?) {
        guard let entry else { return }
        responsible = entry.responsible
        client = entry.details?.client
    }
}
