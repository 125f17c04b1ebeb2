import EventStore

/// What a header line says about the rows below it: what each column means, and in which order its values are hashed.
struct HeaderPlan: Sendable {
    struct Column: Sendable {
        /// Position in the file, from 0.
        var index: Int
        /// As the header spells it, for messages.
        var title: String
        var canonicalName: String
        var role: ColumnRole
    }

    /// Why a line is no header that can be read by.
    enum Refusal: Error, Equatable {
        case duplicate(title: String)
        case missingIdentifier
        case missingKind
    }

    let delimiter: UInt8
    /// Columns in the file.
    let count: Int
    /// What the last column holds in every row, where that does not stand in the row.
    let fixed: [UInt8]?
    /// Sorted by canonical name, as bytes.
    let columns: [Column]

    /// Finds the role of every column.
    ///
    /// A calendar export must have an id (global object id or cleaned global object id) and say what a row is
    /// (item class or trigger action); everything else may be missing.
    ///
    /// - Parameter fixed: what the last column holds in every row, without standing there.
    init(titles: [String], delimiter: UInt8, fixed: String? = nil) throws(Refusal) {
        self.fixed = fixed.map { Array($0.utf8) }
        let names = titles.enumerated().map { index, title in
            let name = ColumnNames.normalized(title)
            return name.isEmpty ? "column\(index + 1)" : name
        }
        var roles = names.map { ColumnNames.ofExport.contains($0) ? ColumnRole.ofExport : .other }
        var places: [String: Int] = [:]
        var duplicate: String?
        for (index, name) in names.enumerated() {
            if places[name] == nil { places[name] = index } else { duplicate = titles[index] }
        }
        var found: [ColumnRole] = []
        for (role, aliases) in ColumnNames.aliases {
            guard let place = aliases.lazy.compactMap({ places[$0] }).first else { continue }
            roles[place] = role
            found.append(role)
        }
        guard found.contains(.field(.globalObjectID)) || found.contains(.cleanGlobalObjectID) else {
            throw .missingIdentifier
        }
        guard found.contains(.field(.itemClass)) || found.contains(.field(.calendarLogTriggerAction)) else {
            throw .missingKind
        }
        // Only now: a data row where the header should be has duplicates too, and is no export in the first place.
        if let duplicate { throw .duplicate(title: duplicate) }
        self.delimiter = delimiter
        count = titles.count
        columns = names.indices.map { index in
            Column(
                index: index, title: titles[index],
                canonicalName: ColumnNames.canonicalName(of: roles[index], named: names[index]), role: roles[index])
        }.sorted { left, right in
            left.canonicalName.utf8.elementsEqual(right.canonicalName.utf8)
                ? left.index < right.index
                : left.canonicalName.utf8.lexicographicallyPrecedes(right.canonicalName.utf8)
        }
    }

    /// Of nothing.
    init() { (delimiter, count, columns, fixed) = (0, 0, [], nil) }

    /// How many of the titles are names that an entry's columns go by.
    static func recognizedCount(_ titles: [String]) -> Int {
        titles.reduce(into: 0) { count, title in
            count += ColumnNames.known.contains(ColumnNames.normalized(title)) ? 1 : 0
        }
    }
}
