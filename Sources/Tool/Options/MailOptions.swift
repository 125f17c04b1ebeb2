import ArgumentParser
import Night
import Reconstruct

/// Which e-mails the tables of people leave out.
struct MailOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            E-mails that nobody wrote, by what made them; repeatable. Without it all but meeting: that leaves out invitations and answers \
            where the log shows that they are.
            """, valueName: "kind"))
    var leaveOutMail: [MailSettings.Word] = []

    var settings: MailSettings { MailSettings(leftOut: leaveOutMail) }
}

extension MailSettings.Word: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }

    package static var allValueStrings: [String] { known }
}
