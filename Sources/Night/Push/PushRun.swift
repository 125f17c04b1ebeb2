import ExchangeFormats
import Foundation
import HTTP
import Partner

/// A month that has neither people nor interactions.
package struct EmptyMonth: Error {
    package var month: String
    package var next = "'calfold status' tells which months the log has."
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
        if !early, let opening = try whyNotClosed(month) {
            throw Failure(
                .refused, "\(month.text) is not closed yet: \(opening.why), and what was pushed is not taken back.",
                next: "Push it later, or all the same with --open.")
        }
        let note = try known(month, at: address, again: again)
        let mark = try source.mark(of: month), pushable = try source.month(month), bodies = try bodies(pushable)
        progress("\(month.text): counting")
        let survey = try bodies.survey()
        if let note, !note.summary.isEmpty, !again {
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
        try refuse(survey, outsideTheLog: month)
        var report = PushReport.Month(month, .pushed, survey, what: try early ? nil : doubts(month))
        report.warnings = pushable.warnings + [token.warning].compactMap { $0 }
        // Nobody ends the process between the last call and the note.
        let signals = StopSignal()
        try withExtendedLifetime((pushable, signals)) {
            report.calls = try send(bodies, survey, token.token)
            try keep(taken: month, survey, mark, at: address)
            // Told to end when the batch was done: it is noted, and the next one is not begun.
            if let signal = StopSignal.number {
                throw Stopped(
                    signal: signal, what: "A signal ended this: \(month.text) is pushed and noted, no other was begun.")
            }
        }
        return report
    }

    /// What is noted of a month. Who pushes it once more does without what cannot be read.
    func known(_ month: MonthNumber, at address: ServiceAddress, again: Bool) throws -> PushNote? {
        do {
            return try notes?.note(of: month.text, at: address.base)
        } catch let unreadable as UnreadableNote {
            if again, unreadable.isOfOneMonth { return nil }
            throw unreadable.failure
        }
    }

    /// Notes what the service has taken; where that fails, who pushed must know both.
    private func keep(
        taken month: MonthNumber, _ summary: MonthSummary, _ mark: PushMark, at address: ServiceAddress
    ) throws {
        do {
            try keep(month, summary, mark)
        } catch {
            let failure = Failure(translating: error)
            throw Failure(
                failure?.status == .storeBusy ? .storeBusy : .cannotWrite,
                "\(month.text) was taken by \(address.base), and that could not be noted: \(failure?.what ?? "\(error)")",
                at: failure?.place,
                next:
                    "When that is mended, push it with --month \(month.text) --again, so that it is noted: it ends in the same set. Until then it counts as not pushed."
            )
        }
    }

    /// Notes what a month held when it was pushed, or that it had nothing.
    func keep(_ month: MonthNumber, _ summary: MonthSummary, _ mark: PushMark) throws {
        try notes?.keep(
            PushNote(
                month: month.text, service: try settings.address().base, pushed: Date().formatted(.iso8601),
                summary: summary, mark: mark))
    }

    /// Sends one batch. Who is told to end meanwhile takes it back first.
    private func send(_ bodies: MonthBodies, _ survey: MonthSummary, _ token: ServiceToken) throws -> Int {
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
            throw Stopped(
                signal: StopSignal.number ?? SIGTERM,
                what:
                    "A signal ended this: \(month) is not pushed, and what was sent of it counts for nothing. The same command begins it anew."
            )
        }
    }

    func bodies(_ month: PushableMonth) throws -> MonthBodies {
        try MonthBodies(month.tables, names: settings.names, batch: settings.batch)
    }
}
