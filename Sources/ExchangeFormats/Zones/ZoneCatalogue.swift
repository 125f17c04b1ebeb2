import Synchronization

/// What a zone's name means.
public struct ZoneResolution: Sendable {
    /// The Windows key, where the name leads to one.
    public var windowsID: String?
    /// The IANA id, where the name leads to one.
    public var ianaID: String?
    /// The clock.
    public var rules: ZoneRules
    /// False when the name itself is unknown and only the offset in its parenthesis was used: the meeting is then
    /// marked `time-zone-unknown`.
    public var isExact: Bool

    /// A resolution of its parts.
    public init(windowsID: String?, ianaID: String?, rules: ZoneRules, isExact: Bool) {
        self.windowsID = windowsID
        self.ianaID = ianaID
        self.rules = rules
        self.isExact = isExact
    }
}

/// Finds the rules of a zone by any of the names that Exchange's exports give it: Windows display names of any vintage
/// and in the languages of Europe, Windows keys, IANA ids, and offsets. The tables are part of the program, so the
/// answer does not depend on the machine.
public struct ZoneCatalogue: Sendable {
    /// The catalogue of the tables that are part of the program.
    public static let shipped = ZoneCatalogue(tables: .shipped)

    private let tables: ZoneTables

    /// Tries, in this order: the name as it is, the name in today's spelling, the localised names, the long names of
    /// Java and ICU and IANA ids beside an offset, the list of cities where it is unique, a display name without its
    /// offset, a bare offset, and the offset in parentheses (which is not exact).
    ///
    /// - Returns: nil when nothing in the name tells a clock.
    public func resolve(_ name: String) -> ZoneResolution? {
        let plain = ZoneName.collapsed(name)
        guard !plain.isEmpty else { return nil }
        let folded = ZoneTables.folded(plain)
        if let found = known(folded) { return found }
        if ZoneName.utcNames.contains(String(folded)) {
            return ZoneResolution(windowsID: "UTC", ianaID: "Etc/UTC", rules: .utc, isExact: true)
        }
        let spellings = ZoneName.spellings(String(folded))
        for spelling in spellings {
            if let found = known(Substring(spelling)) { return found }
        }
        for spelling in [String(folded)] + spellings {
            if let found = localized(Substring(spelling)) { return found }
        }
        for part in ZoneName.parts(String(folded)) {
            if let found = beside(part.offset, part.name) { return found }
        }
        for token in ZoneName.idTokens(String(folded)) {
            if let line = tables.iana[token] { return resolution(windowsID: nil, ianaID: line.prefix { $0 != "|" }) }
        }
        for spelling in spellings {
            if let found = byCities(spelling) { return found }
        }
        if let found = withoutOffset(String(folded)) { return found }
        if let minutes = ZoneName.bareOffset(String(folded)) {
            return ZoneResolution(
                windowsID: nil, ianaID: nil, rules: ZoneRules(fixedOffsetMinutes: minutes), isExact: true)
        }
        if let minutes = ZoneName.offsetInParentheses(String(folded)) {
            return ZoneResolution(
                windowsID: nil, ianaID: nil, rules: ZoneRules(fixedOffsetMinutes: minutes), isExact: false)
        }
        return nil
    }

    /// Whether a text is a name that the tables have, or one in another spelling of the same words: nothing else stands
    /// in it. What `resolve` finds a zone in may hold anything beside it.
    public func isListed(_ name: String) -> Bool {
        let folded = ZoneTables.folded(ZoneName.collapsed(name))
        if ZoneName.utcNames.contains(String(folded)) || ZoneName.bareOffset(String(folded)) != nil { return true }
        for spelling in [String(folded)] + ZoneName.spellings(String(folded)) {
            let spelling = Substring(spelling)
            if isKnown(spelling) || ZoneTables.localized[spelling] != nil { return true }
        }
        let name = ZoneName.beside(String(folded)) ?? String(folded)
        return isKnown(Substring(name)) || ZoneTables.longNames[ZoneTables.foldedLongName(name)] != nil
    }

    /// Whether a text in lower case is a display name, a Windows key or an IANA id: no rules are made to answer.
    private func isKnown(_ folded: Substring) -> Bool {
        tables.displayNames[folded] != nil || tables.windowsKeys[folded] != nil || tables.iana[folded] != nil
    }

    /// A display name, a Windows key or an IANA id, in lower case.
    private func known(_ folded: Substring) -> ZoneResolution? {
        if let line = tables.displayNames[folded] {
            let fields = line.split(separator: "|", omittingEmptySubsequences: false)
            return resolution(windowsID: fields[1], ianaID: fields[2])
        }
        if let key = tables.windowsKeys[folded] { return resolution(windowsID: key.key, ianaID: key.iana) }
        if let line = tables.iana[folded] { return resolution(windowsID: nil, ianaID: line.prefix { $0 != "|" }) }
        return nil
    }

    /// A text that means several keys means the one whose standard offset its parenthesis gives.
    private func localized(_ folded: Substring) -> ZoneResolution? {
        guard let keys = ZoneTables.localized[folded] else { return nil }
        let found = keys.compactMap { key in
            tables.windowsKeys[ZoneTables.folded(key)].flatMap { resolution(windowsID: $0.key, ianaID: $0.iana) }
        }
        guard found.count > 1, let minutes = ZoneName.offsetInParentheses(String(folded)) else { return found.first }
        return found.first { $0.rules.hasStandardOffset(minutes: minutes) } ?? found.first
    }

