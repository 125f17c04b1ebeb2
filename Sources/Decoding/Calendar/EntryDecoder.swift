import EventStore
import ExchangeFormats
import Foundation
import Primitives
import Reconstruct

/// Makes the fold's entries from the log's events. Texts that repeat are read and understood once.
public struct EntryDecoder {
    private var people = NumberedCache<KnownPerson>()
    private var classes = NumberedCache<ItemClass>(logarithm: 8)
    private var triggers = NumberedCache<TriggerAction>(logarithm: 8)
    private var users = NumberedCache<KnownUser>()
    /// By the number of the group whose rows say it.
    private var items = NumberedCache<KnownItem>(logarithm: 8)
    private var instances = NumberedCache<CivilDate?>()
    private var zones = ZoneColumns()
    private var lists = AttendeeCache()
    /// The recurrence blob that came last.
    private var blob: [UInt8] = []
    /// Of columns whose texts the dictionary does not number.
    private var otherPeople: [String: KnownPerson] = [:]
    /// What the rows held of people so far.
    public private(set) var met = ObservedNames()
    /// Rows that were logged later teach nothing.
    public var latestTeaching: Instant?
    /// Those of the row at hand.
    package private(set) var pairs: [(dn: String, address: String)] = []
    /// Legacy DNs that stand in the row at hand, in whatever column.
    package private(set) var legacyDNs: Set<String> = []

    /// A decoder that has met nobody yet.
    public init() {}

    /// The entry of a row of kind `.calendar`.
    public mutating func entry(_ row: EventRow) -> Entry { entry(of: row) }

    /// The entry of a line of kind `.calendar`.
    package mutating func entry(_ line: EventLine) -> Entry { entry(of: line) }

    /// Forgets the attendee columns of a meeting whose rows were all read, where they take much room: those of the
    /// next are others.
    ///
    /// - Returns: whether they did.
    package mutating func forgetLongLists() -> Bool { lists.forgetLong() }

    /// Forgets what rows held of people so far.
    package mutating func forgetMet() { met = ObservedNames() }

    private mutating func entry(of row: some EventFields) -> Entry {
        func instant(_ column: CalendarColumn) -> Instant? { row.ticks(column.rawValue).map(Instant.init(ticks:)) }
        pairs.removeAll(keepingCapacity: true)
        if !legacyDNs.isEmpty { legacyDNs.removeAll(keepingCapacity: true) }
        let item = item(of: row), identity = row.identity
        var entry = Entry(hash: EventHash(high: identity.high, low: identity.low), of: item.shared)
        entry.mailbox = person(.mailbox, of: row)?.canonical
        entry.logTime = instant(.logTime)
        entry.originalLastModifiedTime = instant(.originalLastModifiedTime)
        entry.lastModifiedTime = instant(.lastModifiedTime)
        entry.creationTime = instant(.creationTime)
        entry.itemVersion = EntryDecoder.number(.itemVersion, of: row)
        if let action = EntryDecoder.value(.calendarLogTriggerAction, of: row, &triggers, { TriggerAction($0) }) {
            entry.trigger = action
        }
        if let known = EntryDecoder.value(.itemClass, of: row, &classes, { ItemClass($0) }) {
            entry.itemClass = known
        }
        if let represented = item.represented { note(represented) }
        let sender = person(.senderEmailAddress, of: row)
        entry.sender = sender?.canonical
        readResponsible(row, into: &entry)
        entry.appointmentState = EntryDecoder.number(.appointmentState, of: row).map(AppointmentState.init)
        if let more = row.text(CalendarColumn.more.rawValue) {
            readMore(more, item.represented?.text, sender?.text, into: &entry) {
                row.text(CalendarColumn.globalObjectID.rawValue)
            }
        }
        if !pairs.isEmpty { settlePairs(of: &entry) }
        nameOrganizer(of: &entry)
        return entry
    }

    // MARK: What rows share

