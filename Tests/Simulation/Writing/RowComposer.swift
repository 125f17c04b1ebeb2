import ExchangeFormats

/// Puts a row's columns into words.
struct RowComposer {
    var objectID: SimulatedObjectID
    var organizer: String
    var hasExtraColumns: Bool
    var draft: RowDraft

    func row(logged: Instant, modified: Instant, created: Instant, version: Int) -> LogRow {
        let plan = draft.plan
        let times = itemTimes
        let showsSeries =
            draft.instance == nil && plan.rule != nil
            && (draft.itemClass.isItem
                || draft.itemClass == .request || draft.itemClass == .cancellation)
        let rule = showsSeries ? plan.rule : nil
        let minutes = Int((times.end.ticks - times.start.ticks) / Instant.ticksPerMinute)
        let lastModified = Instant(ticks: modified.ticks + 7 * Instant.ticksPerMillisecond)
        let subject = draft.subject ?? draft.instance.flatMap { plan.overrides[$0]?.subject } ?? plan.subject
        let values = [
            TimeText.milliseconds(logged), TimeText.milliseconds(times.start), TimeText.milliseconds(times.end),
            draft.state & 4 != 0 && draft.itemClass == .cancellation ? "Canceled: \(subject)" : subject,
            draft.trigger.rawValue, TimeText.milliseconds(modified), draft.itemClass.rawValue, String(minutes),
            rule == nil ? "False" : "True", organizer, draft.sender, String(version),
            String(draft.sequence ?? plan.sequence), draft.itemClass == .exception ? "True" : "False", draft.by,
            String(draft.state), objectID.hex(instance: draft.isUndated ? nil : draft.instance),
            TimeText.milliseconds(created),
            TimeText.milliseconds(lastModified), zoneText(version: version, isSeries: plan.rule != nil),
            rule?.typeName ?? "None", rule.map { RecurrenceBlobWriter.hex(of: plan, rule: $0) } ?? "",
            plan.isAllDay ? "True" : "False",
        ]
        return LogRow(
            mailbox: draft.mailbox, logTime: logged, values: draft.isSparse ? sparse(values) : values,
            extras: hasExtraColumns ? extras : [])
    }

    private var itemTimes: (start: Instant, end: Instant) {
        guard let date = draft.instance, let rule = draft.plan.rule else { return draft.plan.itemTimes }
        return draft.plan.currentTimes(of: rule, on: date)
    }

    private func sparse(_ values: [String]) -> [String] {
        let missing = [
            "starttime", "endtime", "normalizedsubject", "duration", "timezone", "appointmentrecurrenceblob",
        ]
        return zip(LogRow.columns, values).map { missing.contains($0) && !$1.isEmpty ? LogRow.placeholder : $1 }
    }

    /// The zone belongs to series; single items often lack it.
    private func zoneText(version: Int, isSeries: Bool) -> String {
        isSeries || (version + draft.mailbox.utf8.count) % 6 != 0 ? draft.plan.zone.displayName : ""
    }

    private var extras: [String] {
        let original = draft.instance.flatMap { date in
            draft.plan.rule.map {
                TimeText.milliseconds(draft.plan.times(of: $0, on: date.advanced(byDays: draft.daysOff)).start)
            }
        }
        let answers: [Answer: (type: Int, busy: Int)] = [
            .organizer: (1, 2), .tentative: (2, 1), .accepted: (3, 2), .declined: (4, 0), .none: (5, 1),
        ]
        let answer = answers[draft.ownAnswer] ?? (5, 1)
        let isOwn = draft.itemClass.isItem
        return [
            original ?? LogRow.placeholder,
            isOwn ? String(answer.type) : "0",
            isOwn ? String(answer.busy) : "1",
            String(draft.clientIntent),
            draft.state & 4 != 0 ? "True" : "False",
            String(draft.meetingRequestType),
            String(draft.auxiliaryFlags),
            draft.sharingMasterID ?? LogRow.placeholder,
            draft.clientInfo ?? (draft.by.contains("@") ? "Client=MSExchangeRPC" : "Client=Hub Transport"),
            draft.folder ?? (isOwn ? "Calendar" : "Inbox"),
            draft.isDraft ? "True" : "False",
            draft.isHijacked ? "True" : "False",
            draft.instance.flatMap { draft.plan.overrides[$0]?.location } ?? draft.plan.location,
        ]
    }
}
