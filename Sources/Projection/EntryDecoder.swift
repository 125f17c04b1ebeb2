import EventStore
import ExchangeFormats
import Foundation
import Reconstruct

/// Makes the fold's entries from the log's events. Texts that repeat are read and understood once.
struct EntryDecoder {
    private var addresses = NumberedMemory<String?>()
    private var classes = NumberedMemory<ItemClass>(logarithm: 8)
    private var triggers = NumberedMemory<TriggerAction>(logarithm: 8)
    private var users = NumberedMemory<ResponsibleUser>()
    private var instances = NumberedMemory<CivilDate?>()
    private var zones = ZoneColumns()
    /// Of columns whose texts the dictionary does not number.
    private var otherAddresses: [String: String?] = [:]

    mutating func entry(_ row: EventRow) -> Entry {
        let identity = row.identity
        var entry = Entry(hash: EventHash(high: identity.high, low: identity.low))
        func instant(_ column: CalendarColumn) -> Instant? { row.ticks(column.rawValue).map(Instant.init(ticks:)) }
        func flag(_ column: CalendarColumn) -> Bool? { row.integer(column.rawValue).map { $0 != 0 } }
        func number(_ column: CalendarColumn) -> Int? { row.integer(column.rawValue).map(Int.init(truncatingIfNeeded:)) }
        entry.mailbox = address(.mailbox, of: row)
        entry.logTime = instant(.logTime)
        entry.originalLastModifiedTime = instant(.originalLastModifiedTime)
        entry.lastModifiedTime = instant(.lastModifiedTime)
        entry.creationTime = instant(.creationTime)
        entry.startTime = instant(.startTime)
        entry.endTime = instant(.endTime)
        entry.itemVersion = number(.itemVersion)
        entry.sequenceNumber = number(.appointmentSequenceNumber)
        if let action = EntryDecoder.value(.calendarLogTriggerAction, of: row, &triggers, { TriggerAction($0) }) { entry.trigger = action }
        if let known = EntryDecoder.value(.itemClass, of: row, &classes, { ItemClass($0) }) {
            entry.itemClass = known
        }
        entry.subject = row.text(CalendarColumn.normalizedSubject.rawValue)
        entry.sentRepresenting = address(.sentRepresentingEmailAddress, of: row)
        entry.sender = address(.senderEmailAddress, of: row)
        if let user = EntryDecoder.value(.responsibleUserName, of: row, &users, EntryDecoder.user) { entry.responsible = user }
        entry.appointmentState = number(.appointmentState).map(AppointmentState.init)
        entry.isRecurring = flag(.appointmentRecurring)
        entry.isAllDay = flag(.mapiIsAllDayEvent)
        entry.timeZone = row.text(CalendarColumn.timeZone.rawValue)
        entry.recurrenceBlob = row.bytes(CalendarColumn.appointmentRecurrenceBlob.rawValue)
        entry.instanceDate = EntryDecoder.value(.globalObjectID, of: row, &instances) { EntryDecoder.instanceDate($0) } ?? nil
        if let more = row.text(CalendarColumn.more.rawValue) { readMore(more, into: &entry) }
        return entry
    }

    private mutating func address(_ column: CalendarColumn, of row: EventRow) -> String? {
        EntryDecoder.value(column, of: row, &addresses) { Address($0)?.canonical } ?? nil
    }

    /// The canonical form of an address, by which identities are compared.
    mutating func address(_ text: String) -> String? {
        if let found = otherAddresses[text] { return found }
        let address = Address(text)?.canonical
        if otherAddresses.count >= 100_000 { otherAddresses.removeAll(keepingCapacity: true) }
        otherAddresses[text] = address
        return address
    }

    private static func user(_ text: String) -> ResponsibleUser {
        if let name = SystemPrincipal.name(text) { return .system(name) }
        return Address(text).map { .person($0.canonical) } ?? .unknown
    }

    /// What a column's text means, for each text once; nil where the row has none.
    @inline(__always)
    private static func value<Value>(
        _ column: CalendarColumn, of row: EventRow, _ memory: inout NumberedMemory<Value>, _ make: (String) -> Value
    ) -> Value? {
        row.number(column.rawValue).map { number in memory.value(number) { make(row.text(column.rawValue) ?? "") } }
    }