    /// What a row says of its item, for all rows of its group once.
    private mutating func item(of row: some EventFields) -> KnownItem {
        guard let group = row.group else { return newItem(of: row) }
        if let known = items.known(group) { return known }
        let item = newItem(of: row)
        items.remember(item, group)
        return item
    }

    private mutating func newItem(of row: some EventFields) -> KnownItem {
        var item = ItemContent()
        func flag(_ column: CalendarColumn) -> Bool? { row.integer(column.rawValue).map { $0 != 0 } }
        item.startTime = row.ticks(CalendarColumn.startTime.rawValue).map(Instant.init(ticks:))
        item.endTime = row.ticks(CalendarColumn.endTime.rawValue).map(Instant.init(ticks:))
        item.sequenceNumber = EntryDecoder.number(.appointmentSequenceNumber, of: row)
        item.subject = row.text(CalendarColumn.normalizedSubject.rawValue)
        let represented = knownPerson(.sentRepresentingEmailAddress, of: row)
        item.sentRepresenting = represented?.canonical
        item.isRecurring = flag(.appointmentRecurring)
        item.isAllDay = flag(.mapiIsAllDayEvent)
        item.timeZone = row.text(CalendarColumn.timeZone.rawValue).map(ZoneColumns.name)
        // Within a span that no meeting reaches.
        if item.endTime == nil, let start = item.startTime, let minutes = EntryDecoder.number(.duration, of: row),
            (0..<1 << 24).contains(minutes)
        {
            item.endTime = Instant(ticks: start.ticks + Int64(minutes) * Instant.ticksPerMinute)
        }
        if let bytes = row.bytes(CalendarColumn.appointmentRecurrenceBlob.rawValue) {
            // Saves repeat the blob that stands, so they share it.
            if bytes != blob { blob = bytes }
            item.recurrenceBlob = blob
        }
        item.instanceDate =
            EntryDecoder.value(.globalObjectID, of: row, &instances) { EntryDecoder.instanceDate($0) } ?? nil
        return KnownItem(SharedContent(item), represented)
    }

    private static func number(_ column: CalendarColumn, of row: some EventFields) -> Int? {
        row.integer(column.rawValue).map(Int.init(truncatingIfNeeded:))
    }

    // MARK: People

    private mutating func person(_ column: CalendarColumn, of row: some EventFields) -> KnownPerson? {
        guard let person = knownPerson(column, of: row) else { return nil }
        note(person)
        return person
    }

    private mutating func knownPerson(_ column: CalendarColumn, of row: some EventFields) -> KnownPerson? {
        var isNew = false
        let person = EntryDecoder.value(column, of: row, &people) { text in
            isNew = true
            return KnownPerson(PersonText(text))
        }
        if isNew, let dn = person?.text.legacyDN { met.legacyDNs.insert(dn) }
        return person
    }

    /// Somebody in a column whose texts are not numbered.
    private mutating func person(_ text: String) -> PersonText {
        let known = otherPeople[text], person = known ?? KnownPerson(PersonText(text))
        if known == nil {
            if otherPeople.count >= 100_000 { otherPeople.removeAll(keepingCapacity: true) }
            otherPeople[text] = person
            if let dn = person.text.legacyDN { met.legacyDNs.insert(dn) }
        }
        note(person)
        return person.text
    }

    private mutating func note(_ person: KnownPerson) {
        guard person.hasLegacyDN, let dn = person.text.legacyDN else { return }
        legacyDNs.insert(dn)
        if let address = person.text.smtp { pairs.append((dn, address)) }
    }

    private mutating func readResponsible(_ row: some EventFields, into entry: inout Entry) {
        var isNew = false
        let user = EntryDecoder.value(.responsibleUserName, of: row, &users) { text in
            isNew = true
            if let name = SystemPrincipal.name(text) { return KnownUser(.system(name), nil) }
            let person = KnownPerson(PersonText(text))
            return KnownUser(person.canonical.map { .person($0) } ?? .unknown, person)
        }
        guard let user else { return }
        entry.responsible = user.user
        guard let person = user.person else { return }
        if isNew, let dn = person.text.legacyDN { met.legacyDNs.insert(dn) }
        note(person)
    }

