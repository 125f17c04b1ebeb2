import Foundation
import Polling

/// Polls, and says on a terminal how far it is.
struct PollRun {
    var settings: PollSettings

    /// - Returns: the report, and what kept the poll from its end.
    func run() throws -> (report: PollReport, failure: Failure?) {
        var progress = Progress()
        defer { progress.end() }
        let (report, trouble) = try Poller.run(settings) { step in
            let pause = step.pause.map { "; waiting \(Int($0.rounded())) s: \(step.reason ?? "")" } ?? ""
            progress.tell("polled \(step.rows) rows, down to \(step.position)\(pause)")
        }
        return (report, trouble.flatMap { Failure(translating: $0) })
    }

    /// How a poll with this report ends.
    static func status(of report: PollReport) -> ExitStatus { report.gaps.isEmpty ? .done : .doneWithDoubts }
}

extension Failure {
    init(_ error: PollError) {
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