    /// Bytes 16–19 of an id in hex ([MS-OXOCAL] 2.2.1.27); nil when they are zero, no date, or the text is no id.
    static func instanceDate(_ id: String) -> CivilDate? {
        let digits = Array(id.utf8)
        guard digits.count >= 80, digits.starts(with: "040000008200E00074C5B7101A82E008".utf8) else { return nil }
        func number(_ range: Range<Int>) -> Int { Int(String(decoding: digits[range], as: UTF8.self), radix: 16) ?? 0 }
        return CivilDate(year: number(32..<36), month: number(36..<38), day: number(38..<40))
    }
}

// MARK: - Columns that only some exports have

extension EntryDecoder {
    private mutating func readMore(_ json: String, into entry: inout Entry) {
        guard let fields = try? JSONDecoder().decode([String: String].self, from: Data(json.utf8)) else { return }
        func text(_ name: String) -> String? {
            guard let value = fields[name]?.trimmingCharacters(in: .whitespaces), !value.isEmpty, !EntryDecoder.isPlaceholder(value) else { return nil }
            return value
        }
        var details = details(text)
        let zone = zones.read(text)
        if zone.blob != nil || text("startwallclock") != nil {
            details = details ?? EntryDetails()
            details?.zoneBlob = zone.blob
            details?.startWallClock = text("startwallclock").flatMap(ZoneColumns.wallClock)
        }
        entry.details = details
        fillGaps(of: &entry, text)
        if entry.timeZone == nil { entry.timeZone = zone.name }
    }

    /// What a row's own column lacks, from another column that says the same.
    private mutating func fillGaps(of entry: inout Entry, _ text: (String) -> String?) {
        func flag(_ name: String) -> Bool? { text(name).flatMap(EntryDecoder.flag) }
        if entry.sentRepresenting == nil { entry.sentRepresenting = (text("sentrepresenting") ?? text("from")).flatMap { address($0) } }
        if entry.sender == nil { entry.sender = text("sender").flatMap { address($0) } }
        if entry.timeZone == nil { entry.timeZone = text("starttimezone") ?? text("starttimezoneid") }
        if entry.isAllDay == nil { entry.isAllDay = flag("isalldayevent") }
        if entry.isRecurring == nil {
            switch text("calendaritemtype")?.lowercased() {
            case "recurringmaster", "3": entry.isRecurring = true
            case "single": entry.isRecurring = false
            default: entry.isRecurring = flag("isrecurring")
            }
        }
        // The support script's table has three numbers in one column: sequence, last sequence, item version; - for none.
        if let numbers = text("seq:exp:itemversion")?.split(separator: ":", omittingEmptySubsequences: false), numbers.count == 3 {
            entry.sequenceNumber = entry.sequenceNumber ?? Int(numbers[0])
            entry.itemVersion = entry.itemVersion ?? Int(numbers[2])
            if let last = Int(numbers[1]) {
                var details = entry.details ?? EntryDetails()
                details.lastSequenceNumber = details.lastSequenceNumber ?? last
                entry.details = details
            }
        }
    }

    private mutating func details(_ text: (String) -> String?) -> EntryDetails? {
        var details = EntryDetails()
        func flag(_ name: String) -> Bool? { text(name).flatMap(EntryDecoder.flag) }
        details.originalStartDate = text("originalstartdate").flatMap(EntryDecoder.instant)
        details.responseType = text("responsetype").flatMap { EntryDecoder.code($0, EntryDecoder.responses) }
        details.busyStatus = (text("freebusystatus") ?? text("freebusy")).flatMap { EntryDecoder.code($0, EntryDecoder.busyStatuses) }
        details.clientIntent = text("clientintent").flatMap { EntryDecoder.bits($0, EntryDecoder.intents) }
        details.isCancelled = flag("iscancelled")
        details.isDraft = flag("isdraft") == true || flag("eventdraft") == true ? true : nil
        details.isHijacked = flag("hijackedmeeting")
        details.isSharedCopy = text("externalsharingmasterid") != nil || text("sharedfoldername").map { $0.lowercased() != "not shared" } == true
        details.auxiliaryFlags = text("appointmentauxiliaryflags").flatMap { EntryDecoder.bits($0, EntryDecoder.auxiliaryFlags) }
        details.meetingRequestType = text("meetingrequesttype").flatMap { EntryDecoder.code($0, EntryDecoder.requestTypes) }
        details.lastSequenceNumber = text("appointmentlastsequencenumber").flatMap { EntryDecoder.code($0, [:]) }
        details.receivedRepresenting = text("receivedrepresenting").flatMap { address($0) }
        details.location = text("location")
        if let folder = text("parentdisplayname") ?? text("parentdisplay") ?? text("logfolder") { details.liesAmongDeleted = EntryDecoder.isDeletedFolder(folder) }
        if let client = text("clientinfostring") ?? text("logclientinfostring") ?? text("shortclientinfostring") ?? text("client") {
            details.client = ClientName.short(client)
            details.isCleanUp = ClientName.isCleanUp(client)
        }
        details.attendees = text("attendeecollection").map(AttendeeColumn.read) ?? []
        if details.attendees.isEmpty {
            let lists = text("displayattendeesall").map { [$0] } ?? ["displayattendeesto", "displayattendeescc"].compactMap(text)
            details.attendees = lists.flatMap(AttendeeColumn.read)
        }
        return details == EntryDetails() ? nil : details
    }