    /// The person whom several columns of a row mean: an address for mail in one of them outweighs a legacy DN in
    /// another, which it is the address of, and both outweigh a name.
    private mutating func joined(_ people: [PersonText]) -> String? {
        let smtp = people.lazy.compactMap(\.smtp).first, dn = people.lazy.compactMap(\.legacyDN).first
        if let smtp, let dn { pairs.append((dn, smtp)) }
        return smtp ?? dn ?? people.lazy.compactMap(\.address).first?.canonical
    }

    /// The organizer's own copy says by its mailbox who a name is.
    private func nameOrganizer(of entry: inout Entry) {
        guard let name = entry.sentRepresenting, Address.isName(name), let mailbox = entry.mailbox,
            entry.itemClass.isCalendarItem,
            let state = entry.appointmentState, state.contains(.meeting), !state.contains(.received)
        else { return }
        entry.sentRepresenting = mailbox
    }

    /// Whether one of some legacy DNs stands in a row.
    package mutating func names(_ row: EventRow, oneOf dns: Set<String>) -> Bool {
        for column in [CalendarColumn.sentRepresentingEmailAddress, .senderEmailAddress, .responsibleUserName] {
            if let dn = person(column, of: row)?.text.legacyDN, dns.contains(dn) { return true }
        }
        // What the text of other columns holds is looked for in it: the DNs that are asked for are few.
        guard let more = row.text(CalendarColumn.more.rawValue)?.lowercased(), more.holds("/o=") else { return false }
        // Slashes may be escaped there.
        let text = more.replacing("\\/", with: "/")
        return dns.contains { text.contains($0) }
    }

    /// Keeps what the row teaches, and puts the addresses in place of the DNs in the row itself.
    private mutating func settlePairs(of entry: inout Entry) {
        if latestTeaching.map({ entry.loggedAt <= $0 }) ?? true {
            for pair in pairs { met.taught.note(dn: pair.dn, address: pair.address, at: entry.loggedAt.ticks) }
        }
        let addresses = Dictionary(pairs.map { ($0.dn, $0.address) }) { first, _ in first }
        func led(_ text: String) -> String {
            text.utf8.first == UInt8(ascii: "/") ? addresses[text] ?? text : text
        }
        // What other rows share stays shared.
        if let named = entry.sentRepresenting, led(named) != named { entry.sentRepresenting = led(named) }
        entry.sender = entry.sender.map(led)
        if case .person(let user) = entry.responsible { entry.responsible = .person(led(user)) }
        guard var details = entry.details else { return }
        details.receivedBy = details.receivedBy.map(led)
        details.receivedRepresenting = details.receivedRepresenting.map(led)
        // A list that names nobody by a DN stays shared with those that are the same.
        if details.list.contains(where: { $0.address.utf8.first == UInt8(ascii: "/") }) {
            details.attendees = details.list.map { listed in
                var listed = listed
                listed.address = led(listed.address)
                return listed
            }
        }
        entry.details = details
    }

    /// What a column's text means, for each text once; nil where the row has none.
    @inline(__always)
    private static func value<Value>(
        _ column: CalendarColumn, of row: some EventFields, _ cache: inout NumberedCache<Value>,
        _ make: (String) -> Value
    ) -> Value? {
        row.number(column.rawValue).map { number in cache.value(number) { make(row.text(column.rawValue) ?? "") } }
    }

