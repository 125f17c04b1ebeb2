import Tables

/// Makes the items of bodies of the rows of tables: in the order of the tables, and of nothing but what stands in them.
struct ItemWriter {
    let tables: MonthTables
    let names: IDNames
    private var people = PersonIDs()

    init(_ tables: MonthTables, names: IDNames) throws {
        self.tables = tables
        self.names = names
        guard names.names.contains(where: { !$0.isAddress }), tables.present.contains(.employees) else { return }
        var rows = try self.rows(.employees, ["employee_id", "email"])
        while try rows.next() { people.note(id: rows.field(0), address: rows.field(1)) }
    }

    private func rows(
        _ table: MonthTables.Table, _ columns: [String], optional: Set<String> = []
    ) throws(PartnerError) -> TableRows {
        try TableRows(path: tables.path(table), name: tables.name(table), columns: columns, optional: optional)
    }

    /// - Parameter body: gets each item, and for an interaction the day of its time.
    func forEach(
        _ table: MonthTables.Table, _ body: (_ item: [UInt8], _ day: [UInt8]?) throws -> Void
    ) throws {
        switch table {
        case .groups: try forEachGroup { try body($0, nil) }
        case .users: try forEachUser { try body($0, nil) }
        case .employees: try forEachEntity { try body($0, nil) }
        case .interactions: try forEachInteraction(body)
        }
    }

    // MARK: - Groups and users

    private func forEachGroup(_ body: ([UInt8]) throws -> Void) throws {
        var rows = try rows(.groups, ["id", "name", "category", "parent_id"]), item = BodyText()
        while try rows.next() {
            // The service drops a group without a name; so do its own clients.
            guard !rows.field(1).isEmpty else { continue }
            item.removeAll()
            item.add("{\"id\":\"")
            item.add(try hash(rows.field(0), "id", rows))
            item.add("\",\"name\":")
            item.add(text: try title(rows.field(1), "name", rows))
            item.add(",\"category\":")
            item.add(text: try title(rows.field(2), "category", rows))
            if !rows.field(3).isEmpty {
                item.add(",\"parentId\":\"")
                item.add(try hash(rows.field(3), "parent_id", rows))
                item.add("\"")
            }
            item.add("}")
            try body(item.bytes)
        }
    }

    private func forEachUser(_ body: ([UInt8]) throws -> Void) throws {
        var rows = try rows(.users, ["email", "report_ids"]), item = BodyText()
        while try rows.next() {
            item.removeAll()
            // What people log in with, clear on purpose.
            guard let email = String(validating: rows.field(0), as: UTF8.self), email.contains("@") else {
                throw rows.wrong("names no address that somebody logs in with")
            }
            item.add("{\"email\":")
            item.add(text: email.utf8)
            item.add(",\"groupAccess\":")
            try add(try list(rows.field(1), "report_ids", rows), to: &item)
            item.add("}")
            try body(item.bytes)
        }
    }

    // MARK: - People

    private func forEachEntity(_ body: ([UInt8]) throws -> Void) throws {
        var rows = try rows(
            .employees,
            ["row_date", "employee_id", "supervisor_id", "email", "team_id", "group_ids", "employment_date"],
            optional: ["employment_date"])
        var item = BodyText()
        while try rows.next() {
            item.removeAll()
            guard let day = BodyText.time(rows.field(0)) else { throw rows.wrong("has a row_date that is no date") }
            item.add("{\"changeDate\":\"")
            item.add(day)
            item.add("\",\"ids\":")
            item.add(
                names, address: try hash(rows.field(3), "email", rows), id: try hash(rows.field(1), "employee_id", rows)
            )
            item.add(",\"groups\":")
            let team = rows.field(4)
            if !team.isEmpty { _ = try hash(team, "team_id", rows) }
            let others = try list(rows.field(5), "group_ids", rows).filter { !$0.elementsEqual(team) }
            try add((team.isEmpty ? [] : [team]) + others, to: &item)
            try addProperties(team, rows, &item)
            if !rows.field(2).isEmpty {
                let supervisor = try hash(rows.field(2), "supervisor_id", rows)
                item.add(",\"relationships\":[{\"relationshipName\":\"Supervisor\",\"targetIds\":")
                item.add(names, address: people.address(ofID: supervisor), id: supervisor)
                item.add("}]")
            }
            item.add("}")
            try body(item.bytes)
        }
    }

    private func addProperties(_ team: ArraySlice<UInt8>, _ rows: TableRows, _ item: inout BodyText) throws {
        let date = rows.field(6)
        guard !team.isEmpty || !date.isEmpty else { return }
        item.add(",\"props\":{")
        if !team.isEmpty {
            item.add("\"team_id\":\"")
            item.add(team)
            item.add(date.isEmpty ? "\"" : "\",")
        }
        if !date.isEmpty {
            guard date.count == 10, ValueCheck.date(date) != nil else {
                throw rows.wrong("has an employment_date that is no date")
            }
            item.add("\"employment_date\":\"")
            item.add(date)
            item.add("\"")
        }
        item.add("}")
    }