    /// A name beside an offset: an IANA id, a Windows key or a long name of Java or ICU. Of several zones the one
    /// counts that has the offset, in winter or in summer: "Samoa Standard Time" at -11 is not Windows' key, which has
    /// lain at +13 since
    /// 2011. An id that is spelled out counts whatever the offset says; without one, long names must all mean one
    ///       clock.
    private func beside(_ minutes: Int?, _ name: String) -> ZoneResolution? {
        let text = ZoneTables.folded(name)
        // A reader that shows underscores as spaces leaves an id that nothing else can be.
        let id = text.contains("/") ? Substring(text.map { $0 == " " ? "_" : $0 }) : text
        if let line = tables.iana[id] { return resolution(windowsID: nil, ianaID: line.prefix { $0 != "|" }) }
        var found = [known(text)].compactMap { $0 }
        found += (ZoneTables.longNames[ZoneTables.foldedLongName(name)] ?? []).compactMap {
            resolution(windowsID: nil, ianaID: $0)
        }
        guard let minutes else {
            return found.dropFirst().allSatisfy { $0.rules == found[0].rules } ? found.first : nil
        }
        return found.first { $0.rules.hasOffsetToday(minutes: minutes) }
    }

    /// The cities alone, if they name one zone once the offset is required to be the same.
    private func byCities(_ name: String) -> ZoneResolution? {
        guard let lines = ZoneTables.Cities(name).flatMap({ ZoneTables.byCities[$0] }), lines.count == 1,
            let line = lines.first
        else { return nil }
        let fields = line.split(separator: "|", omittingEmptySubsequences: false)
        return resolution(windowsID: fields[1], ianaID: fields[2])
    }

    /// A display name whose offset is left out, as some clients do, where all that it may mean is one clock.
    private func withoutOffset(_ name: String) -> ZoneResolution? {
        let spellings = [name] + ZoneName.spellings(name)
        guard let keys = spellings.lazy.compactMap({ ZoneTables.namesWithoutOffset[$0] }).first else { return nil }
        let found = keys.sorted { $0 < $1 }.compactMap { key in
            tables.windowsKeys[ZoneTables.folded(key)].flatMap { resolution(windowsID: $0.key, ianaID: $0.iana) }
        }
        return found.dropFirst().allSatisfy { $0.rules == found[0].rules } ? found.first : nil
    }

    private func resolution(windowsID: Substring?, ianaID: Substring) -> ZoneResolution? {
        guard let rules = rules(ianaID) else { return nil }
        return ZoneResolution(
            windowsID: windowsID.map(String.init), ianaID: String(ianaID), rules: rules, isExact: true)
    }

    /// The rules of an IANA zone, from its line of the table: made once for all threads.
    private func rules(_ ianaID: Substring) -> ZoneRules? {
        let id = ZoneTables.folded(ianaID)
        if let known = ZoneCatalogue.made.withLock({ $0[id] }) { return known }
        guard let rules = newRules(id) else { return nil }
        ZoneCatalogue.made.withLock { $0[id] = rules }
        return rules
    }

    /// By the ids of the table, of which there are a few hundred.
    private static let made = Mutex<[Substring: ZoneRules]>([:])

    private func newRules(_ id: Substring) -> ZoneRules? {
        guard let line = tables.iana[id] else { return nil }
        let fields = ZoneTables.fields(line)
        if fields.count == 2, fields[1].first == "=" { return rules(fields[1].dropFirst()) }
        guard fields.count == 4, let first = Int64(fields[1]) else { return nil }
        var changes: [(at: Int64, offset: Int64)] = []
        var seconds: Int64 = 0
        for change in fields[2].utf8.split(separator: UInt8(ascii: ",")) {
            let numbers = change.split(separator: UInt8(ascii: ":")).compactMap { Int64(Substring($0)) }
            guard numbers.count == 2 else { return nil }
            seconds += numbers[0]
            changes.append((seconds * Instant.ticksPerSecond, numbers[1] * Instant.ticksPerSecond))
        }
        return ZoneRules(
            firstOffset: first * Instant.ticksPerSecond, changes: changes, then: YearlyClockRule(posix: fields[3]))
    }
}

extension ZoneRules {
    /// Whether the clock has this offset at some time of the year.
    fileprivate func hasOffsetToday(minutes: Int) -> Bool {
        [1, 7].contains { month in
            let day = Instant(ticks: Int64(CivilDate.days(year: 2025, month: month, day: 15)) * Instant.ticksPerDay)
            return offset(at: day) == Int64(minutes) * Instant.ticksPerMinute
        }
    }

    /// Whether the clock's winter or all-year offset today is this one.
    fileprivate func hasStandardOffset(minutes: Int) -> Bool {
        let january = Instant(ticks: Int64(CivilDate.days(year: 2025, month: 1, day: 15)) * Instant.ticksPerDay)
        let july = Instant(ticks: Int64(CivilDate.days(year: 2025, month: 7, day: 15)) * Instant.ticksPerDay)
        return min(offset(at: january), offset(at: july)) == Int64(minutes) * Instant.ticksPerMinute
    }
}
