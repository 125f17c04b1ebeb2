/// What made a message that nobody wrote, or added a recipient to a message of somebody's.
public enum MailOrigin: Int, Sendable, CaseIterable {
    // Stored by number.
    /// Automatic replies and reports: an empty return path, or a class of such messages.
    case automatic = 1
    /// A rule of a mailbox: it forwarded, redirected or answered.
    case rule
    /// A transport agent.
    case agent
    case publicFolder
    /// A server: notifications of delivery.
    case server
    /// An agent's report for a journal.
    case journal
    /// What goes to and from moderators.
    case moderation
    /// A calendar: invitations, updates, cancellations and answers. Known only where a submission's context has the
    /// class.
    case meeting

    /// Why the rows of such a message count nobody; nil where they count as any others do.
    var rowReason: MailRowReason? {
        switch self {
        case .automatic: .automatic
        case .rule, .agent, .publicFolder, .server: .machineMade
        case .journal: .journal
        case .moderation: .moderation
        case .meeting: nil
        }
    }

    /// Those that a machine made and no person asked for.
    public static let machines = Set(allCases).subtracting([.meeting])
}
