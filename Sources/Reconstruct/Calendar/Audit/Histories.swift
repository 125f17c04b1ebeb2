import ExchangeFormats

/// Histories that went wrong, whatever the copies say now.
extension StreamAudit {
    func isTold(_ entry: Entry) -> Bool { terms.history?.contains(entry.loggedAt) ?? true }

    mutating func histories() {
        for copy in copies {
            let role: Finding.Role = copy.mailbox == organizers?.mailbox ? .organizer : copy.role
            for (date, trail) in [(nil, copy.master)]
                + copy.dated.map({ (Optional($0.key), Optional($0.value)) })
                .sorted(by: { ($0.0?.days ?? .min) < ($1.0?.days ?? .min) })
            {
                guard let trail else { continue }
                if !isMerged { reverted(copy, trail, date, role) }
                looped(copy, trail, date, role)
                gap(copy, trail, date, role)
            }
            withoutEffect(copy, role)
            cut(copy, role)
            repairs(copy, role)
            guard !isMerged else { continue }
            if role != .organizer {
                comesBack(copy)
                cancelledThenUpdated(copy)
                if copy.isRoom { editedDirectly(copy) }
            }
        }
        guard !isMerged, let organizers else { return }
        exceptionsLost(organizers)
        changedByOther(organizers)
        storm(organizers)
    }

    // MARK: reverted

    /// What an item says of its time, decoded: programs write the same pattern in other bytes.
    private struct Times: Equatable {
        var start: Instant?
        var end: Instant?
        var reading: BlobReading?

        static func == (left: Times, right: Times) -> Bool {
            guard left.start == right.start, left.end == right.end else { return false }
            guard let one = left.reading, let other = right.reading else {
                return left.reading == nil && right.reading == nil
            }
            return one.hasSamePattern(as: other) && one.dates == other.dates
                && one.pattern.endDate == other.pattern.endDate
                && one.pattern.occurrenceCount == other.pattern.occurrenceCount
        }

        func lost(allDatesOf before: Times) -> Bool {
            guard let reading, let known = before.reading else { return false }
            return reading.dates.isEmpty && !known.dates.isEmpty && known.hasSamePattern(as: reading)
        }
    }

    private mutating func reverted(_ copy: AuditedCopy, _ trail: ItemTrail, _ date: CivilDate?, _ role: Finding.Role) {
        let changes = trail.steps.filter { !$0.isDeletion && !$0.changed.isDisjoint(with: [.slot, .pattern]) }
        guard changes.count >= 3 else { return pass(.reverted, of: copy.mailbox) }
        let values = changes.map { step in
            Times(start: step.start, end: step.end, reading: step.blob.flatMap(BlobReading.init))
        }
        var told = false
        for index in changes.indices.dropFirst(2)
        where values[index] == values[index - 2] && values[index] != values[index - 1] {
            let (was, change, back) = (changes[index - 2], changes[index - 1], changes[index])
            let (before, middle, row) = (entries[was.entry], entries[change.entry], entries[back.entry])
            let time = row.loggedAt.ticks - middle.loggedAt.ticks
            guard isTold(row), back.sequence <= change.sequence, time >= 0, time <= 7 * Instant.ticksPerDay else {
                continue
            }
            // The change itself must have been the meeting's, and not a trial of the one who took it back.
            let sameHand = row.responsible == middle.responsible && row.details?.client == middle.details?.client
            guard !sameHand, row.responsible != .unknown, middle.responsible != .unknown else { continue }
            // Who is asked again gets a new item, or the organizer's times by a request.
            guard row.creationTime == middle.creationTime, !isDelivered(row, after: middle, to: copy) else { continue }
            // An organizer's series that only lost its changed dates is told as that.
            if role == .organizer, date == nil, values[index].lost(allDatesOf: values[index - 1]) { continue }
            let stands = index == changes.indices.last
            var finding = Finding(.reverted, stands ? .error : .info, mailbox: copy.mailbox, role: role)
            finding.confidence = .likely
            finding.intent = intent(of: row, in: copy.mailbox)
            finding.date = date
            finding.field = values[index].start != values[index - 1].start ? "start" : "recurrence"
            finding.expected = change.start.map { .instant($0) } ?? .none
            finding.actual = back.start.map { .instant($0) } ?? .none
            finding.cause = "old-state-written-back"
            finding.since = row.loggedAt
            finding.until = stands ? nil : entries[changes[index + 1].entry].loggedAt
            finding.start = back.start
            finding.blame(row)
            finding.at = moment(copy.mailbox)
            finding.evidence = [.init(before, .sets), .init(middle, .arrives), .init(row, .breaks)]
            told = true
            found(finding)
        }
        if !told { pass(.reverted, of: copy.mailbox) }
    }

