import ExchangeFormats
import Foundation

/// Reads a calendar file line by line and holds it against what a file of reconstructed meetings has to be: the grammar
/// of RFC 5545, and beyond it what readers that exist get wrong.
///
/// Written apart from what writes such files on purpose. In memory stay the names of zones, and of each component the
/// digests of its UID and date.
struct CalendarCheck {
    /// What the file may hold.
    struct Terms {
        /// Names in clear were asked for.
        var allowsClear = false
        /// Subjects were asked for.
        var allowsText = false
    }

    private var lines: UnfoldedLines
    private let terms: Terms
    private var findings = CalendarFindings()
    private var open = OpenComponents()
    private var calendars = 0
    private var heads: [String: Int] = [:]
    private var zone: StatedZone?
    private var event: StatedEvent?
    private var zones: [String: (declared: Int, used: Int, line: Int)] = [:]
    /// Whether the name of each zone is one that may leave: nearly every line of an event asks.
    private var areKnown: [String: Bool] = [:]
    /// Of declared zones, the farthest ahead of UTC in minutes.
    private var offsets: [String: Int] = [:]
    /// Where a zone is declared behind its use or not at all: no clock goes farther ahead.
    private static let greatestOffset = 15 * 60
    private var series = SeriesConsistency()
    private var lastLine = ""
    private var people = PeopleInCalendar()

    /// - Parameter name: the file's name in the report.
    static func report(path: String, name: String, _ terms: Terms) -> CheckReport.File {
        var file = CheckReport.File(name: name)
        guard let lines = UnfoldedLines(path: path) else {
            file.findings = [
                .init(
                    severity: .error, code: "unreadable", column: nil, count: 1, line: nil,
                    what: "it cannot be read; check who may read it")
            ]
            return file
        }
        var check = CalendarCheck(lines: lines, terms: terms)
        check.run()
        file.rows = check.series.components
        file.hashed = check.people.hashed
        file.passed = check.people.passed
        file.findings = check.findings.ledger.findings
        return file
    }

    private init(lines: UnfoldedLines, terms: Terms) {
        self.lines = lines
        self.terms = terms
    }

    private mutating func run() {
        while lines.next() {
            guard let line = StatedLine(lines.bytes) else {
                judgeAddresses(lines.bytes[...])
                findings.note(.noLine, lines.line)
                continue
            }
            if lastLine.isEmpty, line.name != "BEGIN" || line.text != "VCALENDAR" {
                findings.note(.noCalendar, lines.line)
            }
            if !ClosedForm.isKept(by: line) { findings.note(.value, lines.line, of: line.name) }
            judgePrivacy(line)
            lastLine = line.name + ":" + (line.name == "END" ? line.text : "")
            take(line)
        }
        if lastLine != "END:VCALENDAR", !lastLine.isEmpty || lines.flaws.isEmpty {
            findings.note(.noCalendar, max(1, lines.line))
        }
        if open.count > 0 { findings.note(.nesting, max(1, lines.line), count: open.count) }
        for name in ["VERSION", "PRODID"] where heads[name] != calendars { findings.note(.version, 1) }
        series.finish(&findings)
        for (_, zone) in zones.sorted(by: { $0.key < $1.key }) {
            if zone.declared == 0 { findings.note(.zoneMissing, zone.line) }
            if zone.declared > 1 { findings.note(.zoneRepeated, zone.line) }
            if zone.used == 0 { findings.note(.zoneUnused, zone.line) }
        }
        for (flaw, found) in lines.flaws {
            findings.ledger.note(.error, flaw.rawValue, line: found.line, count: found.count, flaw.sentence)
        }
    }

    private mutating func take(_ line: StatedLine) {
        switch line.name {
        case "BEGIN": begin(line.text.uppercased())
        case "END": end(line.text.uppercased())
        default: property(line)
        }
    }

    // MARK: Components

    private static let places = [
        "VCALENDAR": "", "VEVENT": "VCALENDAR", "VTIMEZONE": "VCALENDAR", "STANDARD": "VTIMEZONE",
        "DAYLIGHT": "VTIMEZONE",
    ]

    private mutating func begin(_ name: String) {
        if CalendarCheck.places[name] != open.last ?? "" { findings.note(.component, lines.line) }
        open.open(name)
        guard open.count <= OpenComponents.deepest else { return }
        switch name {
        case "VCALENDAR": calendars += 1
        case "VEVENT": event = StatedEvent(line: lines.line)
        case "VTIMEZONE": zone = StatedZone(line: lines.line)
        case "STANDARD", "DAYLIGHT": zone?.begin(name)
        default: break
        }
    }

    private mutating func end(_ name: String) {
        let isTooDeep = open.count > OpenComponents.deepest
        guard let within = open.close(name) else { return findings.note(.nesting, lines.line) }
        if within > 0 { findings.note(.nesting, lines.line, count: within) }
        if isTooDeep { return }
        switch name {
        case "VEVENT":
            event.take()?.finish(
                into: &series, offset: { [offsets] in offsets[$0] ?? CalendarCheck.greatestOffset }, &findings)
        case "VTIMEZONE":
            let declared = zone.take()
            if let tzid = declared?.finish(&findings, at: lines.line) {
                offsets[tzid] = declared?.greatestOffset
                zones[tzid, default: (0, 0, lines.line)].declared += 1
            }
        case "STANDARD", "DAYLIGHT": zone?.end()
        default: break
        }
    }

