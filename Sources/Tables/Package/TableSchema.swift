/// What the columns of a table are, in the words of Frictionless' Table Schema.
package struct TableSchema: Codable, Sendable, Equatable {
    package struct Field: Codable, Sendable, Equatable {
        package struct Constraints: Codable, Sendable, Equatable {
            /// Whether every row has a value.
            package var required: Bool?
            /// The words that the column may hold.
            package var `enum`: [String]?
        }

        package var name: String
        package var type: String
        package var format: String?
        package var description: String?
        package var constraints: Constraints?
        package var trueValues: [String]?
        package var falseValues: [String]?
    }

    package struct ForeignKey: Codable, Sendable, Equatable {
        package struct Reference: Codable, Sendable, Equatable {
            /// Another table of the package; empty for the table itself.
            package var resource: String
            package var fields: [String]
        }

        package var fields: [String]
        package var reference: Reference
    }

    package var fields: [Field]
    package var primaryKey: [String]?
    package var foreignKeys: [ForeignKey]?
    package var missingValues = [""]

    /// - Parameter columns: as the file's head line has them.
    init(table: String, columns: [String]) {
        // The partner calls the log of changes meetings.
        let table = columns.first == "logtime" ? "calendar_log" : table
        let forms = TableForm.named(table)
        let form = TableForm.matching(columns, among: forms)
        fields = columns.map { name in
            let kind = form?.columns.first { $0.name == name }?.kind
            var field = Field(name: name, type: TableSchema.type(kind))
            if kind == .instant { field.format = "any" }
            if kind == .flag { (field.trueValues, field.falseValues) = (["True"], ["False"]) }
            let meaning = ColumnMeaning.of(TableSchema.ownName(of: name), in: table)
            field.description = meaning?.description
            var constraints = Field.Constraints()
            if let meaning, meaning.empty == nil { constraints.required = true }
            if case .word(let words) = kind { constraints.enum = words.sorted() }
            if constraints != Field.Constraints() { field.constraints = constraints }
            return field
        }
        let key = TableSchema.keys[table]?.filter(columns.contains) ?? []
        primaryKey = key.isEmpty ? nil : key
    }

    /// The type of each column of a table, in the words of Table Schema.
    package static func types(table: String, columns: [String]) -> [String] {
        TableSchema(table: table, columns: columns).fields.map(\.type)
    }

    /// The rows of one run that rows of another table of it are found by.
    mutating func refer(from table: String, to tables: Set<String>) {
        let found = TableSchema.references.filter { reference in
            reference.table == table && (reference.other == table || tables.contains(reference.other))
                && fields.contains { $0.name == reference.column }
        }
        foreignKeys =
            found.isEmpty
            ? nil
            : found.map { reference in
                ForeignKey(
                    fields: [reference.column],
                    reference: .init(
                        resource: reference.other == table ? "" : reference.other, fields: [reference.otherColumn]))
            }
    }

    /// The other run's rows may be others than those that were referred to.
    mutating func forgetReferences(to tables: Set<String>) {
        foreignKeys?.removeAll { tables.contains($0.reference.resource) }
        if foreignKeys?.isEmpty == true { foreignKeys = nil }
    }

    private static let references: [(table: String, column: String, other: String, otherColumn: String)] = [
        ("participants", "occurrence_id", "meetings", "occurrence_id"),
        ("employees", "supervisor_id", "employees", "employee_id"),
        ("employees", "team_id", "employees_groups", "id"),
        ("employees_groups", "parent_id", "employees_groups", "id"),
    ]

    private static func type(_ kind: ValueKind?) -> String {
        switch kind {
        case .instant: "datetime"
        case .day: "date"
        case .integer: "integer"
        case .flag: "boolean"
        case .person, .hash, .hashList, .address, .word, .known, .text, .nothing, .meetingID, .occurrenceID,
            .recurrenceBlob,
            .responsibleUser, nil:
            "string"
        }
    }

    private static let keys = [
        "meetings": ["occurrence_id"], "employees_groups": ["id"], "users": ["email"],
        "employees": ["row_date", "employee_id"],
    ]

    /// What our own form calls a column of the partner's loader.
    private static func ownName(of name: String) -> String { loaderNames[name] ?? name }

    private static let loaderNames = [
        "InteractionId": "interaction_id", "When": "when", "From (EmployeeId)": "from", "To (EmployeeId)": "to",
        "EventId": "event_id", "RecurrenceType": "recurrence", "Duration": "duration",
        "RowDate": "row_date", "EmployeeId": "employee_id", "Supervisor (EmployeeId)": "supervisor_id",
        "Email": "email", "EmploymentDate": "employment_date", "TeamId": "team_id", "GroupIds [Json]": "group_ids",
        "Id": "id", "Name": "name", "Category": "category", "ParentId": "parent_id", "ReportIds [Json]": "report_ids",
    ]
}
