import ExchangeFormats

/// What the mere run of a copy's rows shows: loops, gaps, rows without effect.
extension StreamAudit {
    // MARK: sync-loop, history-gap

    mutating func looped(_ copy: AuditedCopy, _ trail: ItemTrail, _ date: CivilDate?, _ role: Finding.Role) {
        guard trail.steps.count >= 20 else { return pass(.syncLoop, of: copy.mailbox) }
        var runs: [ResponsibleUser: [Entry]] = [:]
        for step in trail.steps where step.changed.isEmpty && !step.isDeletion {
            let row = entries[step.entry]
            guard !row.responsible.isSystem, isTold(row), row.details?.client?.contains("assistant") != true else {
                continue
            }
            runs[row.responsible, default: []].append(row)
        }
        for (_, rows) in runs.sorted(by: { $0.value.count > $1.value.count }) where rows.count >= 20 {
            let rows = rows.sorted { $0.loggedAt < $1.loggedAt }
            guard
                let index = rows.indices.dropLast(19).first(where: {
                    rows[$0 + 19].loggedAt.ticks - rows[$0].loggedAt.ticks <= 60 * Instant.ticksPerMinute
                })
            else { continue }
            var finding = Finding(.syncLoop, .warning, mailbox: copy.mailbox, role: role)
            finding.date = date
            finding.field = "saves"
            finding.expected = .word("0")
            finding.actual = .word("\(rows.count)")
            finding.since = rows[index].loggedAt
            finding.until = rows.last?.loggedAt
            finding.start = trail.item.state.startTime
            finding.blame(rows[index])
            finding.at = moment(copy.mailbox)
            let loop = rows[index...(index + 19)]
            finding.evidence = loop.map { .init($0, .breaks) }
            // What the rows leave as it was, the changes before them say.
            let end = loop.map { ReplayOrder($0) }.max()
            finding.evidence += trail.steps.filter { step in
                (!step.changed.isEmpty || step.isDeletion) && end.map { ReplayOrder(entries[step.entry]) < $0 } ?? true
            }.reversed().map { .init(entries[$0.entry], .sets) }
            return found(finding)
        }
        pass(.syncLoop, of: copy.mailbox)
    }

    mutating func gap(_ copy: AuditedCopy, _ trail: ItemTrail, _ date: CivilDate?, _ role: Finding.Role) {
        let places = trail.steps.map(\.entry).filter { entries[$0].itemClass.isCalendarItem }
        var jump: (before: Int, after: Int, size: Int)?
        for (before, after) in zip(places, places.dropFirst()) {
            guard entries[before].creationTime == entries[after].creationTime,
                let one = entries[before].itemVersion, let other = entries[after].itemVersion
            else { continue }
            let (size, overflows) = other.subtractingReportingOverflow(one)
            if !overflows, size > 3, size > jump?.size ?? 0, isTold(entries[after]) { jump = (before, after, size) }
        }
        guard let widest = jump else { return pass(.historyGap, of: copy.mailbox) }
        let around = (before: entries[widest.before], after: entries[widest.after])
        var finding = Finding(.historyGap, .info, mailbox: copy.mailbox, role: role)
        finding.confidence = .possible
        finding.date = date
        finding.field = "item-version"
        finding.expected = .word("\((around.before.itemVersion ?? 0) + 1)")
        finding.actual = .word("\(around.after.itemVersion ?? 0)")
        finding.cause = "versions-missing"
        finding.since = around.before.loggedAt
        finding.until = around.after.loggedAt
        finding.start = trail.item.state.startTime
        finding.at = moment(copy.mailbox)
        finding.evidence = [.init(around.before, .sets), .init(around.after, .missingAfter)]
        found(finding)
    }

    // MARK: stale-writes, rows-without-effect, repaired, export-cut

    mutating func withoutEffect(_ copy: AuditedCopy, _ role: Finding.Role) {
        var stale: [Entry] = [], others: [Role.Reason: [Entry]] = [:]
        for place in copy.places where isTold(entries[place]) {
            if ignored[entries[place].hash] == .stale { stale.append(entries[place]) }
            guard case .ignored(let reason) = entries[place].role else { continue }
            let entry = entries[place]
            switch reason {
            case .outdatedRequest, .hijackedMeeting, .draft, .sharedCopy, .copiedItem, .delegateCopy:
                others[reason, default: []].append(entry)
            default: break
            }
        }
        staleWrites(stale, copy, role)
        for (reason, rows) in others.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let first = rows.min(by: { $0.loggedAt < $1.loggedAt }) else { continue }
            var finding = Finding(.rowsWithoutEffect, .info, mailbox: copy.mailbox, role: role)
            finding.field = reason.rawValue
            finding.expected = .word("0")
            finding.actual = .word("\(rows.count)")
            finding.since = first.loggedAt
            finding.blame(first)
            finding.at = moment(copy.mailbox)
            finding.evidence = rows.map { .init($0, .sets) }
            found(finding)
        }
    }

    private mutating func staleWrites(_ rows: [Entry], _ copy: AuditedCopy, _ role: Finding.Role) {
        let rows = rows.sorted { $0.loggedAt < $1.loggedAt }
        let index = rows.indices.dropLast(2).first { index in
            let run = rows[index...(index + 2)]
            return run.allSatisfy {
                $0.responsible == rows[index].responsible && $0.details?.client == rows[index].details?.client
            }
                && rows[index + 2].loggedAt.ticks - rows[index].loggedAt.ticks <= Instant.ticksPerDay
        }
        guard let index else { return pass(.staleWrites, of: copy.mailbox) }
        var finding = Finding(.staleWrites, .info, mailbox: copy.mailbox, role: role)
        finding.field = "sequence"
        finding.expected = .word("0")
        finding.actual = .word("\(rows.count)")
        finding.cause = "client-lags-behind"
        finding.since = rows[index].loggedAt
        finding.blame(rows[index])
        finding.at = moment(copy.mailbox)
        finding.evidence = rows[index...(index + 2)].map { .init($0, .breaks) }
        found(finding)
    }

    mutating func repairs(_ copy: AuditedCopy, _ role: Finding.Role) {
        let repairs = copy.places.filter { isRepair(entries[$0]) && isTold(entries[$0]) }.map { entries[$0] }
        guard let first = repairs.first else { return }
        var finding = Finding(.repaired, .info, mailbox: copy.mailbox, role: role)
        finding.field = "copy"
        finding.actual = .word("\(repairs.count)")
        finding.since = first.loggedAt
        finding.blame(first)
        finding.at = moment(copy.mailbox)
        finding.evidence = repairs.map { .init($0, .sets) }
        found(finding)
    }

    func isRepair(_ entry: Entry) -> Bool { entry.details?.client == "calendar repair assistant" }

    mutating func cut(_ copy: AuditedCopy, _ role: Finding.Role) {
        guard [500, 1_000, 2_000, 12_000].contains(copy.places.count),
            let last = rows(of: copy).max(by: { $0.loggedAt < $1.loggedAt })
        else { return pass(.exportCut, of: copy.mailbox) }
        var finding = Finding(.exportCut, .warning, mailbox: copy.mailbox, role: role)
        finding.confidence = .possible
        finding.field = "rows"
        finding.actual = .word("\(copy.places.count)")
        finding.cause = "limit-of-the-command"
        finding.since = last.loggedAt
        finding.at = moment(copy.mailbox)
        finding.evidence = [.init(last, .missingAfter)]
        found(finding)
    }
}