    private static let responses = ["none": 0, "organizer": 1, "tentative": 2, "accept": 3, "accepted": 3, "decline": 4, "declined": 4, "notresponded": 5]
    private static let busyStatuses = [
        "free": 0, "tentative": 1, "busy": 2, "oof": 3, "outofoffice": 3, "workingelsewhere": 4,
    ]
    private static let auxiliaryFlags = ["copied": 1, "forcemeetingresponse": 2, "forwarded": 4, "forwardedappointment": 4]
    private static let requestTypes = [
        "none": 0, "newmeetingrequest": 1, "fullupdate": 0x10000, "informationalupdate": 0x20000, "silentupdate": 0x40000, "outdated": 0x80000,
        "principalwantscopy": 0x100000,
    ]
    private static let intents = [
        "none": 0, "manager": 1, "delegate": 2, "deletedwithnoresponse": 4, "deletedexceptionwithnoresponse": 8, "respondedtentative": 0x10,
        "respondedaccept": 0x20, "respondeddecline": 0x40, "modifiedstarttime": 0x80, "modifiedendtime": 0x100, "modifiedlocation": 0x200,
        "respondedexceptiondecline": 0x400, "meetingcanceled": 0x800, "meetingexceptioncanceled": 0x1000,
    ]

    private static func isPlaceholder(_ text: String) -> Bool {
        ["notfound", "n/a", "invalidschemapropertyname"].contains(text.lowercased()) || text.contains("REDACTED-")
    }

    private static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "1", "1.0", "yes": true
        case "false", "0", "0.0", "no": false
        default: nil
        }
    }

    /// An enumeration's value, written as a number or as its name.
    private static func code(_ text: String, _ names: [String: Int]) -> Int? {
        Int(text) ?? Double(text).flatMap { Int(exactly: $0) } ?? names[text.lowercased().filter { $0 != " " }]
    }

    /// Flags, written as a number or as names with commas; a name that is not known adds nothing.
    private static func bits(_ text: String, _ names: [String: Int]) -> Int? {
        if let number = code(text, [:]) { return number }
        return text.lowercased().split(separator: ",").reduce(0) { $0 | (names[$1.trimmingCharacters(in: .whitespaces)] ?? 0) }
    }

    private static func isDeletedFolder(_ folder: String) -> Bool {
        let folded = folder.lowercased()
        return ["deleted items", "deletions", "purges", "recoverable items", "gelöschte elemente", "elementy usunięte", "éléments supprimés"].contains(folded)
    }

    /// An ISO date of an extra column, in UTC: the readers write the dates of such columns so where they can be read.
    static func instant(_ text: String) -> Instant? {
        let numbers = text.split(whereSeparator: { !$0.isNumber })
        guard numbers.count >= 5, numbers[0].count == 4, numbers[1].count == 2, numbers[2].count == 2, let year = Int(numbers[0]),
            let month = Int(numbers[1]), let day = Int(numbers[2]), let date = CivilDate(year: year, month: month, day: day), (1602...4499).contains(year),
            let hours = Int64(numbers[3]), let minutes = Int64(numbers[4]), hours < 24, minutes < 60
        else { return nil }
        let seconds = numbers.count > 5 ? Int64(numbers[5]) ?? 0 : 0
        return Instant(ticks: WallTime(date).ticks + (hours * 3600 + minutes * 60 + seconds) * Instant.ticksPerSecond)
    }
}
