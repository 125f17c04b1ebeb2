import ExchangeFormats
import Foundation

/// One poll: every row of the service that is new or may have changed, page by page into the inbox. A page is safe
/// before the state says so; whatever cuts a poll off, the next one reads at least what this one did not.
package final class Poller {
    private let settings: PollSettings
    private let query: TraceQuery
    private let conversation: Conversation
    private let file: StateFile
    private let folder: PageFolder
    private let began: Int64
    private var state: PollState
    private var pendingIndex: [String: Int] = [:]
    private var longestWindow: Int64
    /// By how many seconds the clock was ahead by which the windows were planned.
    private var plannedAhead: Int64 = 0
    private var report = PollReport()
    private var seen: SeenRows?
    /// Whether older rows are read again for the sake of those that are not final.
    private var isForPending = false
    /// Spans that nothing leads into now; they stay open.
    private var stuck: Set<TimeSpan> = []
    private let progress: (PollStep) -> Void

    /// - Parameter progress: hears how far it is.
    /// - Returns: the report, and what kept the poll from its end.
    /// - Throws: `PollError` when nothing could be begun.
    package static func run(
        _ settings: PollSettings, progress: @escaping (PollStep) -> Void = { _ in }
    ) throws(PollError) -> (report: PollReport, failure: PollError?) {
        let file = StateFile(path: settings.state)
        let lock = settings.isDryRun ? nil : try file.lock()
        defer { withExtendedLifetime(lock) {} }
        let poller = try Poller(settings, file: file, progress: progress)
        var failure: PollError?
        do throws(PollError) {
            try poller.work()
        } catch {
            failure = error
        }
        do throws(PollError) {
            try poller.end()
        } catch {
            failure = failure ?? error
        }
        return (poller.report, failure)
    }

    private init(_ settings: PollSettings, file: StateFile, progress: @escaping (PollStep) -> Void) throws(PollError) {
        self.settings = settings
        self.file = file
        self.progress = progress
        query = TraceQuery(service: settings.service, address: settings.serviceAddress)
        longestWindow = query.longestWindow
        conversation = try Conversation(settings, query: query)
        folder = PageFolder(inbox: settings.inbox, state: settings.state)
        began = PollClock.milliseconds
        let known = try file.read()
        state = known ?? PollState(tenant: settings.tenant, service: settings.service.rawValue)
        guard state.tenant == settings.tenant, state.service == settings.service.rawValue else {
            throw PollError(
                .unusable, "The state \(file.path) is of the tenant \(state.tenant) and the service \(state.service).",
                next: "Name a state of its own with --state.")
        }
        report.isDryRun = settings.isDryRun
        for (place, message) in state.pending.enumerated() { pendingIndex[message.id] = place }
        conversation.past = state.requests
        conversation.willAsk = { [unowned self] () throws(PollError) in
            // Known before it is sent: a poll that is cut off has asked all the same.
            self.state.requests = self.conversation.past
            try self.save(isSafe: false)
        }
        conversation.willPause = { [unowned self] seconds, reason in
            self.progress(
                PollStep(
                    rows: self.report.rows, position: self.state.open.first?.to.iso8601 ?? "", pause: seconds,
                    reason: reason))
        }
    }

    private func save(isSafe: Bool) throws(PollError) {
        guard !settings.isDryRun else { return }
        try file.write(state, isSafe: isSafe)
    }

    private func work() throws(PollError) {
        _ = try conversation.currentToken()
        try plan()
        if settings.isDryRun { return try look() }
        try save(isSafe: true)
        let planned = state.open
        try readOpen()
        try catchUp()
        try askForPending(beside: planned)
        guard stuck.isEmpty else {
            throw PollError(
                .unavailable,
                "The service gives no way on at \(stuck.count == 1 ? "one instant" : "\(stuck.count) instants"), where more rows lie than a page holds.",
                next: "All else was read; the next poll asks there again.")
        }
        state.lastGood = PollClock.milliseconds / 1_000
    }

    /// Leaves the state for the next poll, and completes the report.
    private func end() throws(PollError) {
        state.requests = conversation.past
        state.lastRun = PollClock.milliseconds / 1_000
        state.clockAhead = conversation.clockAhead
        state.pending.removeAll { $0.recipients.isEmpty }
        report.requests = conversation.requests
        report.waits = conversation.waits
        report.secondsWaited = (conversation.secondsWaited * 10).rounded() / 10
        report.windowsOpen = state.open.count
        report.pending = state.pending.count
        report.through = state.through?.instant.iso8601
        report.newestRow = state.newestRow?.instant.iso8601
        // Who was not let in at first leaves no state: tenant or client may have been mistyped.
        if state.reach != nil { try save(isSafe: true) }
        if let seen, !settings.isDryRun { try file.write(seen) }
    }

    // MARK: - Planning

    /// Seconds that a window ends before the service's own clock.
    private static let margin: Int64 = 300
    /// Seconds for which what the service is about to drop is not asked for.
    private static let edge: Int64 = 60

    private var serviceNow: Instant {
        Instant(ticks: conversation.serviceMilliseconds / 1_000 * Instant.ticksPerSecond)
    }

    private var oldest: Instant { serviceNow.advanced(seconds: Poller.edge - query.days * 86_400) }

    private func plan() throws(PollError) {
        plannedAhead = conversation.clockAhead
        var to = serviceNow.advanced(seconds: -Poller.margin)
        if let until = settings.until {
            guard until >= oldest else {
                throw PollError(
                    .unusable,
                    "--until \(until.iso8601) lies before what the service has: it keeps \(query.days) days.",
                    next: "Rows that are older can be had by a historical search in the Exchange admin center.")
            }
            if until > serviceNow {
                note("--until lies in the service's future: read up to \(to.iso8601)")
            } else {
                to = until
            }
        }
        let plan = PollPlan(
            open: state.open, reach: state.reach, to: to, oldest: oldest,
            initial: settings.initialInterval * Instant.ticksPerSecond,
            lookBack: settings.lookBack * Instant.ticksPerSecond)
        if settings.initialInterval > query.days * 86_400 {
            note("the service keeps \(query.days) days: --initial-interval goes no further back")
        }
        report.gaps = plan.gaps.map { .init(from: $0.from.iso8601, to: $0.to.iso8601) }
        seen = SeenRows(
            path: file.seenPath,
            keptFrom: Instant(ticks: plan.reach.through.ticks - settings.lookBack * Instant.ticksPerSecond))
        state.open = plan.spans
        state.reach = plan.reach
    }

    /// The sign-in's clock, by which it was planned, may have been behind the service's own.
    private func catchUp() throws(PollError) {
        guard settings.until == nil, let reach = state.reach, conversation.clockAhead - plannedAhead > 30 else {
            return
        }
        guard let span = TimeSpan(from: reach.through, to: serviceNow.advanced(seconds: -Poller.margin)) else { return }
        state.open = TimeSpan.union(state.open + [span])
        state.reach = PollPlan.Reach(from: reach.from, through: span.to)
        try save(isSafe: true)
        try readOpen()
    }

    /// Or it was ahead: what lies in the service's future is left to the next poll.
    ///
    /// - Returns: whether that was so.
    private func drawBack(_ span: TimeSpan) throws(PollError) -> Bool {
        let to = serviceNow.advanced(seconds: -Poller.margin)
        guard span.to > serviceNow, let reach = state.reach else { return false }
        replace(span.from, by: [TimeSpan(from: span.from, to: to)].compactMap { $0 })
        state.reach = PollPlan.Reach(from: min(reach.from, to), through: min(reach.through, to))
        try save(isSafe: true)
        return true
    }

    private func note(_ text: String) { if !report.notes.contains(text) { report.notes.append(text) } }

    /// Whether a page can be had at all.
    private func look() throws(PollError) {
        guard let span = state.open.first?.newest(ticks: longestWindow) else { return }
        if case .rejected(let status, let error) = try conversation.page(query.url(span, rows: 1)) {
            throw rejection(status, error)
        }
        note("would read \(state.open.map { "\($0.from.iso8601) to \($0.to.iso8601)" }.joined(separator: ", "))")
    }

    // MARK: - Reading

    private func readOpen() throws(PollError) {
        while let span = state.open.first(where: { !stuck.contains($0) }) {
            try read(span.newest(ticks: longestWindow), of: span)
        }
    }

    /// Reads a window, the newest part of a span that is open.
    private func read(_ window: TimeSpan, of span: TimeSpan) throws(PollError) {
        var window = window
        // A pause may have been long: what the service dropped meanwhile is not asked for.
        let edge = oldest
        if window.from < edge, let kept = TimeSpan(from: edge, to: window.to) { window = kept }
        var cursor = ReadCursor(
            window: window, rows: min(settings.batchSize, query.mostRows), mostRows: query.mostRows,
            isOrdered: query.isOrdered)
        var step = cursor.first()
        // Without those of a page that came again.
        var rowsRead = 0
        var contents: Set<Int> = []
        while true {
            let url: String
            switch step {
            case .done: return try settle(span, readDownTo: window.from == edge ? span.from : window.from, isDone: true)
            case .stuck(let at):
                if !cursor.isOrdered, shorten(window) { return }
                return try leave(at, of: span)
            case .ask(let upTo, let rows): url = query.url(TimeSpan(from: window.from, to: upTo) ?? window, rows: rows)
            case .follow(let link): url = link
            case .skip(let rows): url = query.url(window, rows: min(settings.batchSize, query.mostRows), skipped: rows)
            }
            switch try conversation.page(url) {
            case .page(let page, let body):
                try keep(page, body)
                let isFresh = contents.insert(page.content).inserted || page.rows.isEmpty
                if isFresh { rowsRead += page.rows.count }
                if case .skip = step, !isFresh {
                    // A service that counts rows and does not leave them out.
                    step = .stuck(at: window)
                    continue
                }
                step = next(&cursor, page, rowsRead: rowsRead)
                if step != .done, cursor.position < window.to {
                    try settle(span, readDownTo: cursor.position, isDone: false)
                }
            case .rejected(let status, let error):
                if case .ask = step, try drawBack(span) { return }
                guard case .follow = step else { throw rejection(status, error) }
                note("a link of the service led nowhere (status \(status)): asked anew from the oldest instant read")
                step = query.isOrdered ? cursor.askAnew() : .skip(rowsRead)
            }
        }
    }

    private func next(_ cursor: inout ReadCursor, _ page: TracePage, rowsRead: Int) -> ReadCursor.Step {
        let link: String?? = page.link.isEmpty ? .none : .some(settings.serviceAddress.link(page.link))
        let step = cursor.next(times: page.rows.compactMap(\.received), content: page.content, link: link)
        if query.isOrdered { return step }
        // The reporting service may give no links: rows are then counted, until a page has none.
        if case .follow = step { return step }
        return page.rows.isEmpty ? .done : .skip(rowsRead)
    }

    /// Half the length of windows whose rows have no order and no way on.
    private func shorten(_ window: TimeSpan) -> Bool {
        let half = (window.to.ticks - window.from.ticks) / 2
        guard half >= Instant.ticksPerSecond else { return false }
        longestWindow = half
        return true
    }

    /// A page is safe in the inbox before anything is noted of it.
    private func keep(_ page: TracePage, _ body: [UInt8]) throws(PollError) {
        try folder.keep(body, run: began / 1_000, number: report.pages + 1)
        report.pages += 1
        report.rows += page.rows.count
        for row in page.rows {
            let isSettled = state.note(row, index: &pendingIndex, now: began / 1_000)
            let isNew = seen?.isNew(row) ?? false
            if isForPending ? isSettled : isNew { report.new += 1 }
        }
        progress(PollStep(rows: report.rows, position: state.open.first?.to.iso8601 ?? "", pause: nil, reason: nil))
    }

    /// Notes that all above an instant of a span was read.
    private func settle(_ span: TimeSpan, readDownTo instant: Instant, isDone: Bool) throws(PollError) {
        let isWhole = isDone && instant <= span.from
        replace(span.from, by: isWhole ? [] : [span.upTo(instant)].compactMap { $0 })
        try save(isSafe: true)
    }

    private func leave(_ at: TimeSpan, of span: TimeSpan) throws(PollError) {
        let below = TimeSpan(from: span.from, to: Instant(ticks: at.from.ticks - 1))
        stuck.insert(at)
        replace(span.from, by: [at] + [below].compactMap { $0 })
        try save(isSafe: true)
    }

    /// A span that is open is known by where it begins.
    private func replace(_ from: Instant, by spans: [TimeSpan]) {
        guard let place = state.open.firstIndex(where: { $0.from == from && !stuck.contains($0) }) else { return }
        state.open.replaceSubrange(place...place, with: spans)
    }

    private func rejection(_ status: Int, _ error: ServiceError) -> PollError {
        PollError(
            .unavailable,
            conversation.masked(
                "The service does not take the request (status \(status))\(conversation.words(of: error))."),
            next: "What is left open is read by the next poll; docs/polling.md lists what the service answers.")
    }

    // MARK: - Rows that are not final

    private static let longestPending: Int64 = 10 * 86_400

    private func askForPending(beside read: [TimeSpan]) throws(PollError) {
        state.pending.removeAll {
            $0.recipients.isEmpty || began / 1_000 - $0.since > Poller.longestPending || $0.received.from < oldest
        }
        pendingIndex.removeAll()
        for (place, message) in state.pending.enumerated() { pendingIndex[message.id] = place }
        let waiting = state.pending.filter { message in
            !read.contains { $0.contains(message.received.from) && $0.contains(message.received.to) }
        }
        guard let first = waiting.map(\.received.from).min(), let last = waiting.map(\.received.to).max(),
            let span = TimeSpan(from: first, to: last)
        else { return }
        isForPending = true
        // Of very many, the time that they lie in costs fewer requests than each of them; and the reporting service
        // cannot be asked for one.
        guard waiting.count > pages(of: span, beside: read) || !query.isOrdered else {
            for message in waiting { try ask(for: message) }
            return
        }
        state.open = TimeSpan.union(state.open + [span])
        try readOpen()
    }

    /// About how many pages a span has, by what was read just now.
    private func pages(of span: TimeSpan, beside read: [TimeSpan]) -> Int {
        let ticks = read.reduce(1.0) { $0 + Double($1.to.ticks - $1.from.ticks) }
        let rows = Double(report.rows) * Double(span.to.ticks - span.from.ticks) / ticks
        return Int(min(1e9, rows / Double(settings.batchSize))) + 10
    }

    private func ask(for message: PollState.PendingMessage) throws(PollError) {
        var cursor = ReadCursor(
            window: message.received, rows: min(settings.batchSize, query.mostRows), mostRows: query.mostRows,
            isOrdered: query.isOrdered)
        var step = cursor.first()
        while true {
            let url: String
            switch step {
            case .done, .stuck, .skip: return
            case .ask(let upTo, let rows):
                url = query.url(
                    TimeSpan(from: message.received.from, to: upTo) ?? message.received, rows: rows, id: message.id)
            case .follow(let link): url = link
            }
            switch try conversation.page(url) {
            case .page(let page, let body):
                try keep(page, body)
                step = cursor.next(
                    times: page.rows.compactMap(\.received), content: page.content,
                    link: page.link.isEmpty ? .none : .some(settings.serviceAddress.link(page.link)))
            case .rejected(let status, let error):
                guard case .follow = step else { throw rejection(status, error) }
                step = cursor.askAnew()
            }
        }
    }
}
