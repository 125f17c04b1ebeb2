import Partner

/// What a push did, month by month; it names nobody.
package struct PushReport: Codable {
    package enum Outcome: String, Codable, Sendable {
        case pushed
        /// There was nothing to push.
        case empty
        /// The bodies were written, or would be sent.
        case written, due
        /// It was pushed before, and what it holds has changed since.
        case changed
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
        /// What has changed since the month was pushed, or why it was not.
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
            case .pushed: return "\(month): pushed in \(calls) calls: \(counts)"
            case .written: return "\(month): \(calls) bodies of \(bytes ?? 0) bytes: \(counts)"
            case .due: return "\(month): would be pushed"
            case .empty: return "\(month): nothing to push\(what.map { ". \($0)" } ?? "")"
            case .changed:
                return
                    "\(month): pushed before and changed since: \(what ?? ""). 'calfold push --month \(month) --again' pushes it once more"
            case .unseen: return "\(month): pushed before; what it holds now cannot be looked at. \(what ?? "")"
            case .failed: return "\(month): not pushed. \(what ?? "")"
            }
        }
    }

    /// Nil of a dry run without one.
    package var service: String?
    package var months: [Month] = []

    package init(service: String?) { self.service = service }

    mutating func fail(_ month: MonthNumber, _ failure: Failure) {
        months.append(
            .init(month, .failed, what: [failure.what, failure.next].compactMap { $0 }.joined(separator: " ")))
    }

    package var text: String {
        months.isEmpty ? "no month is closed and not pushed yet" : months.map(\.text).joined(separator: "\n")
    }
}