    /// Bytes 16–19 of an id in hex ([MS-OXOCAL] 2.2.1.27); nil when they are zero, no date, or the text is no id.
    static func instanceDate(_ id: String) -> CivilDate? {
        let digits = Array(id.utf8)
        guard digits.count >= 80, digits.starts(with: GlobalObjectID.classIDDigits.utf8) else { return nil }
        func number(_ range: Range<Int>) -> Int { Int(String(decoding: digits[range], as: UTF8.self), radix: 16) ?? 0 }
        return CivilDate(year: number(32..<36), month: number(36..<38), day: number(38..<40))
    }
}

// MARK: - Columns that only some exports have

extension EntryDecoder {
    private mutating func readMore(
        _ json: String, _ represented: PersonText?, _ sender: PersonText?, into entry: inout Entry, id: () -> String?
    ) {
        guard let fields = try? JSONDecoder().decode([String: String].self, from: Data(json.utf8)) else { return }
        func text(_ name: String) -> String? {
            guard let value = fields[name]?.trimmed, !Placeholder.isOne(value), !value.holds("REDACTED-") else {
                return nil
            }
            return value
        }
        var details = details(text)
        let zone = zones.read(text)
        if zone.blob != nil || text("startwallclock") != nil {
            details = details ?? EntryDetails()
            details?.zoneBlob = zone.blob
            details?.startWallClock = text("startwallclock").flatMap(ZoneColumns.wallClock)
        }
        // A clean id stands here only where it is not the key of the row's own.
        if let clean = text("cleanglobalobjectid"), EntryDecoder.areOfTwoMeetings(clean, id()) {
            details = details ?? EntryDetails()
            details?.contradictsID = true
        }
        entry.details = details
        fillGaps(of: &entry, text)
        if entry.timeZone == nil { entry.timeZone = zone.name }
        let otherOrganizers = ["sentrepresenting", "from"].compactMap(text).map { person($0) }
        if !otherOrganizers.isEmpty {
            entry.sentRepresenting = joined([represented].compactMap { $0 } + otherOrganizers)
        }
        if let other = text("sender").map({ person($0) }) {
            entry.sender = joined([sender].compactMap { $0 } + [other])
        }
    }

    private static func areOfTwoMeetings(_ clean: String, _ id: String?) -> Bool {
        guard let id, case .globalObjectID(let one, _) = MeetingKey(clean),
            case .globalObjectID(let other, _) = MeetingKey(id)
        else { return false }
        return one.data != other.data
    }

