import EventStore

/// What a column of a message log means to an event.
enum MailColumnRole: Equatable, Sendable {
    case field(MailColumn)
    /// `Recipient_status` of a historical search's summary: recipients and what became of each.
    case recipientOutcomes
    /// Says how the export was asked for or fetched, and nothing of the message: it differs between overlapping
    /// exports, so it is neither kept nor part of what a row is known by.
    case queryEcho
    /// The span that the export was asked for. Kept, as monitoring shows it, but no part of what a row is known by: it
    /// differs between overlapping exports.
    case queryWindow
    /// Not known here; kept under its name in `MailColumn.more`.
    case other
}

/// The names that the columns of message logs go by.
enum MailColumnNames {
    /// A column's name for comparison: as for calendar exports, also without dashes. A column that PowerShell
    /// calculated and named after its expression, such as ` $_.Recipients`, has the name of the property in it.
    static func normalized(_ text: String) -> String {
        let name = ColumnNames.normalized(text)
        // Nearly every name has neither, and is looked at for each of thousands of files.
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "-") }) else { return name }
        guard let property = name.firstRange(of: "$.") else { return name.filter { $0 != "-" } }
        return String(name[property.upperBound...].prefix { $0.isLetter || $0.isNumber })
    }

    /// The names of each column, best first: those of the servers' files, of Get-MessageTrackingLog, of
    /// Get-MessageTrace, of Microsoft Graph and of the historical search.
    static let aliases: [(role: MailColumnRole, names: [String])] = [
        (
            .field(.logTime),
            [
                "datetime", "timestamp", "received", "receiveddatetime", "datetimeutc", "origintimestamp",
                "origintimestamputc",
            ]
        ),
        (.field(.source), ["source"]),
        (.field(.eventID), ["eventid"]),
        (.field(.status), ["status"]),
        (.field(.messageID), ["messageid"]),
        (.field(.networkMessageID), ["networkmessageid"]),
        (.field(.messageTraceID), ["messagetraceid", "id"]),
        (.field(.internalMessageID), ["internalmessageid"]),
        (.field(.sender), ["senderaddress", "sender"]),
        (.field(.recipients), ["recipientaddress", "recipients"]),
        (.field(.recipientStatus), ["recipientstatus"]),
        (.field(.relatedRecipients), ["relatedrecipientaddress"]),
        (.field(.reference), ["reference"]),
        (.field(.subject), ["messagesubject", "subject"]),
        (.field(.returnPath), ["returnpath"]),
        (.field(.messageInfo), ["messageinfo"]),
        (.field(.directionality), ["directionality"]),
        (.field(.connectorID), ["connectorid"]),
        (.field(.clientAddress), ["clientip", "fromip"]),
        (.field(.clientHostName), ["clienthostname"]),
        (.field(.serverAddress), ["serverip", "toip"]),
        (.field(.serverHostName), ["serverhostname"]),
        (.field(.originalClientAddress), ["originalclientip"]),
        (.field(.size), ["totalbytes", "size"]),
        (.field(.sourceContext), ["sourcecontext"]),
    ]

    /// Every name in the table above.
    static let known: Set<String> = Set(aliases.flatMap(\.names))

    /// Names of columns that only echo the query, or tell how the answer was fetched.
    private static let echoes: Set<String> = [
        "index", "pscomputername", "psshowcomputername", "runspaceid", "metadata",
    ]

    static func isQueryWindow(_ name: String) -> Bool { name == "startdate" || name == "enddate" }

    static func isQueryEcho(_ name: String) -> Bool {
        echoes.contains(name) || name.hasPrefix("@odata") || name.hasPrefix("odata.")
    }

    /// Whether titles are those of a message log: it names messages and who they were for.
    static func areOfMessageLog(_ titles: [String]) -> Bool {
        let names = Set(titles.map(normalized))
        guard names.isDisjoint(with: ["globalobjectid", "cleanglobalobjectid"]) else { return false }
        return !names.isDisjoint(with: ["messageid", "networkmessageid", "messagetraceid"])
            && !names.isDisjoint(with: [
                "recipientaddress", "recipients", "recipientstatus", "recipientcount", "eventid",
            ])
    }
}
