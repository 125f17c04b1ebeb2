import ExchangeFormats

/// Items that are wrong by themselves: one row suffices.
extension StreamAudit {
    private static let mostExceptions = 25
    private static let plausible =
        Instant(
            ticks: WallTime(CivilDate(days: CivilDate.days(year: 1970, month: 1, day: 2))).ticks)..<Instant(
            ticks: WallTime(CivilDate(days: CivilDate.days(year: 4500, month: 1, day: 1))).ticks)

    mutating func brokenItems() {
        for copy in copies where copy.hasMaster && copy.stands {
            let role: Finding.Role = copy.mailbox == organizers?.mailbox ? .organizer : copy.role
            times(copy, role)
            wholeDays(copy, role)
            ids(copy, role)
            recurrence(copy, role)
        }
        organizerNamed()
    }

    private mutating func tell(
        _ rule: AuditRule, _ severity: Finding.Severity, _ copy: AuditedCopy, _ role: Finding.Role, field: String,
        expected: Finding.Value = .none, actual: Finding.Value, cause: String, row: Entry?, date: CivilDate? = nil
    ) {
        guard let row = row ?? newest(copy) else { return }
        var finding = Finding(rule, severity, mailbox: copy.mailbox, role: role)
        finding.field = field
        finding.expected = expected
        finding.actual = actual
        finding.cause = cause
        finding.date = date
        finding.since = row.loggedAt
        finding.start = copy.copy.master?.state.startTime
        finding.blame(row)
        finding.at = moment(copy.mailbox)
        finding.evidence = [.init(row, .breaks)]
        if rule == .allDayOffMidnight || rule == .zoneMissing { finding.evidence += support(of: copy, beside: nil) }
        if date != nil, let master = copy.master {
            // What the series is by whose dates the one is odd.
            let steps = [master.setter(of: .pattern), master.setter(of: .zone), master.steps.last]
            finding.evidence += steps.compactMap { $0 }.map { .init(entries[$0.entry], .sets) }
        }
        found(finding)
    }

    private mutating func times(_ copy: AuditedCopy, _ role: Finding.Role) {
        guard let state = copy.copy.master?.state, let start = state.startTime, let end = state.endTime else {
            return note(.timesBroken, of: copy.mailbox, gap: .columnNotInLog)
        }
        let row = copy.master?.setter(of: .slot).map { entries[$0.entry] }
        if end < start {
            tell(
                .timesBroken, .error, copy, role, field: "end", expected: .instant(start), actual: .instant(end),
                cause: "end-before-start", row: row)
        } else if !StreamAudit.plausible.contains(start) {
            tell(.timesBroken, .error, copy, role, field: "start", actual: .instant(start), cause: "no-date", row: row)
        } else {
            pass(.timesBroken, of: copy.mailbox)
        }
    }

    /// A whole day begins at midnight by the clock of its zone; by another one that the meeting names, or by none in
    /// particular, where it floats.
    private mutating func wholeDays(_ copy: AuditedCopy, _ role: Finding.Role) {
        guard let state = copy.copy.master?.state, state.isAllDay == true, let start = state.startTime else { return }
        func isMidnight(_ clock: ZoneRules) -> Bool {
            // Where clocks change at midnight the day begins later.
            clock.instant(of: WallTime(clock.wallTime(of: start).date)) == start
        }
        let reading = state.blob.flatMap(BlobReading.init)
        let floats = isMidnight(.utc) || reading.map { $0.hasTimes && $0.startMinutes == 0 } ?? false
        guard !floats else { return pass(.allDayOffMidnight, of: copy.mailbox) }
        guard let own = state.zone.flatMap(zones.resolution), own.isExact else {
            return note(.allDayOffMidnight, of: copy.mailbox, gap: .columnNotInLog)
        }
        let others = copies.compactMap { $0.copy.master?.state.zone.flatMap(zones.resolution)?.rules }
        guard !isMidnight(own.rules), !others.contains(where: isMidnight) else {
            return pass(.allDayOffMidnight, of: copy.mailbox)
        }
        tell(
            .allDayOffMidnight, .warning, copy, role, field: "start", actual: .instant(start), cause: "off-midnight",
            row: copy.master?.setter(of: .slot).map { entries[$0.entry] })
    }

    /// Ids that contradict one another or the date that the item says it is of. A day more or less an export's shifted
    /// clock explains.
    private mutating func ids(_ copy: AuditedCopy, _ role: Finding.Role) {
        var isOdd = false
        let newest = [copy.master].compactMap { $0?.steps.last } + copy.dated.values.compactMap { $0.steps.last }
        if let row = newest.map({ entries[$0.entry] }).filter({ $0.details?.contradictsID == true })
            .min(by: { ReplayOrder($0) < ReplayOrder($1) })
        {
            isOdd = true
            tell(
                .idOdd, .warning, copy, role, field: "clean-id", actual: .word("of another meeting"),
                cause: "two-meetings", row: row)
        }
        guard !copy.dated.isEmpty else { return isOdd ? () : pass(.idOdd, of: copy.mailbox) }
        guard let clock = decision.clock(zones) else { return note(.idOdd, of: copy.mailbox, gap: .columnNotInLog) }
        for date in copy.dated.keys.sorted() {
            guard let trail = copy.dated[date], trail.item.isLive, let original = trail.item.state.originalStart,
                abs(clock.wallTime(of: original).date.days - date.days) > 1,
                let row = trail.steps.last(where: { entries[$0.entry].details?.originalStartDate == original })
            else { continue }
            isOdd = true
            tell(
                .idOdd, .warning, copy, role, field: "date", expected: .word(date.description),
                actual: .instant(original), cause: "another-date", row: entries[row.entry], date: date)
        }
        if !isOdd { pass(.idOdd, of: copy.mailbox) }
    }