    /// What a row's own column lacks, from another column that says the same.
    private mutating func fillGaps(of entry: inout Entry, _ text: (String) -> String?) {
        func flag(_ name: String) -> Bool? { text(name).flatMap(PropertyText.flag) }
        if entry.timeZone == nil {
            entry.timeZone = (text("starttimezone") ?? text("starttimezoneid")).map(ZoneColumns.name)
        }
        if entry.isAllDay == nil { entry.isAllDay = flag("isalldayevent") }
        if entry.isRecurring == nil {
            switch text("calendaritemtype")?.lowercased() {
            case "recurringmaster", "3": entry.isRecurring = true
            case "single": entry.isRecurring = false
            default: entry.isRecurring = flag("isrecurring")
            }
        }
        // The support script's table has three numbers in one column: sequence, last sequence, item version; - for
        // none.
        if let numbers = text("seq:exp:itemversion")?.split(separator: ":", omittingEmptySubsequences: false),
            numbers.count == 3
        {
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
        func flag(_ name: String) -> Bool? { text(name).flatMap(PropertyText.flag) }
        details.originalStartDate = text("originalstartdate").flatMap(EntryDecoder.instant)
        details.responseType = text("responsetype").flatMap { ResponseStatus($0) }
        details.busyStatus = (text("freebusystatus") ?? text("freebusy")).flatMap { BusyStatus($0) }
        details.clientIntent = text("clientintent").map { ClientIntent($0) }
        details.isCancelled = flag("iscancelled")
        details.isDraft = flag("isdraft") == true || flag("eventdraft") == true ? true : nil
        details.isHijacked = flag("hijackedmeeting")
        details.isSharedCopy =
            text("externalsharingmasterid") != nil
            || text("sharedfoldername").map { $0.lowercased() != "not shared" } == true
        details.auxiliaryFlags = text("appointmentauxiliaryflags").map { AppointmentAuxiliaryFlags($0) }
        details.meetingRequestType = text("meetingrequesttype").flatMap { MeetingType($0) }
        details.lastSequenceNumber = text("appointmentlastsequencenumber").flatMap(PropertyText.number)
        details.receivedBy = text("receivedby").flatMap { person($0).address?.canonical }
        details.receivedRepresenting = text("receivedrepresenting").flatMap { person($0).address?.canonical }
        details.location = text("location")
        if let folder = text("parentdisplayname") ?? text("parentdisplay") ?? text("logfolder") {
            details.liesAmongDeleted = DeletedFolder.isOne(folder)
        }
        if let client = text("clientinfostring") ?? text("logclientinfostring") ?? text("shortclientinfostring")
            ?? text("client")
        {
            details.client = ClientName.short(client)
            details.isCleanUp = ClientName.isCleanUp(client)
        }
        details.list = attendees(text)
        return details == EntryDetails() ? nil : details
    }

    /// Who is listed: the first column that names anybody by an address, the ones that know answers before the others.
    private mutating func attendees(_ text: (String) -> String?) -> AttendeeList {
        for names in [
            ["attendeecollection"], ["attendeelistdetails"], ["displayattendeesall"],
            ["displayattendeesto", "displayattendeescc"],
        ] {
            let lines = lists.read(names.compactMap(text))
            for pair in lines.pairs { pairs.append(pair) }
            for attendee in lines.list where attendee.address.utf8.first == UInt8(ascii: "/") {
                met.legacyDNs.insert(attendee.address)
                legacyDNs.insert(attendee.address)
            }
            if !lines.list.isEmpty { return lines.list }
        }
        return []
    }

    /// An instant of an extra column: a whole date and time in ISO form, in UTC where no offset stands behind it, or
    /// `/Date(milliseconds)/` as older serialisers of .NET write it. The readers write a column's dates in ISO form
    /// where they can be read; dates inside a cell stand as they came. Nil where the text is anything else, and for
    /// years in which no meeting takes place: `0001-01-01` says that there was no reply.
    static func instant(_ text: String) -> Instant? {
        let text = text.trimmingCharacters(in: .whitespaces)
        guard let instant = milliseconds(text) ?? (text.utf8.count > 10 ? StatedTime.instant(text) : nil),
            (1602...4499).contains(WallTime(ticks: instant.ticks).date.components.year)
        else { return nil }
        return instant
    }

    /// The instant of `/Date(1704706200000)/`; an offset behind the number only says whose clock it was.
    private static func milliseconds(_ text: String) -> Instant? {
        let bytes = text.utf8.filter { $0 != UInt8(ascii: "\\") }
        guard bytes.starts(with: "/Date(".utf8), bytes.suffix(2).elementsEqual(")/".utf8) else { return nil }
        let number = bytes.dropFirst(6).dropLast(2)
        let end =
            number.dropFirst().firstIndex { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") } ?? number.endIndex
        guard let value = Int64(String(decoding: number[..<end], as: UTF8.self)) else { return nil }
        let (ticks, overflows) = value.multipliedReportingOverflow(by: Instant.ticksPerMillisecond)
        return overflows ? nil : Instant(ticks: ticks)
    }
}

extension String {
    /// Without white space around it. Most values have none, which is seen without going through them.
    fileprivate var trimmed: String {
        func isPlain(_ byte: UInt8?) -> Bool { byte.map { $0 > 0x20 && $0 < 0x7F } ?? true }
        return isPlain(utf8.first) && isPlain(utf8.last) ? self : trimmingCharacters(in: .whitespaces)
    }
}
