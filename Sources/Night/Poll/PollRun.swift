import Foundation
import Polling

/// Polls message traces into the inbox.
package struct PollRun {
    package var settings: PollSettings

    package init(settings: PollSettings) {
        self.settings = settings
    }

    /// - Parameter progress: gets how far it is, in words.
    /// - Returns: the report, and what kept the poll from its end.
    package func run(progress: @escaping (String) -> Void = { _ in }) throws -> (report: PollReport, failure: Failure?)
    {
        let (report, trouble) = try Poller.run(settings) { step in
            let pause = step.pause.map { "; waiting \(Int($0.rounded())) s: \(step.reason ?? "")" } ?? ""
            progress("polled \(step.rows) rows, down to \(step.position)\(pause)")
        }
        return (report, trouble.flatMap { Failure(translating: $0) })
    }

    /// How a poll with this report ends.
    package static func status(of report: PollReport) -> ExitStatus { report.gaps.isEmpty ? .done : .doneWithDoubts }
}

extension Failure {
    package init(_ error: PollError) {
        let status: ExitStatus =
            switch error.reason {
            case .unusable: .usage
            case .missing: .inputMissing
            case .notUnderstood: .inputNotUnderstood
            case .unavailable: .serviceUnavailable
            case .refused: .refused
            case .busy: .storeBusy
            case .cannotWrite: .cannotWrite
            }
        self.init(status, error.what, next: error.next)
    }
}
