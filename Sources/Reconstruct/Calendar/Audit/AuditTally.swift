/// How often each rule was asked, and what it answered.
package struct AuditTally: Sendable, Equatable {
    /// Why a question has no answer: evidence is missing, and neither health nor illness is shown.
    package enum Gap: Int, Sendable, Hashable, CaseIterable {
        /// Nothing tells whose log a row came from.
        case mergedExport
        /// The log has nothing of the mailbox.
        case mailboxNotInLog
        /// Days of the mailbox are missing that matter.
        case daysNotInLog
        /// What should follow may still come.
        case notSettled
        /// The export lacks the columns or the rows that would tell.
        case columnNotInLog
        /// Two forms of address that nothing leads to one another.
        case unresolvedName

        /// As a report writes it.
        package var name: String {
            switch self {
            case .mergedExport: "merged-export"
            case .mailboxNotInLog: "mailbox-not-in-log"
            case .daysNotInLog: "days-not-in-log"
            case .notSettled: "not-settled"
            case .columnNotInLog: "column-not-in-log"
            case .unresolvedName: "unresolved-name"
            }
        }
    }

    package struct OfRule: Sendable, Equatable {
        package var detected = 0
        package var notDetected = 0
        package var gaps: [Gap: Int] = [:]

        package init() {}

        mutating func add(_ other: OfRule) {
            detected += other.detected
            notDetected += other.notDetected
            if !other.gaps.isEmpty { gaps.merge(other.gaps, uniquingKeysWith: +) }
        }

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

        mutating func add(_ other: OfMailbox) {
            evaluated += other.evaluated
            notEvaluated += other.notEvaluated
        }
    }

    /// What each rule answered.
    package struct ByRule: Sendable, Equatable {
        /// By the number of the rule; none where no rule was asked.
        private var counts: [OfRule] = []

        package init() {}

        package subscript(rule: AuditRule) -> OfRule {
            get { counts.isEmpty ? OfRule() : counts[rule.rawValue] }
            set { change(rule) { $0 = newValue } }
        }

        package var all: [OfRule] { counts }

        mutating func change(_ rule: AuditRule, _ body: (inout OfRule) -> Void) {
            if counts.isEmpty { counts = Array(repeating: OfRule(), count: AuditRule.allCases.count) }
            body(&counts[rule.rawValue])
        }

        static func += (left: inout ByRule, right: ByRule) {
            guard !right.counts.isEmpty else { return }
            guard !left.counts.isEmpty else {
                left = right
                return
            }
            for (place, other) in right.counts.enumerated() { left.counts[place].add(other) }
        }
    }

    /// What was asked of each mailbox.
    package struct ByMailbox: Sendable, Equatable {
        private var places: [String: Int] = [:]
        private var counts: [(name: String, count: OfMailbox)] = []
        private var last = 0

        package init() {}

        package var all: [String: OfMailbox] { places.mapValues { counts[$0].count } }

        package static func == (left: ByMailbox, right: ByMailbox) -> Bool { left.all == right.all }

        mutating func change(_ mailbox: String, _ body: (inout OfMailbox) -> Void) {
            // Rules ask of one mailbox after the other.
            if !counts.indices.contains(last) || counts[last].name != mailbox {
                if let known = places[mailbox] {
                    last = known
                } else {
                    last = counts.count
                    places[mailbox] = last
                    counts.append((mailbox, .init()))
                }
            }
            body(&counts[last].count)
        }

        static func += (left: inout ByMailbox, right: ByMailbox) {
            for (name, other) in right.counts {
                left.change(name) { $0.add(other) }
            }
        }
    }

    package private(set) var rules = ByRule()
    package private(set) var mailboxes = ByMailbox()

    package init() {}

    package mutating func note(_ rule: AuditRule, of mailbox: String?, detected: Bool) {
        rules.change(rule) { count in
            if detected { count.detected += 1 } else { count.notDetected += 1 }
        }
        if let mailbox { mailboxes.change(mailbox) { $0.evaluated += 1 } }
    }

    package mutating func note(_ rule: AuditRule, of mailbox: String?, gap: Gap) {
        rules.change(rule) { $0.gaps[gap, default: 0] += 1 }
        if let mailbox { mailboxes.change(mailbox) { $0.notEvaluated += 1 } }
    }

    /// Adds numbers that were kept.
    package mutating func add(_ count: OfRule, of rule: AuditRule) {
        rules.change(rule) { $0.add(count) }
    }

    package mutating func add(_ count: OfMailbox, of mailbox: String) {
        mailboxes.change(mailbox) { $0.add(count) }
    }

    package static func += (left: inout AuditTally, right: AuditTally) {
        left.rules += right.rules
        left.mailboxes += right.mailboxes
    }
}
