import Primitives

/// What a fetch did, month by month.
package struct FetchReport: Encodable {
    package enum Outcome: String, Encodable, Sendable {
        case taken, unchanged
        /// Its manifest is away: somebody writes it anew.
        case beingRenewed
        /// Its manifest has been away for longer than anybody writes.
        case unfinished
        /// It is here, and at the source no more.
        case gone
        /// Its tables are not what its manifest says, or not in the form of tables.
        case unfit
        /// Its manifest names what no month has.
        case refused
        /// A table has clear addresses.
        case clear
    }

    package struct Month: Encodable {
        /// Nil for tables of no one month.
        package var month: String?
        package var outcome: Outcome
        /// Names of files that were brought, of those that were here, and of those that went.
        package var fetched: [String] = []
        package var kept: [String] = []
        package var withdrawn: [String] = []
        /// Names of files that are no tables, and were left where they are.
        package var left: [String] = []
        package var what: String?

        init(_ month: String?, _ outcome: Outcome, what: String? = nil) {
            self.month = month
            self.outcome = outcome
            self.what = what
        }

        package var text: String {
            let name = month ?? "(no month)"
            switch outcome {
            case .taken:
                let gone = withdrawn.isEmpty ? "" : ", \(withdrawn.count) taken away"
                let others =
                    left.isEmpty
                    ? "" : ", \(left.count) left there that \(left.count == 1 ? "is no table" : "are no tables")"
                return "\(name): \(fetched.count, "file") fetched, \(kept.count) here already\(gone)\(others)"
            case .unchanged: return "\(name): here already"
            case .beingRenewed: return "\(name): being renewed (it has no manifest); left as it is here"
            case .unfinished: return "\(name): not finished there. \(what ?? "")"
            case .gone: return "\(name): here, and no more at the source; left as it is here"
            case .unfit: return "\(name): left out. \(what ?? "")"
            case .refused: return "\(name): refused. \(what ?? "")"
            case .clear: return "\(name): refused, as it holds clear identities. \(what ?? "")"
            }
        }

        var status: ExitStatus {
            switch outcome {
            case .taken, .unchanged, .beingRenewed, .gone: .done
            case .unfit, .unfinished: .doneWithDoubts
            case .refused: .inputNotUnderstood
            case .clear: .refused
            }
        }
    }

    package var source: String
    package var months: [Month] = []
    /// What ended the fetch before its time.
    package var failure: String?
    /// How often a step had to be tried again.
    package var retries = 0

    package var text: String {
        var lines = months.map(\.text)
        if failure == nil, months.allSatisfy({ $0.outcome == .gone }) {
            lines.insert("there are no finished tables at the source", at: 0)
        }
        if retries > 0 {
            lines.append("\(retries, "try", "tries") broke and \(retries == 1 ? "was" : "were") made again")
        }
        return lines.joined(separator: "\n")
    }

    /// Of what became of the months.
    package var status: ExitStatus {
        ExitStatus(rawValue: months.map(\.status.rawValue).max() ?? 0) ?? .done
    }
}
