/// What a row of a message log is to the count of a message's recipients.
enum MailRole: Hashable {
    /// It names final recipients in mailboxes here.
    case delivery
    /// Handed to another server by SMTP: final where that server is not ours.
    case send
    /// Handed to an outside server.
    case externalSend
    /// Handed to a server of ours, told by the message's other rows; `lastHop` where none of them says more of some of
    /// its recipients.
    case hop, lastHop
    /// A mailbox here sent the message: RECEIVE and SUBMIT of the store driver.
    case received, submitted
    /// Where a message enters transport, other than from a mailbox here.
    case arrival
    /// Its related addresses are lists, its recipients their members.
    case expansion
    /// Its related addresses were replaced by its recipients.
    case redirection
    /// Its recipients did not get the message.
    case failure
    /// The message, or a copy for more recipients, was made by a machine.
    case machine(MailOrigin)
    /// One record of a trace; all recipients of a historical search.
    case trace, historical
    case aside(MailRowReason)

    init(_ event: MailEvent) {
        switch event.form {
        case .trace: self = .trace
        case .historical where event.eventID.isEmpty: self = .historical
        case .tracking, .historical: self = MailRole.tracking(event)
        }
    }

    /// The table of message-tracking events: by source where the source alone decides, else by event.
    private static func tracking(_ event: MailEvent) -> MailRole {
        switch event.source {
        case "REDUNDANCY": return .aside(.shadowCopy)
        case "SAFETYNET": return .aside(.resubmission)
        case "MEETINGMESSAGEPROCESSOR": return .aside(.calendarProcessing)
        case "APPROVAL": return event.eventID == "RECEIVE" ? .machine(.moderation) : .aside(.moderation)
        case "MAILBOXRULE", "PUBLICFOLDER":
            guard ["RECEIVE", "SUBMIT", "REDIRECT", "SEND"].contains(event.eventID) else { return .aside(.machineMade) }
            return .machine(event.source == "PUBLICFOLDER" ? .publicFolder : .rule)
        case "DSN": return event.eventID == "RECEIVE" ? .machine(.server) : .aside(.failure)
        case "AGENT" where event.eventID == "RECEIVE": return .machine(event.isJournaling ? .journal : .agent)
        default: return events[event.eventID] ?? (event.eventID == "RECEIVE" ? received(event) : .aside(.unknownEvent))
        }
    }

    private static func received(_ event: MailEvent) -> MailRole {
        event.source == "STOREDRIVER" ? .received : .arrival
    }

    private static let events: [String: MailRole] = [
        "DELIVER": .delivery, "SEND": .send, "SENDEXTERNAL": .externalSend, "SUBMIT": .submitted,
        "CLIENTSUBMISSION": .aside(.submission),
        "EXPAND": .expansion, "RESOLVE": .redirection, "REDIRECT": .redirection, "TRANSFER": .aside(.hop),
        "DUPLICATEDELIVER": .aside(.duplicate), "DUPLICATEEXPAND": .aside(.duplicate),
        "DUPLICATEREDIRECT": .aside(.duplicate),
        "HAREDIRECT": .aside(.shadowCopy), "HARECEIVE": .aside(.shadowCopy), "HADISCARD": .aside(.shadowCopy),
        "HAREDIRECTFAIL": .aside(.shadowCopy), "NOTIFYSHADOW": .aside(.shadowCopy),
        "RESUBMIT": .aside(.resubmission), "RESUBMITDEFER": .aside(.resubmission),
        "RESUBMITFAIL": .aside(.resubmission),
        "INITMESSAGECREATED": .aside(.moderation), "MODERATORAPPROVE": .aside(.moderation),
        "MODERATORREJECT": .aside(.moderation),
        "MODERATORSALLNDR": .aside(.moderation), "MODERATIONEXPIRE": .aside(.moderation),
        "PROCESSMEETINGMESSAGE": .aside(.calendarProcessing),
        "NOTIFYMAPI": .aside(.processing), "AGENTINFO": .aside(.processing), "PROCESS": .aside(.processing),
        "LOAD": .aside(.processing),
        "THROTTLE": .aside(.processing), "DEFER": .aside(.processing), "SUBMITDEFER": .aside(.processing),
        "SUPPRESSED": .aside(.processing),
        "FAIL": .failure, "BADMAIL": .failure, "POISONMESSAGE": .failure, "SUBMITFAIL": .failure, "DROP": .failure,
        "DSN": .aside(.failure),
        // The store may take it at the next attempt.
        "DELIVERFAIL": .aside(.failure),
    ]

    /// Whether such rows tell one message of an id from another by their times: the others only accompany one.
    var beginsMessage: Bool {
        switch self {
        case .delivery, .send, .externalSend, .hop, .lastHop, .received, .submitted, .trace, .historical: true
        default: false
        }
    }
}
