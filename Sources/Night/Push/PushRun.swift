import ExchangeFormats
import Foundation
import Partner
import Primitives

/// A month that has neither people nor interactions.
package struct EmptyMonth: Error {
    package var month: String
}

/// Pushes months: each is made, checked and counted before anything of it is sent, and noted when the service has taken
/// it.
package struct PushRun {
    package var settings: PushSettings
    package var source: any PushSource
    package var notes: (any PushNotes)?
    /// The moment by which months are closed or not.
    package var now: Instant
    /// Gets how far it is, in words.
    package var progress: (String) -> Void = { _ in }
    /// The variables of the environment, for the token.
    package var environment = ProcessInfo.processInfo.environment
    /// Up to where the log has been looked at.
    package var position: Int64?

    package init(_ settings: PushSettings, from source: any PushSource, notes: (any PushNotes)?, now: Instant) {
        self.settings = settings
        self.source = source
        self.notes = notes
        self.now = now
    }

    /// The token, and what a person should know of its file.
    package func token() throws -> (token: ServiceToken, warning: String?) {
        try ServiceToken.load(file: settings.tokenFile, environment: environment)
    }

    /// Pushes one month.
    ///
    /// - Parameters:
    ///   - again: whether one that was pushed before may be.
    ///   - early: whether one may that is not closed.
    /// - Throws: a `Failure`, `PartnerError` or `Stopped`.
    package func push(_ month: MonthNumber, again: Bool = false, early: Bool = false) throws -> PushReport.Month {
        let address = try settings.address(), token = try token()
        guard try early || settings.isClosed(source.period(of: month), now: now) else {
            throw Failure(
                .refused,
                "\(month.text) is not closed yet: rows of a month come for some days after its end (lag-days: \(settings.lagDays)), and what was pushed is not taken back.",
                next: "Push it later, or all the same with --open.")
        }
        let pushable = try source.month(month), bodies = try bodies(pushable)
        progress("\(month.text): counting")
        let survey = try bodies.survey()
        if let note = try notes?.note(of: month.text, at: address.base), !note.summary.isEmpty, !again {
            let change =
                survey.difference(from: note.summary).map { "since then it has changed: \($0)" }
                ?? "nothing in it has changed since"
            throw Failure(
                .refused, "\(month.text) was pushed to \(address.base) on \(note.pushed); \(change).",
                next: "If it is to be pushed once more, do so with --again: what was pushed before is not taken back.")
        }
        guard !survey.isEmpty else {
            throw EmptyMonth(month: month.text)
        }
        var report = PushReport.Month(month, .pushed, survey)
        report.calls = try withExtendedLifetime(pushable) { try send(bodies, survey, token.token) }
        report.warnings = pushable.warnings + [token.warning].compactMap { $0 }
        try keep(month, survey)
        // Told to end when the batch was done: it is noted, and the next one is not begun.
        if let signal = StopSignal.number { throw Stopped(signal: signal) }
        return report
    }

    /// Notes what a month held when it was pushed, or that it had nothing.
    func keep(_ month: MonthNumber, _ summary: MonthSummary) throws {
        try notes?.keep(
            PushNote(
                month: month.text, service: try settings.address().base, pushed: Date().formatted(.iso8601),
                summary: summary, position: position))
    }

    /// Sends one batch. Who is told to end meanwhile takes it back first.
    private func send(_ bodies: MonthBodies, _ survey: MonthSummary, _ token: ServiceToken) throws -> Int {
        let signals = StopSignal()
        return try withExtendedLifetime(signals) {
            let service = try PartnerService(
                try settings.address(), token: token, limits: settings.limits, isStopped: { StopSignal.number != nil })
            let month = bodies.tables.month
            service.willPause = { seconds, reason in
                progress("\(month): waiting \(Int(seconds.rounded())) s: \(reason)")
            }
            var batch = PushBatch(bodies, to: service, token: token)
            batch.progress = { calls, interactions in
                progress("\(month): \(calls) calls, \(interactions) of \(survey.count(.interactions)) interactions")
            }
            do {
                return try batch.run(survey)
            } catch let error as PartnerError where error.reason == .stopped {
                throw Stopped(signal: StopSignal.number ?? SIGTERM)
            }
        }
    }

    private func bodies(_ month: PushableMonth) throws -> MonthBodies {
        try MonthBodies(month.tables, names: settings.names, batch: settings.batch)
    }
}