    // MARK: Properties

    private mutating func property(_ line: StatedLine) {
        if let tzid = line.parameter("TZID") { zones[tzid, default: (0, 0, lines.line)].used += 1 }
        switch open.last {
        case "VCALENDAR":
            heads[line.name, default: 0] += 1
            if line.name == "METHOD" { findings.note(.method, lines.line) }
            if line.name == "VERSION", line.text != "2.0" { findings.note(.version, lines.line) }
        case "VTIMEZONE", "STANDARD", "DAYLIGHT": zone?.take(line)
        case "VEVENT": event?.take(line, at: lines.line, &findings)
        case nil: findings.note(.nesting, lines.line)
        default: break
        }
    }

    /// No name leaves in clear, in whatever it hides: in the parameters of any line, in what an export never writes,
    /// such as a description in HTML, a link or `CN`, and in what stands where nobody looks at it.
    private mutating func judgePrivacy(_ line: StatedLine) {
        let isPerson = line.name == "ORGANIZER" || line.name == "ATTENDEE"
        if isPerson, !people.take(line), !terms.allowsClear { findings.note(.address, lines.line, of: line.name) }
        if line.name == "UID", !terms.allowsClear, case .wrong = ValueCheck.verdict(line.value, .occurrenceID) {
            findings.note(.objectID, lines.line, of: line.name)
        }
        if holdsText(line) { findings.note(.text, lines.line, of: line.name) }
        // Of a value that is judged by itself the parameters are left.
        let isJudged = isPerson || line.name == "UID" || ClosedForm.texts.contains(line.name) && terms.allowsText
        judgeAddresses(lines.bytes[..<(isJudged ? line.value.startIndex : lines.bytes.endIndex)], of: line.name)
    }

    private mutating func holdsText(_ line: StatedLine) -> Bool {
        if ClosedForm.texts.contains(line.name), !terms.allowsText, !line.value.isEmpty { return true }
        guard !terms.allowsClear else { return false }
        if !ClosedForm.isWritten(line, in: open.last) { return true }
        if line.name == "PRODID", line.text != ClosedForm.product { return true }
        guard let zone = line.name == "TZID" ? line.text : line.parameter("TZID") else { return false }
        let isKnown = areKnown[zone] ?? ClosedForm.isZone(zone)
        areKnown[zone] = isKnown
        return !isKnown
    }

    private mutating func judgeAddresses(_ bytes: ArraySlice<UInt8>, of property: String? = nil) {
        guard !terms.allowsClear, AddressScan(bytes).addresses > 0 else { return }
        findings.note(.address, lines.line, of: property)
    }
}

/// Findings of a calendar file, each under its property.
struct CalendarFindings {
    var ledger = FindingLedger()

    private static let properties = [
        "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION",
        "RRULE", "RDATE", "EXDATE", "STATUS", "SUMMARY", "ORGANIZER", "ATTENDEE", "TZID", "TZOFFSETFROM", "TZOFFSETTO",
    ]

    /// - Parameter property: one of RFC 5545; of others the name is not shown.
    mutating func note(_ fault: CalendarFault, _ line: Int, count: Int = 1, of property: String? = nil) {
        let place = property.flatMap(CalendarFindings.properties.firstIndex)
        ledger.note(
            fault.severity, fault.rawValue, column: place ?? -1, named: place.map { CalendarFindings.properties[$0] },
            line: line, count: count, fault.sentence)
    }

    mutating func note(_ fault: StatedRule.Fault, _ line: Int) {
        let place = CalendarFindings.properties.firstIndex(of: "RRULE") ?? -1
        ledger.note(.error, "rule." + fault.rawValue, column: place, named: "RRULE", line: line, fault.sentence)
    }
}

/// Who stands in a calendar file, by what hides them.
private struct PeopleInCalendar {
    private(set) var hashed = 0
    private var words: [String: Int] = [:]

    /// - Returns: false for a name in clear.
    mutating func take(_ line: StatedLine) -> Bool {
        let value = line.value, scheme = Array("mailto:".utf8), domain = Array("@pseudonym.invalid".utf8)
        guard value.starts(with: scheme) else { return false }
        let address = value.dropFirst(scheme.count)
        if address.elementsEqual("external@external.invalid".utf8) {
            words["external", default: 0] += line.parameter("X-CALFOLD-COUNT").flatMap(ClosedForm.count) ?? 1
            return true
        }
        guard address.reversed().starts(with: domain.reversed()) else { return false }
        let name = address.dropLast(domain.count)
        if name.elementsEqual("internal".utf8) {
            words["internal", default: 0] += 1
            return true
        }
        guard ValueCheck.verdict(name, .hash(isRequired: true)) == .hashed else { return false }
        hashed += 1
        return true
    }

    var passed: [CheckReport.Passed] {
        words.sorted { $0.key < $1.key }.map { .init(column: "ATTENDEE", what: $0.key, count: $0.value) }
    }
}
