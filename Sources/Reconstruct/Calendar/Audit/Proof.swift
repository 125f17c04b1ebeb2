import ExchangeFormats

/// The rows by which a copy shows, without any other, when it says that the meeting takes place: a finding that rests
/// on what copies hold cites them.
extension StreamAudit {
    /// A copy's newest row, and what set that which it does not state.
    func proof(of copy: AuditedCopy, _ part: Finding.Evidence.Part = .sets) -> [Finding.Evidence] {
        guard let place = copy.master?.steps.last?.entry else {
            return [newest(copy)].compactMap { $0 }.map { .init($0, part) }
        }
        return [.init(entries[place], part)] + support(of: copy, beside: place)
    }

    /// What set that which a row of a copy does not state.
    ///
    /// - Parameter place: nil where no row of the item of the whole is cited.
    func support(of copy: AuditedCopy, beside place: Int?) -> [Finding.Evidence] {
        copy.master?.support(beside: place, entries).map { .init(entries[$0], .sets) } ?? []
    }
}

extension ItemTrail {
    /// The places of rows without which one row does not show when the item takes place.
    fileprivate func support(beside place: Int?, _ entries: [Entry]) -> [Int] {
        var shown = place.map { [$0] } ?? [], missing: [Int] = []
        let setters = [Fields.pattern, .slot, .zone].compactMap { field in
            setter(of: field).map { (field: field, entry: $0.entry) }
        }
        // The newest row mostly says all of it.
        for (field, setter) in setters.sorted(by: { $0.entry > $1.entry }) {
            guard !shown.contains(where: { $0 == setter || $0 > setter && states(field, entries[$0]) }) else {
                continue
            }
            shown.append(setter)
            missing.append(setter)
        }
        return missing
    }

    /// Whether a row that came after the field was set says it again.
    private func states(_ field: Fields, _ entry: Entry) -> Bool {
        switch field {
        case .pattern: entry.recurrenceBlob != nil || entry.isRecurring == false
        case .slot: entry.startTime != nil && entry.endTime != nil
        default: entry.zone == item.state.zone
        }
    }
}