    private mutating func recurrence(_ copy: AuditedCopy, _ role: Finding.Role) {
        guard let state = copy.copy.master?.state, state.isRecurring == true || state.blob != nil else { return }
        let row = copy.master?.setter(of: .pattern).map { entries[$0.entry] }
        guard let blob = state.blob else {
            // An export that is not bound to its items leaves every blob out.
            guard entries.contains(where: { $0.recurrenceBlob != nil }) else {
                return note(.recurrenceBroken, of: copy.mailbox, gap: .columnNotInLog)
            }
            return tell(
                .recurrenceBroken, .error, copy, role, field: "recurrence", actual: .word("none"), cause: "no-pattern",
                row: row)
        }
        guard let reading = BlobReading(blob), let rule = try? RecurrenceRule(reading.pattern) else {
            // Calendars that are not computed here are none of the item's faults.
            let decoded = try? AppointmentRecurrencePattern(decoding: blob)
            if let decoded, decoded.contradiction == nil {
                return note(.recurrenceBroken, of: copy.mailbox, gap: .columnNotInLog)
            }
            return tell(
                .recurrenceBroken, .error, copy, role, field: "recurrence", actual: .word("undecodable"),
                cause: decoded == nil ? "undecodable" : "contradictory", row: row)
        }
        pass(.recurrenceBroken, of: copy.mailbox)
        guard role == .organizer || organizers == nil && copy.mailbox == decision.copy.mailbox else { return }
        series(copy, role, reading, rule, row)
    }

    /// What concerns the series as a whole is told of the copy that decides.
    private mutating func series(
        _ copy: AuditedCopy, _ role: Finding.Role, _ reading: BlobReading, _ rule: RecurrenceRule, _ row: Entry?
    ) {
        let isHere = moment(copy.mailbox).map { !ahead(at: $0).isEmpty } ?? false
        if let name = copy.copy.master?.state.zone?.name, decision.marks.contains(.timeZoneUnknown) {
            tell(
                .zoneMissing, .warning, copy, role, field: "zone", actual: .zone(name), cause: "unknown-zone",
                row: copy.master?.setter(of: .zone).map { entries[$0.entry] })
        } else if decision.marks.contains(.timeZoneUnknown) {
            note(.zoneMissing, of: copy.mailbox, gap: .columnNotInLog)
        } else {
            pass(.zoneMissing, of: copy.mailbox)
        }
        var isOutside = false
        for date in copy.dated.keys.sorted() {
            guard let trail = copy.dated[date], trail.item.isLive, let last = trail.item.last,
                decision.reset.map({ last.isNewer(than: $0.order) }) ?? true, !rule.contains(date),
                reading.dates[date] == nil
            else { continue }
            isOutside = true
            tell(
                .exceptionOutside, .warning, copy, role, field: "date", actual: .word(date.description),
                cause: "no-date-of-the-series", row: trail.steps.last.map { entries[$0.entry] }, date: date)
        }
        if !isOutside { pass(.exceptionOutside, of: copy.mailbox) }
        if reading.dates.count > StreamAudit.mostExceptions, isHere {
            tell(
                .manyExceptions, .info, copy, role, field: "recurrence",
                expected: .word("\(StreamAudit.mostExceptions)"), actual: .word("\(reading.dates.count)"),
                cause: "many-exceptions", row: row)
        } else {
            pass(.manyExceptions, of: copy.mailbox)
        }
        let limit = moment(copy.mailbox).map { WallTime(ticks: $0.ticks).date.advanced(byDays: 731) }
        if isHere, rule.isInfinite || limit.map({ limit in rule.lastDate.map { $0 > limit } ?? true }) ?? false {
            tell(
                .endlessSeries, .info, copy, role, field: "recurrence",
                actual: rule.lastDate.map { .word($0.description) } ?? .word("no end"), cause: "no-end", row: row)
        } else {
            pass(.endlessSeries, of: copy.mailbox)
        }
    }

    /// A meeting of which no row names who it is from.
    private mutating func organizerNamed() {
        func isOfMeeting(_ place: Int) -> Bool {
            entries[place].itemClass == .appointment && entries[place].appointmentState?.contains(.meeting) == true
        }
        guard let place = entries.indices.last(where: isOfMeeting) else { return }
        let last = entries[place]
        guard let copy = copies.first(where: { $0.mailbox == last.mailbox && $0.stands }) else { return }
        guard !entries.indices.contains(where: { entries[$0].sentRepresenting != nil && isOfMeeting($0) }) else {
            return pass(.organizerMissing, of: copy.mailbox)
        }
        // Without the column nothing is missing.
        guard entries.indices.contains(where: { entries[$0].sender != nil && isOfMeeting($0) }) else {
            return note(.organizerMissing, of: copy.mailbox, gap: .columnNotInLog)
        }
        tell(
            .organizerMissing, .warning, copy, copy.role, field: "organizer", actual: .word("none"),
            cause: "nobody-named", row: last)
    }
}