    /// Whether a component of Exchange wrote a row as another request came.
    private func isDelivered(_ row: Entry, after middle: Entry, to copy: AuditedCopy) -> Bool {
        guard row.responsible.isSystem else { return false }
        return copy.places.contains { place in
            let time = row.loggedAt.ticks - entries[place].loggedAt.ticks
            return entries[place].itemClass == .request && !entries[place].trigger.isDeletion && time >= 0
                && time <= Item.roundTrip && entries[place].loggedAt > middle.loggedAt
        }
    }

    // MARK: comes-back

    private mutating func comesBack(_ copy: AuditedCopy) {
        guard let trail = copy.master else { return }
        var pairs: [(gone: Entry, back: Entry)] = [], gone: Entry?
        for step in trail.steps {
            let row = entries[step.entry]
            if step.isDeletion {
                gone = isByOwner(row, in: copy.mailbox) ? row : nil
                continue
            }
            guard let left = gone else { continue }
            gone = nil
            guard row.loggedAt.ticks - left.loggedAt.ticks > Item.roundTrip, isTold(row),
                !isByOwner(row, in: copy.mailbox) || isRepair(row), row.details?.liesAmongDeleted != true
            else { continue }
            // Who is asked again gets a request.
            let isAskedAgain = copy.places.contains {
                let entry = entries[$0]
                return entry.itemClass == .request && !entry.trigger.isDeletion && entry.loggedAt > left.loggedAt
                    && entry.loggedAt.ticks <= row.loggedAt.ticks + Item.roundTrip
            }
            if !isAskedAgain || isRepair(row) { pairs.append((left, row)) }
        }
        let isRepeated = zip(pairs, pairs.dropFirst()).contains {
            $1.back.loggedAt.ticks - $0.back.loggedAt.ticks <= 31 * Instant.ticksPerDay
        }
        guard let last = pairs.last, isRepeated || pairs.contains(where: { isRepair($0.back) }) else {
            return pass(.comesBack, of: copy.mailbox)
        }
        var finding = Finding(.comesBack, .warning, mailbox: copy.mailbox, role: copy.role)
        finding.intent = .unintended
        finding.field = "copy"
        finding.expected = .word("deleted")
        finding.actual = .word("back \(pairs.count)")
        finding.cause = isRepair(last.back) ? "repaired" : "written-back"
        finding.since = pairs.first?.back.loggedAt
        finding.start = trail.item.state.startTime
        finding.blame(last.back)
        finding.at = moment(copy.mailbox)
        finding.evidence = pairs.flatMap { [.init($0.gone, .sets), .init($0.back, .breaks)] }
        found(finding)
    }

    // MARK: cancel-then-update

    private mutating func cancelledThenUpdated(_ copy: AuditedCopy) {
        let words = cancellations(in: copy)
        guard !words.isEmpty, decision.standing.status == .scheduled else { return }
        let requests = arrivals(copy)
        for word in words {
            guard isTold(word),
                let request = requests.first(where: {
                    $0.loggedAt > word.loggedAt
                        && $0.loggedAt.ticks - word.loggedAt.ticks <= 60 * Instant.ticksPerMinute
                })
            else { continue }
            guard let type = request.details?.meetingRequestType, type.rawValue != 0 else {
                note(.cancelThenUpdate, of: copy.mailbox, gap: .columnNotInLog)
                continue
            }
            // A new request asks again whom the organizer had taken off.
            guard type.contains(.fullUpdate) || type.contains(.informationalUpdate) else { continue }
            var finding = Finding(.cancelThenUpdate, .warning, mailbox: copy.mailbox, role: copy.role)
            finding.intent = .unintended
            finding.field = "status"
            finding.expected = .word("scheduled")
            finding.actual = .word("cancelled and updated")
            finding.since = word.loggedAt
            finding.until = request.loggedAt
            finding.start = request.startTime
            finding.blame(word)
            finding.at = moment(copy.mailbox)
            finding.evidence = [.init(word, .breaks), .init(request, .arrives)]
            return found(finding)
        }
        pass(.cancelThenUpdate, of: copy.mailbox)
    }

    // MARK: changed-by-other, room-edited-directly

    private mutating func changedByOther(_ organizers: AuditedCopy) {
        var known: [ResponsibleUser: Int] = [:], told: Set<ResponsibleUser> = []
        let foreign = organizers.places.filter { place in
            guard case .person = entries[place].responsible else { return false }
            return intent(of: entries[place].responsible, in: organizers.mailbox) == .unintended
        }
        let steps =
            foreign.isEmpty
            ? [:] : Dictionary((organizers.master?.steps ?? []).map { ($0.entry, $0) }) { first, _ in first }
        for place in foreign.sorted(by: { entries[$0].loggedAt < entries[$1].loggedAt }) {
            let row = entries[place]
            let count = known[row.responsible, default: 0]
            known[row.responsible] = count + 1
            guard isTold(row), let step = steps[place],
                step.isDeletion || !step.changed.isDisjoint(with: [.slot, .pattern, .zone, .cancelled])
            else { continue }
            guard step.isDeletion || told.insert(row.responsible).inserted else { continue }
            // Who writes there all the time is a delegate.
            let isGrave = step.isDeletion && count < 3 && organizers.copy.master?.departedAt != nil
            var finding = Finding(
                .changedByOther, isGrave ? .warning : .info, mailbox: organizers.mailbox, role: .organizer)
            finding.intent = .unintended
            finding.field = step.isDeletion ? "copy" : "start"
            finding.actual = .word(step.isDeletion ? "deleted" : "changed")
            finding.since = row.loggedAt
            finding.start = step.start
            finding.blame(row)
            finding.at = moment(organizers.mailbox)
            finding.evidence = [.init(row, .breaks)]
            found(finding)
        }
        if told.isEmpty { pass(.changedByOther, of: organizers.mailbox) }
    }

