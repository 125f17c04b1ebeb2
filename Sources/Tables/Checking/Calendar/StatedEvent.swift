import ExchangeFormats

/// A VEVENT as a file states it, and what is wrong with it by itself.
struct StatedEvent {
    private let line: Int
    private var counts: [String: Int] = [:]
    private var lineOf: [String: Int] = [:]
    private var uid: UInt64 = 0
    private var start: ZonedMoment?
    private var end: ZonedMoment?
    private var instance: ZonedMoment?
    private var rule: StatedRule?
    private var dates: [(name: String, moment: ZonedMoment, line: Int)] = []
    private var sequence = 0

    /// - Parameter line: of its BEGIN.
    init(line: Int) { self.line = line }

    private static let texts: Set<String> = ["UID", "SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT"]
    private static let words: [String: Set<String>] = [
        "STATUS": ["TENTATIVE", "CONFIRMED", "CANCELLED"], "TRANSP": ["OPAQUE", "TRANSPARENT"],
    ]

    mutating func take(_ line: StatedLine, at number: Int, _ findings: inout CalendarFindings) {
        counts[line.name, default: 0] += 1
        if lineOf[line.name] == nil { lineOf[line.name] = number }
        if StatedEvent.texts.contains(line.name), !line.isEscaped {
            findings.note(.escape, number, of: line.name)
        }
        switch line.name {
        case "UID":
            uid = SeriesConsistency.code(line.value)
            if line.value.isEmpty { findings.note(.value, number, of: line.name) }
        case "DTSTAMP", "CREATED", "LAST-MODIFIED":
            if ZonedMoment(line)?.form.form != .utc { findings.note(.moment, number, of: line.name) }
        case "DTSTART": start = moment(line, number, &findings)
        case "DTEND": end = moment(line, number, &findings)
        case "RECURRENCE-ID": instance = moment(line, number, &findings)
        case "RDATE", "EXDATE":
            if let moment = moment(line, number, &findings) { dates.append((line.name, moment, number)) }
        case "RRULE":
            let stated = StatedRule(line.text)
            if let fault = stated.fault { findings.note(fault, number) }
            rule = stated
        case "SEQUENCE":
            if let number = Int(line.text), number >= 0 {
                sequence = number
            } else {
                findings.note(.value, number, of: line.name)
            }
        case "ORGANIZER", "ATTENDEE":
            let scheme = line.value.prefix { $0 != UInt8(ascii: ":") }
            let isAddress = scheme.count < line.value.count && !scheme.isEmpty && !line.value.contains(0x20)
            if !isAddress { findings.note(.value, number, of: line.name) }
        case "DURATION":
            let isDuration = line.text.wholeMatch(of: /P(\d+W|\d+D|(\d+D)?T(\d+H)?(\d+M)?(\d+S)?)/) != nil
            if !isDuration { findings.note(.value, number, of: line.name) }
        default:
            if let words = StatedEvent.words[line.name], !words.contains(line.text) {
                findings.note(.value, number, of: line.name)
            }
        }
    }

    private func moment(_ line: StatedLine, _ number: Int, _ findings: inout CalendarFindings) -> ZonedMoment? {
        let moment = ZonedMoment(line)
        if moment == nil { findings.note(.moment, number, of: line.name) }
        return moment
    }

    /// Judges what the lines say together, and hands over what only the other components of the UID can tell.
    ///
    /// - Parameter offset: the farthest ahead of UTC, in minutes, that a zone's clock goes.
    func finish(into series: inout SeriesConsistency, offset: (String) -> Int, _ findings: inout CalendarFindings) {
        for name in ["UID", "DTSTAMP", "DTSTART"] where counts[name] == nil { findings.note(.missing, line, of: name) }
        for name in [
            "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION",
            "RRULE", "STATUS", "SUMMARY", "ORGANIZER",
        ] where counts[name, default: 0] > 1 { findings.note(.repeatedProperty, line, of: name) }
        if counts["DTEND"] != nil, counts["DURATION"] != nil { findings.note(.pair, lineOf["DURATION"] ?? line) }
        if let start {
            if let end, !isLater(end, than: start) { findings.note(.endBeforeStart, lineOf["DTEND"] ?? line) }
            judgeRule(start, offset, &findings)
            for date in dates where date.moment.form != start.form {
                findings.note(.otherForm, date.line, of: date.name)
            }
        }
        guard counts["UID"] != nil else { return series.countOne() }
        if counts["RECURRENCE-ID"] != nil {
            if rule != nil { findings.note(.ruleOfInstance, lineOf["RRULE"] ?? line) }
            series.add(.init(uid: uid, date: instance, sequence: sequence, line: lineOf["RECURRENCE-ID"] ?? line))
        } else {
            series.add(
                .init(form: start?.form, sequence: sequence), uid,
                excluded: dates.filter { $0.name == "EXDATE" }.map(\.moment), lineOf["UID"] ?? line, &findings)
        }
    }

    /// Readings of different zones cannot be compared without the zones.
    private func isLater(_ end: ZonedMoment, than start: ZonedMoment) -> Bool {
        guard end.form.form == start.form.form else { return false }
        return end.form != start.form || end.wall > start.wall
    }