    // MARK: - Interactions

    private static let recurrences: [String: StaticString] = [
        "Daily": "\",\"RecurringDaily\"]", "Weekly": "\",\"RecurringWeekly\"]",
        "Monthly": "\",\"RecurringMonthly\"]", "Yearly": "\",\"RecurringYearly\"]",
    ]

    private func forEachInteraction(_ body: ([UInt8], [UInt8]?) throws -> Void) throws {
        var rows = try rows(
            .interactions,
            ["interaction_id", "when", "from", "to", "event_id", "recurrence", "duration", "label"])
        let start = Array(tables.start.utf8), end = Array(tables.end.utf8)
        var item = BodyText()
        while try rows.next() {
            guard let when = BodyText.time(rows.field(1)) else { throw rows.wrong("has a time that is none") }
            guard !when.lexicographicallyPrecedes(start), when.lexicographicallyPrecedes(end) else {
                throw PartnerError(
                    .notUnderstood,
                    "\(rows.wrong("").what.dropLast(3)): its time is outside the period from \(tables.start) to \(tables.end).",
                    next: "If the month was cut in another zone than UTC, name it with --window-time-zone.")
            }
            item.removeAll()
            item.add("{\"interactionId\":\"")
            item.add(try hash(rows.field(0), "interaction_id", rows))
            item.add("\",\"when\":\"")
            item.add(when)
            item.add("\",\"sourceIds\":")
            try add(person: rows.field(2), "from", rows, &item)
            item.add(",\"targetIds\":")
            try add(person: rows.field(3), "to", rows, &item)
            item.add(",\"eventId\":\"")
            item.add(try hash(rows.field(4), "event_id", rows))
            let minutes = rows.field(6)
            if !minutes.isEmpty {
                guard let number = Int32(String(decoding: minutes, as: UTF8.self)), number >= 0 else {
                    throw rows.wrong("has a duration that is no number of minutes")
                }
                item.add("\",\"durationMinutes\":")
                item.add(number: Int(number))
                item.add(",\"label\":[\"")
            } else {
                item.add("\",\"label\":[\"")
            }
            try addLabels(rows, &item)
            item.add("}")
            try body(item.bytes, Array(when.prefix(10)))
        }
    }

    private func addLabels(_ rows: TableRows, _ item: inout BodyText) throws {
        let label = String(decoding: rows.field(7), as: UTF8.self)
        guard label == "Meeting" || label == "Email" else { throw rows.wrong("has a label that is none") }
        item.add(label.utf8)
        let recurrence = String(decoding: rows.field(5), as: UTF8.self)
        guard recurrence.isEmpty || recurrence == "None" || ItemWriter.recurrences[recurrence] != nil else {
            throw rows.wrong("has a recurrence that is none")
        }
        item.add(ItemWriter.recurrences[recurrence] ?? "\"]")
    }

    private func add(
        person field: ArraySlice<UInt8>, _ column: String, _ rows: TableRows, _ item: inout BodyText
    ) throws(PartnerError) {
        guard ValueCheck.isHash(field) else {
            let isWord = ["external", "internal", "error"].contains { field.elementsEqual($0.utf8) }
            guard isWord else { throw rows.clear(column) }
            item.add(names, address: field, id: field)
            return
        }
        item.add(names, address: field, id: people.id(ofAddress: field))
    }

    // MARK: - Values

    private func hash(
        _ field: ArraySlice<UInt8>, _ column: String, _ rows: TableRows
    ) throws(PartnerError) -> ArraySlice<UInt8> {
        guard ValueCheck.isHash(field) else { throw rows.clear(column) }
        return field
    }

    /// A text that is clear on purpose; an address is never meant.
    private func title(
        _ field: ArraySlice<UInt8>, _ column: String, _ rows: TableRows
    ) throws(PartnerError) -> ArraySlice<UInt8> {
        guard !field.contains(UInt8(ascii: "@")), AddressScan(field).addresses == 0 else { throw rows.clear(column) }
        guard String(validating: field, as: UTF8.self) != nil else { throw rows.wrong("is not UTF-8") }
        return field
    }

    private func list(
        _ field: ArraySlice<UInt8>, _ column: String, _ rows: TableRows
    ) throws(PartnerError) -> [ArraySlice<UInt8>] {
        guard let values = ValueCheck.list(field) else { throw rows.wrong("has a \(column) that is no list") }
        guard values.allSatisfy(ValueCheck.isHash) else { throw rows.clear(column) }
        return values
    }

    private func add(_ values: [ArraySlice<UInt8>], to item: inout BodyText) throws {
        item.add("[")
        for (place, value) in values.enumerated() {
            item.add(place == 0 ? "\"" : ",\"")
            item.add(value)
            item.add("\"")
        }
        item.add("]")
    }
}
