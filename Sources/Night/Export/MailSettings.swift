import Reconstruct
import Tables

/// Which e-mails the tables of people leave out.
package struct MailSettings {
    /// What a word of the option stands for: one origin, or none at all.
    package enum Word: Equatable, Sendable {
        case origin(MailOrigin)
        case none

        package init?(_ text: String) {
            if text == MailSettings.noneWord {
                self = .none
            } else if let origin = MailOrigin(word: text) {
                self = .origin(origin)
            } else {
                return nil
            }
        }

        package static let known = MailOrigin.allCases.map(\.word) + [MailSettings.noneWord]
    }

    static let noneWord = "none"

    package var leftOut: [Word] = []

    package init(leftOut: [Word] = []) {
        self.leftOut = leftOut
    }

    package func origins() throws -> Set<MailOrigin> {
        guard !leftOut.isEmpty else { return MailOrigin.machines }
        guard leftOut == [.none] || !leftOut.contains(.none) else {
            throw Failure(
                .usage, "--leave-out-mail none goes without other kinds.", next: "Give it alone, or leave it out.")
        }
        return Set(leftOut.compactMap { if case .origin(let origin) = $0 { origin } else { nil } })
    }
}
