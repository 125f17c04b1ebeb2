import EventStore
import HTTP
import Intake
import Partner
import Polling
import Primitives
import Privacy
import Projection
import Publishing
import Tables

extension Failure {
    /// The failure that a library's error is for a person; nil for what the argument parser says itself.
    package init?(translating error: any Error) {
        switch error {
        case let error as Failure: self = error
        case let error as StoreError:
            let status: ExitStatus =
                switch error {
                case .busy: .storeBusy
                case .missing: .inputMissing
                case .unreadable: .refused
                case .notAStore, .notAFile, .newerSchema, .contradictorySchema, .damaged: .inputNotUnderstood
                case .full, .readOnly, .replaced, .failed: .cannotWrite
                }
            self.init(status, error.description)
        case let error as IntakeError:
            self.init(error.code == .missing ? .inputMissing : .inputNotUnderstood, error.description)
        case let error as PseudonymKey.KeyError:
            let isMissing = if case .noFile = error { true } else { false }
            self.init(isMissing ? .inputMissing : .refused, error.description)
        case let error as Pseudonymiser.ValueError: self.init(.refused, error.description)
        case let error as DirectoryError:
            self.init(error.isMissing ? .inputMissing : .inputNotUnderstood, error.description)
        case let error as WriteError: self.init(.cannotWrite, error.description)
        case let error as PublicationError:
            self.init(
                error.reason == .unusable ? .usage : error.reason == .missing ? .inputMissing : .cannotWrite,
                error.description,
                next: error.reason == .missing ? "Name the folder that the tables were written to." : nil)
        case let error as ThreadError: self.init(.cannotWrite, error.description)
        case let error as AddressError: self.init(.usage, error.what, next: error.next)
        case let error as PollError: self.init(error)
        case let error as EmptyMonth:
            self.init(
                .inputMissing, "There is nothing to push of \(error.month).",
                next: error.next)
        case let error as PartnerError:
            let status: ExitStatus =
                switch error.reason {
                case .unusable: .usage
                case .notUnderstood: .inputNotUnderstood
                case .missing: .inputMissing
                case .unavailable, .stopped: .serviceUnavailable
                case .refused: .refused
                case .cannotWrite: .cannotWrite
                }
            self.init(status, error.what, next: error.next)
        case let error as RecordError: self.init(.inputNotUnderstood, error.description)
        default: return nil
        }
    }
}
