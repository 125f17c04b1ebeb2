import ArgumentParser
import Reconstruct
import Tables

/// Which e-mails the tables of people leave out.
struct MailOptions: ParsableArguments {
    /// What a word of the option stands for: one origin, or none at all.
    enum Word: ExpressibleByArgument, Equatable {
        case origin(MailOrigin)
        case none

        init?(argument: String) {
            if argument == MailOptions.noneWord {
                self = .none
            } else if let origin = MailOrigin(word: argument) {
                self = .origin(origin)
            } else {
                return nil
            }
        }

        static let allValueStrings = MailOrigin.allCases.map(\.word) + [MailOptions.noneWord]
    }

    static let noneWord = "none"

    @Option(
        help: ArgumentHelp(
            """
            E-mails that nobody wrote, by what made them; repeatable. Without it all but meeting: that leaves out invitations and answers \
            where the log shows that they are.
            """, valueName: "kind"))
    var leaveOutMail: [Word] = []

    func origins() throws -> Set<MailOrigin> {
        guard !leaveOutMail.isEmpty else { return MailOrigin.machines }
        guard leaveOutMail == [.none] || !leaveOutMail.contains(.none) else {
            throw Failure(
                .usage, "--leave-out-mail none goes without other kinds.", next: "Give it alone, or leave it out.")
        }
        return Set(leaveOutMail.compactMap { if case .origin(let origin) = $0 { origin } else { nil } })
    }
}
