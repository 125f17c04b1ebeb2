import ExchangeFormats
import Privacy
import Reconstruct

/// An e-mail as people sent it: each person by the one address that the directory has for them.
package struct SentMail: Hashable, Sendable {
    /// Its message id, in lower case.
    package var id: String
    package var when: Instant
    package var sender: String
    /// Each once, none of them the sender; sorted.
    package var recipients: [String]
}

/// Makes e-mails between people of the messages that logs tell of: resolves addresses, puts together what was one
/// message under two addresses, and leaves out what the tables of people have no place for.
package final class SentMailFilter {
    /// What was left out, by reason: e-mails (message and recipient).
    package struct Counts: Hashable, Sendable, Encodable {
        /// Neither end is somebody whom the tables are about.
        package var outsideOnly = 0
        /// An end is a room, a shared or system mailbox, or an address that lists leave out.
        package var notAdmitted = 0
        /// Came from outside under the name of somebody here.
        package var doubtfulSender = 0
        /// Written by nobody, by the words of `--leave-out-mail`.
        package var byOrigin: [String: Int] = [:]

        package init() {}
    }

    private let mask: Mask
    private let window: Range<Instant>
    private let leavingOut: Set<MailOrigin>
    package private(set) var counts = Counts()

    /// How far around the window messages must be known for those in it to be whole.
    private static let margin = Instant.ticksPerDay

    /// When messages may have been sent that `mails` asks for to tell those of a window.
    package static func reach(of window: Range<Instant>) -> Range<Instant> {
        let lower = window.lowerBound.ticks.subtractingReportingOverflow(margin)
        let upper = window.upperBound.ticks.addingReportingOverflow(margin)
        return Instant(
            ticks: lower.overflow ? .min : lower.partialValue)..<Instant(
                ticks: upper.overflow ? .max : upper.partialValue)
    }

    /// - Parameter leavingOut: what made the messages, or added the recipients, that are left out.
    package init(mask: Mask, window: Range<Instant>, leavingOut: Set<MailOrigin> = MailOrigin.machines) {
        self.mask = mask
        self.window = window
        self.leavingOut = leavingOut
    }

    /// The e-mails of one message id that were sent in the window.
    ///
    /// - Parameter messages: all of that id, from a day before the window to a day after it.
    package func mails(id: String, _ messages: [MailMessage]) -> [SentMail] {
        joined(id, messages.compactMap(written)).filter { window.contains($0.mail.when) }.compactMap {
            admitted($0.mail, isDoubtful: $0.isDoubtful)
        }
    }

    /// A message with whom it is to be counted for; nil where that is nobody.
    private func written(_ message: MailMessage) -> MailMessage? {
        func leaveOut(_ origin: MailOrigin, _ recipients: [String]) {
            if window.contains(message.when), !recipients.isEmpty {
                counts.byOrigin[origin.word, default: 0] += recipients.count
            }
        }
        var message = message
        if let origin = message.origin, leavingOut.contains(origin) {
            leaveOut(origin, message.recipients + message.added)
            return nil
        }
        if leavingOut.contains(.rule) {
            leaveOut(.rule, message.added)
        } else {
            message.recipients = (message.recipients + message.added).sorted()
        }
        return message.recipients.isEmpty ? nil : message
    }

    private typealias Joined = (mail: SentMail, isDoubtful: Bool)

    /// A person's aliases are one sender: messages of theirs within a day are one.
    private func joined(_ id: String, _ messages: [MailMessage]) -> [Joined] {
        var found: [Joined] = []
        for message in messages {
            let sender = resolved(message.sender)
            let recipients = Set(message.recipients.map(resolved)).subtracting([sender])
            let other = found.firstIndex {
                $0.mail.sender == sender && message.when.ticks - $0.mail.when.ticks <= Instant.ticksPerDay
            }
            if let other {
                found[other].mail.recipients = Set(found[other].mail.recipients).union(recipients).sorted()
                found[other].isDoubtful = found[other].isDoubtful && message.cameFromOutside
            } else {
                found.append(
                    (
                        SentMail(id: id, when: message.when, sender: sender, recipients: recipients.sorted()),
                        message.cameFromOutside
                    ))
            }
        }
        return found
    }

    private func resolved(_ text: String) -> String { mask.address(text)?.canonical ?? text }

    private func admitted(_ mail: SentMail, isDoubtful: Bool) -> SentMail? {
        guard let sender = mask.resolvedStanding(mail.sender), sender.presence != .leftOut else {
            counts.notAdmitted += mail.recipients.count
            return nil
        }
        let isFromOutside = isOutside(sender)
        if isDoubtful && !mask.people.acceptedDomains.isEmpty && sender.kind != .external {
            counts.doubtfulSender += mail.recipients.count
            return nil
        }
        var mail = mail
        mail.recipients = mail.recipients.filter { text in
            guard let recipient = mask.resolvedStanding(text), recipient.presence != .leftOut else {
                counts.notAdmitted += 1
                return false
            }
            if isFromOutside && isOutside(recipient) {
                counts.outsideOnly += 1
                return false
            }
            return true
        }
        return mail.recipients.isEmpty ? nil : mail
    }

    /// Outside the organisation, or shown as a word as if they were: nobody whom the tables are about.
    private func isOutside(_ standing: Standing) -> Bool { standing.kind == .external || standing.presence != .shown }
}

extension MailOrigin {
    /// As options, configuration files and reports name it.
    package var word: String {
        switch self {
        case .automatic: "automatic"
        case .rule: "rule"
        case .agent: "agent"
        case .publicFolder: "public-folder"
        case .server: "server"
        case .journal: "journal"
        case .moderation: "moderation"
        case .meeting: "meeting"
        }
    }

    package init?(word: String) {
        guard let found = MailOrigin.allCases.first(where: { $0.word == word }) else { return nil }
        self = found
    }
}
