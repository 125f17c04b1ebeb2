import ExchangeFormats

extension Item {
    /// Takes the entry's snapshot: a field it carries replaces the older value, one it lacks leaves it standing.
    mutating func update(from entry: Entry, _ moment: LogMoment) {
        if let value = entry.startTime {
            // A start without its end may lie behind the end that stands: then the length stands instead.
            if entry.endTime == nil, let end = state.endTime, end < value, let start = state.startTime, start <= end {
                state.endTime = Instant(ticks: value.ticks + end.ticks - start.ticks)
            }
            state.startTime = value
        }
        if let value = entry.endTime { state.endTime = value }
        if let value = entry.subject { state.subject = value }
        // A name alone says less than an address that stands already.
        if let value = entry.sentRepresenting, !Address.isName(value) || state.organizer.map(Address.isName) ?? true {
            state.organizer = value
        }
        if let value = entry.isAllDay { state.isAllDay = value }
        if let value = entry.details?.originalStartDate { state.originalStart = value }
        if let value = entry.zone {
            if state.zone == nil { state.zone = value } else { state.zone?.update(from: value) }
        }
        if let value = entry.appointmentState {
            state.appointmentState = value
            state.isCancelled = value.contains(.cancelled) || entry.details?.isCancelled == true
        } else if let value = entry.details?.isCancelled {
            state.isCancelled = value
        }
        if let list = entry.details?.list, !list.isEmpty { take(list, moment) }
        updateRecurrence(from: entry, moment)
        noteOwnAnswer(entry, moment)
    }

    /// Takes a list of attendees. An answer without a time of its own was given when the first row showed it; the rows
    /// after that only repeat it.
    private mutating func take(_ attendees: AttendeeList, _ moment: LogMoment) {
        guard attendees != state.attendees else { return }
        state.attendees = attendees
        var shown: [String: ShownAnswer] = [:]
        for listed in attendees where listed.repliedAt == nil {
            guard let response = listed.response else { continue }
            let known = shownAnswers[listed.address]
            shown[listed.address] =
                known?.response == response ? known : ShownAnswer(response: response, moment: moment)
        }
        shownAnswers = shown
    }

    /// Recurrence fields belong together: an entry that says it does not recur clears the older blob.
    private mutating func updateRecurrence(from entry: Entry, _ moment: LogMoment) {
        if entry.isRecurring == false {
            state.isRecurring = false
            state.blob = nil
        } else {
            if let value = entry.isRecurring { state.isRecurring = value }
            if let value = entry.recurrenceBlob {
                state.blob = value
                state.isRecurring = true
            }
        }
        let shape = Shape(
            blob: state.blob, isSeries: state.isRecurring, zone: state.zone, moment: moment,
            isBySystem: entry.responsible.isSystem)
        if let known = shapes.last, known.says(theSameAs: shape) { return }
        shapes.append(shape)
    }

    /// An answer that the owner's own copy shows: its response status when the export has it, else the client's
    /// intent, else what became of its busy status. Only a change is an answer; the snapshot repeats it.
    private mutating func noteOwnAnswer(_ entry: Entry, _ moment: LogMoment) {
        guard let details = entry.details else { return }
        if let answer = ownAnswer(entry, details), !entry.trigger.isDeletion { ownAnswers.append((answer, moment)) }
        if let status = details.responseType { state.responseType = status }
        if let intent = details.clientIntent { state.clientIntent = intent }
        if let busy = details.busyStatus { state.busyStatus = busy }
    }

    private func ownAnswer(_ entry: Entry, _ details: EntryDetails) -> Response? {
        let intent = details.clientIntent ?? [], intentBefore = state.clientIntent ?? []
        // The status beside it may still be that of the series.
        if entry.instanceDate != nil, intent.subtracting(intentBefore).contains(.respondedExceptionDecline) {
            return .declined
        }
        if let status = details.responseType {
            return status == state.responseType ? nil : Response(status)
        }
        if !intent.isDisjoint(with: .responded), intent != intentBefore {
            return intent.contains(.respondedDecline)
                ? .declined : intent.contains(.respondedAccept) ? .accepted : .tentative
        }
        guard let busy = details.busyStatus, let before = state.busyStatus, busy != before,
            !entry.responsible.isSystem
        else { return nil }
        switch busy {
        case .busy, .outOfOffice, .workingElsewhere:
            return before == .free || before == .tentative ? .accepted : nil
        case .tentative: return .tentative
        case .free: return .declined
        default: return nil
        }
    }
}