    private mutating func editedDirectly(_ room: AuditedCopy) {
        guard let first = coverage.first(room.mailbox) else { return }
        let row = room.master?.steps.map { entries[$0.entry] }.last { row in
            row.itemClass.isCalendarItem && isTold(row) && intent(of: row, in: room.mailbox) == .unintended
                && !row.responsible.isSystem && row.loggedAt.ticks - first.ticks > Instant.ticksPerDay
        }
        guard let row else { return pass(.roomEditedDirectly, of: room.mailbox) }
        var finding = Finding(.roomEditedDirectly, .warning, mailbox: room.mailbox, role: .room)
        finding.intent = .unintended
        finding.field = "copy"
        finding.actual = .word(row.trigger.isDeletion ? "deleted" : "changed")
        finding.since = row.loggedAt
        finding.start = row.startTime
        finding.blame(row)
        finding.at = moment(room.mailbox)
        finding.evidence = [.init(row, .breaks)]
        found(finding)
    }

    // MARK: exceptions-lost, update-storm

    /// A save that leaves the pattern as it is and drops every date that was changed.
    private mutating func exceptionsLost(_ organizers: AuditedCopy) {
        guard let trail = organizers.master else { return }
        var before: (step: ItemTrail.Step, reading: BlobReading)?
        for step in trail.steps {
            guard step.changed.contains(.pattern) || before == nil, let reading = step.blob.flatMap(BlobReading.init)
            else { continue }
            defer { before = (step, reading) }
            guard let known = before, reading.dates.isEmpty, !known.reading.dates.isEmpty else { continue }
            let row = entries[step.entry]
            let today = WallTime(ticks: row.loggedAt.ticks).date
            let lost = known.reading.dates.keys.filter { $0 > today }.sorted()
            guard !lost.isEmpty, isTold(row), !row.responsible.isSystem else { continue }
            // A changed series, and a date that is put back, are sent to the guests.
            let isSent = step.sequence > step.sequenceBefore || !known.reading.hasSamePattern(as: reading)
            guard !isSent else { continue }
            // Where the dates came back since, nothing is lost.
            let stands = trail.item.state.blob == step.blob
            var finding = Finding(
                .exceptionsLost, stands ? .warning : .info, mailbox: organizers.mailbox, role: .organizer)
            finding.intent = .unknown
            finding.field = "recurrence"
            finding.expected = .word(lost.prefix(20).map(\.description).joined(separator: " "))
            finding.actual = .word("none")
            finding.cause = "series-saved-without-exceptions"
            finding.since = row.loggedAt
            finding.start = step.start
            finding.blame(row)
            finding.at = moment(organizers.mailbox)
            finding.evidence = [.init(entries[known.step.entry], .sets), .init(row, .breaks)]
            return found(finding)
        }
        if before != nil { pass(.exceptionsLost, of: organizers.mailbox) }
    }

    private mutating func storm(_ organizers: AuditedCopy) {
        for guest in guests where guest.places.count(where: { entries[$0].itemClass == .request }) >= 5 {
            let rows = arrivals(guest).filter { isTold($0) && $0.trigger == .create }.sorted {
                $0.loggedAt < $1.loggedAt
            }
            guard
                let index = rows.indices.dropLast(4).first(where: {
                    rows[$0 + 4].loggedAt.ticks - rows[$0].loggedAt.ticks <= 60 * Instant.ticksPerMinute
                })
            else { continue }
            var finding = Finding(.updateStorm, .warning, mailbox: organizers.mailbox, role: .organizer)
            finding.field = "requests"
            finding.actual = .word("\(rows.count)")
            finding.since = rows[index].loggedAt
            finding.until = rows.last?.loggedAt
            finding.start = rows[index].startTime
            finding.blame(newest(organizers))
            finding.at = moment(organizers.mailbox)
            finding.evidence = rows[index...(index + 4)].map { .init($0, .arrives) }
            for row in [newest(organizers), newest(guest)].compactMap({ $0 }) {
                finding.evidence.append(.init(row, .sets))
            }
            return found(finding)
        }
        if !guests.isEmpty { pass(.updateStorm, of: organizers.mailbox) }
    }
}
