import Foundation
import Polling

/// Polls again and again. What failed is tried again the next time, since a tenant's permissions take hours to come.
struct PollService {
    /// Between the beginnings of two polls.
    var seconds: Double
    /// Read anew for each poll: a secret that is replaced while the service runs counts from the next one on.
    var settings: () throws -> PollSettings
    var tell: (PollReport) throws -> Void
    var note: (Failure) -> Void = { Console.note("calfold: \($0)") }
    var pause: (Double) -> Void = { Thread.sleep(forTimeInterval: $0) }

    /// - Parameter rounds: after which it ends.
    /// - Throws: what somebody has to mend before any poll can be made.
    func run(rounds: Int = .max) throws {
        for round in 0..<rounds {
            let began = ContinuousClock.now
            do {
                let (outcome, failure) = try PollRun(settings: try settings()).run()
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
}
