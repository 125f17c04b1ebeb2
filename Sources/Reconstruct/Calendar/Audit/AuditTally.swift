/// How often each rule was asked, and what it answered.
package struct AuditTally: Sendable, Equatable {
    /// Why a question has no answer: evidence is missing, and neither health nor illness is shown.
    package enum Gap: String, Sendable, Hashable, CaseIterable {
        /// Nothing tells whose log a row came from.
        case mergedExport = "merged-export"
        /// The log has nothing of the mailbox.
        case mailboxNotInLog = "mailbox-not-in-log"
        /// Days of the mailbox are missing that matter.
        case daysNotInLog = "days-not-in-log"
        /// What should follow may still come.
        case notSettled = "not-settled"
        /// The export lacks the columns or the rows that would tell.
        case columnNotInLog = "column-not-in-log"
        /// Two forms of address that nothing leads to one another.
        case unresolvedName = "unresolved-name"
    }

    package struct OfRule: Sendable, Equatable {
        package var detected = 0
        package var notDetected = 0
        package var gaps: [Gap: Int] = [:]

        package init() {}

        package var notEvaluated: Int { gaps.values.reduce(0, +) }
        package var evaluated: Int { detected + notDetected }

        /// One of the four answers.
        package var status: String {
            if detected > 0 { return "Detected" }
            if notDetected > 0 { return "NotDetected" }
            return notEvaluated > 0 ? "NotEvaluated" : "NotApplicable"
        }
    }

    package struct OfMailbox: Sendable, Equatable {
        package var evaluated = 0
        package var notEvaluated = 0

        package init() {}
    }

    package var rules: [AuditRule: OfRule] = [:]
    package var mailboxes: [String: OfMailbox] = [:]

    package init() {}

    package mutating func note(_ rule: AuditRule, of mailbox: String?, detected: Bool) {
        if detected {
            rules[rule, default: .init()].detected += 1
        } else {
            rules[rule, default: .init()].notDetected += 1
        }
        if let mailbox { mailboxes[mailbox, default: .init()].evaluated += 1 }
    }

    package mutating func note(_ rule: AuditRule, of mailbox: String?, gap: Gap) {
        rules[rule, default: .init()].gaps[gap, default: 0] += 1
        if let mailbox { mailboxes[mailbox, default: .init()].notEvaluated += 1 }
    }

    package static func += (left: inout AuditTally, right: AuditTally) {
        for (rule, other) in right.rules {
            var own = left.rules[rule] ?? .init()
            own.detected += other.detected
            own.notDetected += other.notDetected
            own.gaps.merge(other.gaps, uniquingKeysWith: +)
            left.rules[rule] = own
        }
        for (mailbox, other) in right.mailboxes {
            left.mailboxes[mailbox, default: .init()].evaluated += other.evaluated
            left.mailboxes[mailbox, default: .init()].notEvaluated += other.notEvaluated
        }
    }
}