    /// The end in UTC where the start has a clock, a date where it has none; and no earlier than the start, which may
    /// lie as far before its reading as the clock goes ahead.
    private func judgeRule(_ start: ZonedMoment, _ offset: (String) -> Int, _ findings: inout CalendarFindings) {
        guard let rule, rule.fault == nil else { return }
        let number = lineOf["RRULE"] ?? line
        if let until = rule.until, (until.form == .date) != (start.form.form == .date) || until.form == .local {
            findings.note(.until, number)
        } else if let until = rule.until {
            let minutes = start.form.tzid.map(offset) ?? 0
            if until.wall.ticks < start.wall.ticks - Int64(minutes) * Instant.ticksPerMinute {
                findings.note(.untilBeforeStart, number)
            }
        }
        if !rule.allows(start.wall.date) { findings.note(.startOffRule, number) }
    }
}

/// What the components of one UID owe each other. Of each a few digests stay.
struct SeriesConsistency {
    struct Master {
        var form: ZonedMoment.Form?
        var sequence: Int
    }

    struct Instance {
        var uid: UInt64
        /// Nil where the file does not tell.
        var date: ZonedMoment?
        var sequence: Int
        var line: Int
    }

    private(set) var components = 0
    private var masters: [UInt64: Master] = [:]
    private var instances: [Instance] = []
    private var excluded: Set<UInt64> = []

    mutating func countOne() { components += 1 }

    mutating func add(
        _ master: Master, _ uid: UInt64, excluded dates: [ZonedMoment], _ line: Int, _ findings: inout CalendarFindings
    ) {
        components += 1
        if masters.updateValue(master, forKey: uid) != nil { findings.note(.repeatedSeries, line) }
        for date in dates { excluded.insert(SeriesConsistency.code(uid, date)) }
    }

    mutating func add(_ instance: Instance) {
        components += 1
        instances.append(instance)
    }

    func finish(_ findings: inout CalendarFindings) {
        var seen: Set<UInt64> = []
        for instance in instances {
            guard let master = masters[instance.uid] else {
                findings.note(.noSeries, instance.line)
                continue
            }
            if instance.sequence < master.sequence { findings.note(.sequence, instance.line) }
            guard let date = instance.date else { continue }
            if date.form != master.form { findings.note(.otherForm, instance.line, of: "RECURRENCE-ID") }
            let code = SeriesConsistency.code(instance.uid, date)
            if !seen.insert(code).inserted { findings.note(.repeatedInstance, instance.line) }
            if excluded.contains(code) { findings.note(.excludedInstance, instance.line) }
        }
    }

    /// FNV-1a: sixty-four bits that tell texts apart.
    static func code(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    private static func code(_ uid: UInt64, _ date: ZonedMoment) -> UInt64 {
        withUnsafeBytes(of: (uid, date.wall.ticks)) { code($0) }
    }
}

/// A VTIMEZONE as a file states it.
struct StatedZone {
    private let line: Int
    private var tzids: [String] = []
    private var observances: [String: Int] = [:]
    private var properties: [String: Int] = [:]
    private var isFaulty = false
    /// The farthest ahead of UTC, in minutes, of what it declares.
    private(set) var greatestOffset: Int?

    init(line: Int) { self.line = line }

    mutating func begin(_ name: String) {
        observances[name, default: 0] += 1
        properties = [:]
    }

    mutating func take(_ line: StatedLine) {
        properties[line.name, default: 0] += 1
        switch line.name {
        case "TZID": tzids.append(line.isEscaped ? line.text : "")
        case "DTSTART", "RDATE":
            if StatedMoment(line.value)?.form != .local || line.parameter("TZID") != nil { isFaulty = true }
        case "TZOFFSETFROM", "TZOFFSETTO":
            if line.text.wholeMatch(of: /[+-]([01]\d|2[0-3])[0-5]\d([0-5]\d)?/) == nil || line.text == "-0000" {
                isFaulty = true
            } else if let hours = Int(line.text.prefix(3)), let minutes = Int(line.text.dropFirst(3).prefix(2)) {
                let offset = hours * 60 + (line.text.first == "-" ? -minutes : minutes)
                greatestOffset = max(greatestOffset ?? offset, offset)
            }
        case "RRULE": if StatedRule(line.text).fault != nil { isFaulty = true }
        default: break
        }
    }

    mutating func end() {
        for name in ["DTSTART", "TZOFFSETFROM", "TZOFFSETTO"] where properties[name] != 1 { isFaulty = true }
        if properties["RRULE", default: 0] > 1 { isFaulty = true }
    }

    /// - Returns: the name that it declares.
    func finish(_ findings: inout CalendarFindings, at end: Int) -> String? {
        if isFaulty || observances["STANDARD"] == nil { findings.note(.observance, line) }
        guard tzids.count == 1, let tzid = tzids.first, !tzid.isEmpty else {
            findings.note(tzids.isEmpty ? .missing : .repeatedProperty, line, of: "TZID")
            return nil
        }
        return tzid
    }
}
