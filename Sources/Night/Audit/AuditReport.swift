import ExchangeFormats
import Foundation
import Privacy
import Projection
import Reconstruct
import Tables

/// What an audit found, in numbers.
package struct AuditReport {
    /// The chain that the findings were made of: an auditor can tie them to the log.
    package var head: String?
    package var batch: Int64?
    /// The greatest moment that anything was judged at.
    package var at: Instant?
    /// In seconds.
    package var ahead: Int64
    package var tally = AuditTally()
    /// Findings of a rule that are told one by one.
    var most = 5
    /// What the rules answer of the meetings that were asked for alone; nil where all were.
    var answered: AuditTally?
    /// Mailboxes that were asked for.
    var concerned: Set<String> = []
    /// The rows of coverage of those, and of the mailboxes of the meetings that were asked for.
    package private(set) var coverageOfTicket: [[String]] = []
    /// Whether the log has nothing of any mailbox that was asked for: then a rule that found nothing says nothing.
    package var isOfUnknown: Bool { !concerned.isEmpty && concerned.allSatisfy { coverage.mailboxes[$0] == nil } }
    /// Whether what the rules answer is told of some meetings alone.
    package var isOfMeetings: Bool { answered != nil }
    /// Whether a part of all findings was asked for, and each is told.
    package var isOfTicket: Bool { most == .max }
    /// Meetings that were looked at, and such of which an earlier audit that was kept knew all there is to tell.
    package private(set) var looked = 0
    package private(set) var recalled = 0
    package var tables: [FinishedTable] = []
    package var summary = AuditSummary()
    package var people: PeopleReport?
    /// Findings that the baseline has.
    package var known = 0
    /// Findings that fail the run.
    package var failures = 0
    /// How many of the questions that could be asked have an answer.
    package var share: Double
    package var isCovered = true
    /// Rows that were set aside when they were taken in: nothing of them was looked at.
    package var setAside = 0
    /// The table of coverage, by the names of its columns.
    package private(set) var coverageObjects: [[String: String]] = []
    let coverage: CoverageBook
    let rules: Set<AuditRule>

    init(terms: AuditTerms, coverage: CoverageBook) {
        ahead = terms.ahead / Instant.ticksPerSecond
        rules = terms.rules
        self.coverage = coverage
        share = 1
    }

    mutating func take(_ outcome: AuditOutcome) {
        tally = outcome.tally
        looked = outcome.looked
        recalled = outcome.recalled
    }

    mutating func sorted(_ collector: Collector, _ read: AuditSettings.Read) {
        at = collector.latest
        known = collector.knownCount
        failures = collector.failures
        let evaluated = tally.rules.all.reduce(0) { $0 + $1.evaluated }
        let not = tally.rules.all.reduce(0) { $0 + $1.notEvaluated }
        share = evaluated + not == 0 ? 1 : Double(evaluated) / Double(evaluated + not)
        if let required = read.requiredShare { isCovered = share >= required }
    }

    /// Whether everything is as it should be.
    package var isDone: Bool { failures == 0 && isCovered }

    /// The rows of the table of coverage, in order of the mailbox as it leaves.
    mutating func coverageRows(_ mask: Mask) throws -> [[String]] {
        let rows = try maskedCoverage(mask, tally)
        let names = try Set(concerned.union(answered?.mailboxes.all.keys.map { $0 } ?? []).map(mask.identity))
        if !names.isEmpty {
            coverageOfTicket = try maskedCoverage(mask, answered ?? tally).filter { names.contains($0[0]) }
            if isOfMeetings {
                let known = Set(coverageOfTicket.map { $0[0] })
                for name in try concerned.map(mask.identity).sorted() where !known.contains(name) {
                    coverageOfTicket.append([name, "", "", "0", "0", "0", "0"])
                }
            }
        }
        coverageObjects = rows.map { Dictionary(uniqueKeysWithValues: zip(FindingTables.coverageColumns, $0)) }
        return rows
    }

    private func maskedCoverage(_ mask: Mask, _ told: AuditTally) throws -> [[String]] {
        let asked = told.mailboxes.all
        let names = Set(coverage.mailboxes.keys).union(asked.keys)
        return try names.map { mailbox in
            let known = coverage.mailboxes[mailbox], answers = asked[mailbox] ?? .init()
            return [
                try mask.identity(mailbox), known?.first.map(FindingWriter.text) ?? "",
                known?.watermark.map(FindingWriter.bound) ?? "", String(max(0, (known?.spans.count ?? 0) - 1)),
                String(known?.rows ?? 0), String(answers.evaluated),
                String(answers.notEvaluated),
            ]
        }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Every rule that was asked for, with its answer; where meetings were asked for, of these.
    package var answers: [Answer] { answers(of: answered ?? tally) }

    func answers(of tally: AuditTally) -> [Answer] {
        AuditRule.allCases.filter(rules.contains).map { rule in
            let known = tally.rules[rule]
            return Answer(
                id: rule.name, status: known.status, count: known.detected, evaluated: known.evaluated,
                notEvaluatedReasons: Dictionary(uniqueKeysWithValues: known.gaps.map { ($0.key.name, $0.value) }))
        }
    }

    package struct Answer: Encodable {
        package var id: String
        package var status: String
        package var count: Int
        package var evaluated: Int
        package var notEvaluatedReasons: [String: Int]
    }
}

/// Findings by rule, client and mailbox, as they go by in their order.
package struct AuditSummary {
    package struct Block {
        package var rule: String
        package var severity: String
        package var count = 0
        package var worst: [FindingRecord] = []
        package var meetings: Set<Int> = []
        package var mailboxes: Set<Int> = []
    }

    package private(set) var blocks: [Block] = []
    package private(set) var clients: [String: Int] = [:]
    package private(set) var mailboxes: [String: Int] = [:]
    package private(set) var bySeverity: [String: Int] = [:]

    mutating func add(_ record: FindingRecord, most: Int = 5) {
        if blocks.last?.rule != record.rule || blocks.last?.severity != record.severity {
            blocks.append(Block(rule: record.rule, severity: record.severity))
        }
        let last = blocks.count - 1
        blocks[last].count += 1
        if blocks[last].worst.count < most { blocks[last].worst.append(record) }
        blocks[last].meetings.insert(record.meetingID.hashValue)
        blocks[last].mailboxes.insert(record.mailbox.hashValue)
        bySeverity[record.severity, default: 0] += 1
        guard record.severity != "info" else { return }
        let client = record.client.isEmpty ? record.responsible : record.client
        if !client.isEmpty { clients[client, default: 0] += 1 }
        if !record.mailbox.isEmpty { mailboxes[record.mailbox, default: 0] += 1 }
    }

    /// The most frequent of some counts, those of one number in order of name.
    package static func most(_ counts: [String: Int], _ number: Int = 10) -> [(name: String, count: Int)] {
        counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(number).map {
            ($0.key, $0.value)
        }
    }
}