// MARK: - Without being named

extension PushRun {
    /// Pushes the closed months that are not noted, oldest first. What keeps one month out for its own sake lets the
    /// others go on.
    ///
    /// - Parameter months: in order.
    /// - Returns: the report, and what ended the run or was worst.
    package func pushAll(_ months: [MonthNumber]) throws -> (report: PushReport, failure: Failure?) {
        var report = PushReport(service: try settings.address().base)
        var worst: Failure?
        for month in try due(months) {
            do {
                report.months.append(try push(month, again: true))
            } catch let error as Stopped {
                throw error
            } catch is EmptyMonth {
                report.months.append(.init(month, .empty))
                try keep(month, MonthSummary())
            } catch {
                guard let failure = Failure(translating: error) else { throw error }
                report.months.append(
                    .init(month, .failed, what: [failure.what, failure.next].compactMap { $0 }.joined(separator: " ")))
                worst = worst ?? failure
                // The service would say the same of the next month.
                if failure.status != .inputNotUnderstood { return (report, failure) }
            }
        }
        return (report, worst)
    }

    /// Those of the months that are closed and were not pushed.
    package func due(_ months: [MonthNumber]) throws -> [MonthNumber] {
        let base = try settings.address().base
        return try months.filter { month in
            if let since = settings.since, month < since { return false }
            return try settings.isClosed(source.period(of: month), now: now)
                && notes?.note(of: month.text, at: base) == nil
        }
    }

    /// Those of the months that were pushed and of which something came later than they were looked at.
    package func overtaken(_ months: [MonthNumber]) throws -> [MonthNumber] {
        let base = try settings.address().base
        return try months.filter { month in
            guard let note = try notes?.note(of: month.text, at: base) else { return false }
            return (note.position ?? 0) < (position ?? 0)
        }
    }

    /// Looks at months that were pushed, for what has come to them since, and notes that it was told. A month that had
    /// nothing when it was looked at is pushed by now, if it has something.
    package func changes(in months: [MonthNumber]) throws -> [PushReport.Month] {
        let base = try settings.address().base
        return try months.compactMap { month in
            guard var note = try notes?.note(of: month.text, at: base) else { return nil }
            let pushable = try source.month(month)
            let summary = try withExtendedLifetime(pushable) { try bodies(pushable).survey() }
            note.position = position
            if note.summary.isEmpty, !summary.isEmpty { return try push(month) }
            try notes?.keep(note)
            return summary.difference(from: note.summary).map { .init(month, .changed, summary, what: $0) }
        }
    }
}

// MARK: - Nothing is sent

extension PushRun {
    /// Writes every body of a month as a file, without the token.
    package func write(_ month: MonthNumber, to folder: String) throws -> PushReport.Month {
        let pushable = try source.month(month), bodies = try bodies(pushable)
        return try withExtendedLifetime(pushable) {
            let survey = try bodies.survey()
            guard !survey.isEmpty else {
                throw EmptyMonth(month: month.text)
            }
            try PushRun.clear(folder)
            var report = PushReport.Month(month, .written, survey), bytes = 0
            func write(_ body: CallBody) throws {
                report.calls += 1
                bytes += body.bytes.count
                let number = String(report.calls)
                let name =
                    String(repeating: "0", count: max(0, 4 - number.count)) + "\(number)-\(body.call.rawValue).json"
                let file = try AtomicFile(folder: folder, name: name)
                try file.write(body.bytes)
                try file.commit(isStaged: true)
            }
            _ = try bodies.forEach(token: nil, write)
            try write(bodies.completed(success: true, message: survey.message, token: nil))
            report.bytes = bytes
            report.warnings = pushable.warnings
            return report
        }
    }

    /// Takes away the bodies of an earlier dry run, which would be taken for this one's.
    private static func clear(_ folder: String) throws {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            guard name.hasSuffix(".json"), let dash = name.firstIndex(of: "-"), name[..<dash].count >= 4,
                name[..<dash].allSatisfy({ $0.isASCII && $0.isNumber }),
                PartnerCall(rawValue: String(name[name.index(after: dash)...].dropLast(5))) != nil
            else { continue }
            guard unlink(folder + "/" + name) == 0 else {
                throw Failure(.cannotWrite, "\(name) of an earlier dry run cannot be taken away.", at: folder)
            }
        }
    }
}
