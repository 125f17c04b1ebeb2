import Digest
import Encodings
import EventStore
import ExchangeFormats
import Foundation
import Privacy
import Projection
import Publishing
import Reconstruct
import Tables

/// Audits a log: where calendars disagree, or a history went wrong.
package struct AuditRun {
    package var settings: AuditSettings
    /// Is told now and then how far it is.
    package var progress: ((String) -> Void)?

    package init(_ settings: AuditSettings, progress: ((String) -> Void)? = nil) {
        self.settings = settings
        self.progress = progress
    }

    /// - Parameters:
    ///   - tell: gets what a person should know of the key, the directory and the store.
    ///   - body: gets each finding in its order, masked; what the baseline knows is left out.
    package func run(
        on log: EventLog, _ tell: (Remark) -> Void, _ body: (FindingRecord) throws -> Void = { _ in }
    ) throws -> AuditReport {
        let read = try settings.read()
        let known = try baseline()
        let mask = try settings.privacy.mask(tell)
        let knownAt = try KnownAt.position(settings.knownAt, in: log, tell)
        mask.learn(try Projection(log).learnedNames(asOf: read.terms.asOf, upTo: knownAt))
        tellOfSilence(read, mask.people, tell)
        progress?("looking at what the log has")
        let directory = mask.people.directory
        let coverage = try CoverageSource(log: log, knownAt: knownAt).book(upTo: read.terms.asOf) { name in
            Address(name).flatMap { directory.recipient(of: $0)?.address }
        }
        var report = AuditReport(terms: read.terms, coverage: coverage)
        let head = try log.head()
        if let head {
            report.head = Hex.lowercase(head.hash)
            report.batch = head.number
        }
        report.setAside = try log.quarantineCount()
        let scope = try AuditScope(settings, mask, in: log)
        let collector = Collector(
            log: log, mask: mask, known: known, scope: scope, read: read, keeps: settings.keeps)
        // What was so once is nothing that the next audit may begin with.
        let isOfNow = knownAt == nil && read.terms.asOf == nil
        let basis = isOfNow ? try basis(read, coverage, mask.people.learned, log) : nil
        let position = head?.lastPosition ?? 0
        let outcome = try gather(
            log, mask, coverage, read, upTo: knownAt ?? position,
            known: try settings.isAnew ? nil : basis.flatMap { try AuditCache(of: log, for: $0) },
            keeps: settings.keeps && isOfNow, collector)
        report.take(outcome)
        try collector.sweep(exempt: exempt(mask), &report.tally)
        try collector.standing.finish(&report.tally, collector.add)
        try collector.count(outcome.series, by: coverage, &report.tally)
        if settings.keeps, let basis { try AuditCache.finish(basis, upTo: position, in: log) }
        report.sorted(collector, read)
        if !scope.isAll { report.most = .max }
        report.concerned = scope.named
        if !scope.streams.isEmpty {
            report.answered = try answers(of: scope.streams, log, mask, coverage, read, position)
        }
        progress?("writing findings")
        report.tables = try collector.tables.finish(
            in: settings.out, delimiter: UInt8(ascii: ";"), coverage: try report.coverageRows(mask)
        ) { record in
            report.summary.add(record, most: report.most)
            try body(record)
        }
        report.people = PeopleReport(mask.counts, isClear: mask.isClear)
        if let kept = collector.kept { try keep(kept, report, in: log) }
        return report
    }

    private func keep(_ kept: FindingTables, _ report: AuditReport, in log: EventLog) throws {
        let rules = String(decoding: try JSONEncoder().encode(report.answers(of: report.tally)), as: UTF8.self)
        let run = KeptFindings.Run(
            head: report.head, batch: report.batch, at: report.at, answered: report.share, rules: rules)
        try KeptFindings.replace(in: log, run: run) { body in
            _ = try kept.finish(in: nil, delimiter: UInt8(ascii: ";"), coverage: [], body)
        }
    }

    private func gather(
        _ log: EventLog, _ mask: Mask, _ coverage: CoverageBook, _ read: AuditSettings.Read, upTo last: Int64,
        known: AuditCache?, keeps: Bool, _ collector: Collector
    ) throws -> AuditOutcome {
        let people = mask.people
        let counted = try log.counts().streams
        return try Projection(log).audit(
            upTo: last, coverage: coverage, terms: read.terms, people: { AuditPeople(people) }, known: known,
            keeps: keeps, progress: { progress?("\($0) of \(counted) meetings") }
        ) { audited in
            for finding in audited.findings.findings { try collector.add(finding, audited.stream.key, audited.rows) }
            for booking in audited.findings.bookings { try collector.hold(booking, audited.stream, audited.rows) }
            for copy in audited.findings.standing { try collector.standing.take(copy, audited.stream, audited.rows) }
        }
    }

    /// What nobody would miss among the findings, as it was never asked.
    private func tellOfSilence(_ read: AuditSettings.Read, _ people: People, _ tell: (Remark) -> Void) {
        if people.directory.isEmpty {
            tell(.fact("Without --directory no mailbox is known as a room and nobody as gone: those rules are silent."))
        } else if people.acceptedDomains.isEmpty, read.terms.rules.contains(.organizerLeft) {
            tell(.fact("Without --accepted-domain nobody is known to have left: organizer-left is silent."))
        }
    }

    /// What the rules answer of some meetings by themselves.
    private func answers(
        of streams: [Int64], _ log: EventLog, _ mask: Mask, _ coverage: CoverageBook, _ read: AuditSettings.Read,
        _ position: Int64
    ) throws -> AuditTally {
        let people = mask.people
        return try Projection(log).audit(
            of: streams, upTo: position, coverage: coverage, terms: read.terms, people: { AuditPeople(people) }
        ) { _ in }.tally
    }

    /// What the answers rest on beside the rows; nil where nothing was kept and nothing is to be.
    private func basis(
        _ read: AuditSettings.Read, _ coverage: CoverageBook, _ names: LearnedNames, _ log: EventLog
    ) throws -> AuditCache.Basis? {
        guard try settings.keeps || AuditCache.isKept(in: log) else { return nil }
        return AuditCache.Basis(question: try question(read), coverage: coverage, names: names)
    }

    /// All that is asked, and who is who by the directory.
    private func question(_ read: AuditSettings.Read) throws -> String {
        let terms = read.terms, privacy = settings.privacy
        var parts = terms.rules.map(\.name).sorted()
        parts += [terms.settle, terms.answerSettle, terms.roomSettle, terms.ahead].map(String.init)
        parts.append(terms.history.map { "\($0.lowerBound.ticks) \($0.upperBound.ticks)" } ?? "all")
        for list in [privacy.acceptedDomains, privacy.includes, privacy.excludes] { parts.append("\(list)") }
        parts.append(privacy.outOfScope.rawValue)
        parts += try privacy.directory.files.map { try FileDigest(of: $0).sha256 }
        return Hex.lowercase(SHA256().digest(of: Array(parts.joined(separator: "\n").utf8)))
    }

    private func baseline() throws -> Set<String> {
        guard let path = settings.baseline else { return [] }
        do {
            return try Baseline(path: path).ids
        } catch {
            let isThere = FileManager.default.fileExists(atPath: path)
            throw Failure(
                isThere ? .inputNotUnderstood : .inputMissing, "\(path) is no table of findings: \(error.reason).",
                next: "--baseline takes a findings.csv of an earlier audit.")
        }
    }

    private func exempt(_ mask: Mask) throws -> Set<String> {
        Set(
            try settings.allowConflicts.map { text in
                guard let address = Address(text) else {
                    throw Failure(.usage, "--allow-conflicts \(text) is no address.", next: "Name the room's address.")
                }
                return mask.people.resolved(address).canonical
            })
    }
}

extension AuditPeople {
    /// Who is who by the directory and what the log taught.
    init(_ people: People) {
        var known: [String: String] = [:]
        self.init(
            resolve: { text in
                if let found = known[text] { return found }
                let found = Address(text).map { people.resolved($0).canonical } ?? text
                if known.count >= 100_000 { known.removeAll(keepingCapacity: true) }
                known[text] = found
                return found
            },
            isRoom: { Address($0).map { people.kind(of: $0) == .resource } ?? false },
            presence: { text in
                guard !people.directory.isEmpty, let address = Address(text) else { return .unknown }
                if people.directory.recipient(of: people.resolved(address)) != nil { return .known }
                // Who is outside was never there, and a name or a DN may be anybody.
                guard case .smtp = people.resolved(address), !people.acceptedDomains.isEmpty,
                    people.kind(of: address) == .person
                else { return .unknown }
                return .left
            })
    }
}
