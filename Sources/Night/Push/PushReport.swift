import Partner
import Primitives

/// What a push did, month by month; it names nobody.
package struct PushReport: Codable {
    package enum Outcome: String, Codable, Sendable {
        case pushed
        /// There was nothing to push.
        case empty
        /// It should be closed by now, and its rows have not come to its end.
        case late
        /// The bodies were written, or would be sent.
        case written, due
        /// It was pushed before, and what it holds has changed since.
        case changed
        /// That is known to somebody, who leaves it so.
        case acknowledged
        case failed
        /// It was pushed before, and cannot be looked at for changes.
        case unseen
    }

    package struct Month: Codable {
        package var month: String
        package var outcome: Outcome
        package var groups = 0
        package var users = 0
        package var entities = 0
        package var interactions = 0
        package var calls = 0
        /// Of the bodies that were written.
        package var bytes: Int?
        /// What has changed since the month was pushed, why it was not, or what it has nothing of.
        package var what: String?
        package var warnings: [String] = []

        init(_ month: MonthNumber, _ outcome: Outcome, _ summary: MonthSummary = MonthSummary(), what: String? = nil) {
            self.month = month.text
            self.outcome = outcome
            self.what = what
            groups = summary.count(.groups)
            users = summary.count(.users)
            entities = summary.count(.entities)
            interactions = summary.count(.interactions)
        }

        package var text: String {
            let counts = "\(groups) groups, \(users) users, \(entities) entities, \(interactions) interactions"
            switch outcome {
            case .pushed: return "\(month): pushed in \(calls) calls: \(counts)\(what.map { "; \($0)" } ?? "")"
            case .late:
                return
                    "\(month): not closed yet, as \(what ?? ""). The same push with --month \(month) --open takes it as it is"
            case .written:
                return "\(month): \(calls) bodies of \(bytes ?? 0) bytes: \(counts)\(what.map { "; \($0)" } ?? "")"
            case .due: return "\(month): would be pushed"
            case .empty: return "\(month): nothing to push\(what.map { ". \($0)" } ?? "")"
            case .changed:
                return
                    "\(month): pushed before and changed since: \(what ?? ""). The same push with --month \(month) --again brings it once more, with --acknowledge it stays so"
            case .acknowledged: return "\(month): noted as known, and left as it was pushed: \(what ?? "")"
            case .unseen: return "\(month): pushed before; what it holds now cannot be looked at. \(what ?? "")"
            case .failed: return "\(month): not pushed. \(what ?? "")"
            }
        }
    }

    /// Nil of a dry run without one.
    package var service: String?
    package var months: [Month] = []

    /// How many of the months were pushed before, or noted as empty; and how many come before the first to push.
    package var doneBefore: Int?
    package var early: Int?
    /// Months that are not closed yet, with why, oldest first.
    package var open: [String]?

    /// Why nobody could look for changes; nil where that was done.
    package var trouble: String?

    package init(service: String?) { self.service = service }

    /// A failure in one line.
    static func words(_ failure: Failure) -> String {
        [failure.what, failure.place.map { "(\($0))" }, failure.next].compactMap { $0 }.joined(separator: " ")
    }

    package var text: String {
        let late = months.filter { $0.outcome == .late }, others = months.filter { $0.outcome != .late }
        let lines = others.isEmpty ? [nothing(late: late.count)] : others.map(\.text)
        return (lines + late.map(\.text) + [trouble].compactMap { $0 }).joined(separator: "\n")
    }

    /// Why there was no month to push.
    private func nothing(late: Int) -> String {
        let open = open ?? []
        var words: [String] = []
        if let doneBefore, doneBefore > 0 { words.append("\(doneBefore, "month") pushed before or empty") }
        if !open.isEmpty {
            let more = open.count > 1 ? ", and \(open.count - 1) more" : ""
            words.append("\(open.count, "month") not closed yet (\(open[0])\(more))")
        }
        if late > 0 { words.append("\(late, "month") whose rows have not come") }
        if let early, early > 0 { words.append("\(early, "month") before the first to push (since)") }
        return "no month to push" + (words.isEmpty ? "" : ": " + words.joined(separator: "; "))
    }
}
