import Encodings
import ExchangeFormats
import Privacy
import Reconstruct

/// A finding as it leaves: every value masked, in the order of the table's columns.
package struct FindingRecord: Sendable, Hashable, Codable {
    package static let columns = [
        "finding_id", "rule", "severity", "confidence", "intent", "meeting_id", "occurrence_id", "mailbox", "role",
        "organizer", "start", "field", "expected", "actual", "since", "until", "client", "responsible", "cause",
        "evidence", "coverage", "subject",
    ]
    package static let evidenceColumns = [
        "finding_id", "order", "file", "line", "mailbox", "logtime", "action", "class", "sequence", "start", "client",
    ]

    package var values: [String]
    /// Rows of the table of evidence.
    package var evidence: [[String]]

    package var id: String { values[0] }
    package var rule: String { values[1] }
    package var severity: String { values[2] }
    package var meetingID: String { values[5] }
    package var mailbox: String { values[7] }
    package var start: String { values[10] }
    package var client: String { values[16] }
    package var responsible: String { values[17] }
    package var cause: String { values[18] }

    package init(values: [String], evidence: [[String]]) {
        self.values = values
        self.evidence = evidence
    }

    /// The value of a column by its name.
    package func value(_ column: String) -> String {
        FindingRecord.columns.firstIndex(of: column).map { values.indices.contains($0) ? values[$0] : "" } ?? ""
    }
}

/// A row that proves a finding, before it is masked.
package struct CitedRow: Sendable, Hashable {
    package var part: Finding.Evidence.Part
    package var file: String
    package var line: Int64
    package var mailbox: String?
    package var logged: Instant
    package var action: String
    package var itemClass: String
    package var sequence: Int?
    package var start: Instant?
    package var client: String?

    package init(
        part: Finding.Evidence.Part, file: String, line: Int64, mailbox: String?, logged: Instant, action: String,
        itemClass: String, sequence: Int?, start: Instant?, client: String?
    ) {
        self.part = part
        self.file = file
        self.line = line
        self.mailbox = mailbox
        self.logged = logged
        self.action = action
        self.itemClass = itemClass
        self.sequence = sequence
        self.start = start
        self.client = client
    }
}

/// Makes records of findings under one mask. Belongs to one thread.
package struct FindingWriter {
    private let mask: Mask
    private let mostEvidence: Int
    private var files: [String: String] = [:]

    /// - Parameter mostEvidence: rows that are told of a finding; every one when nil.
    package init(mask: Mask, mostEvidence: Int?) {
        self.mask = mask
        self.mostEvidence = mostEvidence ?? .max
    }

    /// - Parameters:
    ///   - key: of the meeting; nil of a file.
    ///   - rows: those that the finding cites, in its order.
    ///   - coverage: up to where the log has the mailboxes, in a word.
    package mutating func record(
        _ finding: Finding, key: String?, rows: [CitedRow]
    ) throws -> FindingRecord {
        let id = try id(finding, key: key)
        let meetingID = try key.map(mask.globalObjectID) ?? ""
        var cited: [String] = [], evidence: [[String]] = []
        for (place, row) in rows.prefix(mostEvidence).enumerated() {
            let file = try file(row.file)
            cited.append("\(row.part.rawValue) \(file):\(row.line)")
            evidence.append([
                id, "\(place + 1)", file, "\(row.line)", try row.mailbox.map(mask.identity) ?? "",
                Self.text(row.logged),
                row.action, row.itemClass, row.sequence.map(String.init) ?? "", row.start.map(Self.text) ?? "",
                try client(row.client),
            ])
        }
        let values = [
            id, finding.rule.name, finding.severity.name, finding.confidence.rawValue, finding.intent.rawValue,
            meetingID, occurrenceID(finding, meetingID), try finding.mailbox.map(mask.identity) ?? "",
            finding.role.rawValue, try finding.organizer.map(mask.identity) ?? "", finding.start.map(Self.text) ?? "",
            try field(finding), try text(finding.expected), try text(finding.actual),
            finding.since.map(Self.text) ?? "",
            finding.until.map(Self.text) ?? "", try client(finding.client), try responsible(finding.responsible),
            finding.cause, ListStyle.json.text(cited), finding.at.map(Self.bound) ?? "",
            finding.subject.map(mask.subject) ?? "",
        ]
        return FindingRecord(values: values, evidence: evidence)
    }

    /// The same every night, whatever else the log has learnt.
    private func id(_ finding: Finding, key: String?) throws -> String {
        let parts = [
            "finding", finding.rule.name, key ?? "", finding.date?.description ?? "",
            finding.mailbox.map { mask.address($0)?.canonical ?? $0 } ?? "", finding.field,
        ]
        return Hex.lowercase(try mask.identifierBytes(of: parts).prefix(8))
    }

    private func occurrenceID(_ finding: Finding, _ meetingID: String) -> String {
        guard let date = finding.date else { return "" }
        guard let original = finding.originalStart, !finding.isAllDay else {
            return meetingID + "/" + TimeText.compact(date)
        }
        return meetingID + "/" + TimeText.compact(original)
    }

    /// Of two meetings the field is the other one, which `actual` tells.
    private func field(_ finding: Finding) throws -> String {
        if case .meeting = finding.actual { return finding.rule == .roomDoubleBooked ? "slot" : "meeting" }
        return finding.field
    }

    private func text(_ value: Finding.Value) throws -> String {
        switch value {
        case .none: ""
        case .word(let word): word
        case .instant(let instant): Self.text(instant)
        case .slot(let slot): Self.text(slot.start) + " - " + Self.text(slot.end)
        case .person(let person): try mask.identity(person)
        case .zone(let name): try mask.word(name, .zone)
        case .text(let text): mask.subject(text)
        case .meeting(let key): try mask.globalObjectID(key)
        }
    }

    private func responsible(_ user: ResponsibleUser) throws -> String {
        switch user {
        case .unknown: ""
        case .person(let person): try mask.identity(person)
        case .system(let name): try mask.responsible(name)
        }
    }

    /// A client that is none of Exchange's own words may name a person.
    private func client(_ name: String?) throws -> String {
        guard let name else { return "" }
        return try mask.isClear || ClientName.isExchanges(name) ? name : mask.event(name)
    }

    /// A file's name may be somebody's address: where identities are pseudonyms, so is it.
    private mutating func file(_ name: String) throws -> String {
        guard !mask.isClear else { return name }
        if let known = files[name] { return known }
        let code = Hex.lowercase(try mask.identifierBytes(of: ["file", name]).prefix(8))
        files[name] = code
        return code
    }

    /// Up to where something is known: to the millisecond, as nobody logs more often.
    package static func bound(_ instant: Instant) -> String {
        text(Instant(ticks: instant.ticks - instant.ticks % Instant.ticksPerMillisecond))
    }

    package static func text(_ instant: Instant) -> String {
        var bytes: [UInt8] = []
        TimeText.append(instant, digits: TimeText.digits(instant), to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
