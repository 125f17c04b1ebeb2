import Foundation
import Polling

/// Polls again and again. What failed is tried again the next time, since a tenant's permissions take hours to come.
package struct PollService {
    /// Between the beginnings of two polls.
    var seconds: Double
    /// Read anew for each poll: a secret that is replaced while the service runs counts from the next one on.
    var settings: () throws -> PollSettings
    var tell: (PollReport) throws -> Void
    var note: (Failure) -> Void
    var pause: (Double) -> Void
    /// Gets how far a poll is, in words; nil when it has ended.
    var progress: (String?) -> Void

    package init(
        seconds: Double, settings: @escaping () throws -> PollSettings, tell: @escaping (PollReport) throws -> Void,
        note: @escaping (Failure) -> Void, pause: @escaping (Double) -> Void = { Thread.sleep(forTimeInterval: $0) },
        progress: @escaping (String?) -> Void = { _ in }
    ) {
        self.seconds = seconds
        self.settings = settings
        self.tell = tell
        self.note = note
        self.pause = pause
        self.progress = progress
    }

    /// - Parameter rounds: after which it ends.
    /// - Throws: what somebody has to mend before any poll can be made.
    package func run(rounds: Int = .max) throws {
        for round in 0..<rounds {
            let began = ContinuousClock.now
            do {
                let (outcome, failure) = try polled()
                try tell(outcome)
                if let failure { note(failure) }
            } catch {
                guard let failure = Failure(translating: error) else { throw error }
                // Of a service that has worked, a file that is missing or half written may be just about to come.
                let isMended = round > 0 && [.inputMissing, .inputNotUnderstood, .usage].contains(failure.status)
                if !isMended, [.usage, .inputMissing, .inputNotUnderstood, .cannotWrite].contains(failure.status) {
                    throw failure
                }
                note(failure)
            }
            let took = ContinuousClock.now - began
            let rest = seconds - Double(took.components.seconds)
            if rest > 0, round < rounds - 1 { pause(rest) }
        }
    }

    private func polled() throws -> (report: PollReport, failure: Failure?) {
        defer { progress(nil) }
        return try PollRun(settings: try settings()).run(progress: progress)
    }
}
