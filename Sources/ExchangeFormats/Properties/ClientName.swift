/// The client of a change in a few words, from the text that Exchange logs of it (`Client=…;…`).
public enum ClientName {
    private static let services: [(id: String, name: String)] = [
        ("6326e366-9d6d-4c70-b22a-34c7ea72d73d", "calendar replication"),
        ("1c3a76cc-470a-46d7-8ba9-713cfbb2c01f", "time service"),
        ("48af08dc-f6d2-435f-b2a7-069abd99c086", "REST connector"), ("1e3faf23-d2d2-456a-9e3e-55db63b869b0", "Webex"),
        ("7b7fdad6-df9d-4cd5-a4f2-b5f749350419", "Bookings"),
        ("82f45fb0-18b4-4d68-8bed-9e44909e3890", "Teams meeting service"),
        ("00000004-0000-0ff1-ce00-000000000000", "Skype"), ("de8bc8b5-d9f9-48b1-a8ad-b748da725064", "Graph Explorer"),
        ("00000007-0000-0000-c000-000000000000", "CRM"),
    ]

    private static let patterns: [(needles: [String], name: String)] = [
        (["elcassistant"], "retention assistant"), (["remove-calendarevents"], "administrator's clean-up"),
        (["client=hub transport"], "Transport"), (["client=msexchangerpc"], "Outlook desktop"),
        (["oneoutlook"], "New Outlook"),
        (["client=owa"], "Outlook on the web"), (["resourcebookingassistant"], "resource booking assistant"),
        (["calendarrepairassistant"], "calendar repair assistant"), (["sharingsyncassistant"], "sharing assistant"),
        (["client=webservices", "macoutlook"], "Outlook for Mac"),
        (["client=webservices", "microsoft outlook"], "Outlook desktop"),
        (["client=webservices", "zoompresence"], "Zoom room"), (["client=webservices", "ninja"], "Teams"),
        (["client=webservices"], "an EWS application"),
        (["client=activesync", "outlook-ios-android"], "Outlook mobile"), (["client=activesync"], "a mobile device"),
        (["client=outlookservice"], "Outlook mobile"), (["client=rest", "skypespaces"], "Teams"),
        (["client=rest", "microsoftninja"], "Teams"),
        (["client=rest"], "a REST application"), (["client=pop3"], "POP3"), (["client=imap4"], "IMAP4"),
        (["locationassistantprocessor"], "location processor"),
        (["ediscoverysearch"], "eDiscovery"), (["client=eba"], "an assistant"), (["client=tba"], "an assistant"),
    ]

    /// The client's usual name in a few words; the text itself where the client is not known.
    public static func short(_ client: String) -> String {
        let folded = client.lowercased()
        if folded.contains("client=rest"), let service = services.first(where: { folded.contains($0.id) }) {
            return service.name
        }
        return patterns.first { pattern in pattern.needles.allSatisfy { folded.contains($0) } }?.name ?? client
    }

    /// A retention assistant's or an administrator's clean-up: what it deletes, nobody declined.
    public static func isCleanUp(_ client: String) -> Bool {
        let folded = client.lowercased()
        return folded.contains("elcassistant") || folded.contains("remove-calendarevents")
    }

    /// Whether a client's name, short or as an export gave it, is made of nothing but the words that Exchange and
    /// Microsoft's support script use for clients. Any other text may hold what somebody wrote: the name of a
    /// telephone, of an application, of its user.
    public static func isExchanges(_ name: String) -> Bool {
        if names.contains(name) { return true }
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
        return !words.isEmpty && words.allSatisfy { vocabulary.contains($0) }
    }

    private static let names = Set(services.map(\.name) + patterns.map(\.name))

    private static let vocabulary: Set<Substring> = [
        "activesync", "admin", "administrator", "android", "api", "app", "application", "archive", "assistant",
        "attendant", "bookings",
        "calendar", "calendarassistant", "client", "connector", "crm", "desktop", "discovery", "eas", "eba",
        "ediscovery", "ediscoverysearch",
        "elcassistant", "ews", "exchange", "explorer", "for", "graph", "http", "hub", "imap", "imap4", "ios", "ipad",
        "iphone", "lync", "mac",
        "macoutlook", "mailbox", "management", "mapi", "meeting", "microsoft", "mobile", "momt", "monad",
        "msexchangerpc", "new", "ninja", "office",
        "on", "oneoutlook", "other", "outlook", "outlookservice", "owa", "phone", "pop", "pop3", "powershell",
        "processor", "protocol", "repair",
        "replication", "resource", "rest", "retention", "room", "rpc", "scheduler", "search", "service", "sharing",
        "skype", "store", "sync",
        "system", "tba", "teams", "the", "time", "timer", "transport", "unknown", "webservices", "web", "webex", "win",
        "windows", "zoom",
        "zoompresence", "locationassistantprocessor", "calendarrepairassistant", "resourcebookingassistant",
        "sharingsyncassistant",
    ]
}
