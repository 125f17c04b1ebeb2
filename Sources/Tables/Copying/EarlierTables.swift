/// Tables that an earlier run wrote in the same way, and what has changed since: the rows of every other stream can be
/// copied.
package struct EarlierTables: Sendable {
    /// Raised whenever a table's rows are written in another way, so that none of an earlier form is copied beside
    /// them.
    package static let rowVersion = 1

    package struct Table: Sendable {
        package var path: String
        /// Of the whole file, in lower-case hex.
        package var sha256: String
        package var portions: PortionList

        package init(path: String, sha256: String, portions: PortionList) {
            self.path = path
            self.sha256 = sha256
            self.portions = portions
        }
    }

    /// By file name.
    package var tables: [String: Table]
    /// The streams of which rows may be other than they were.
    package var changed: Set<Int64>
    /// The days, since 1970 UTC, on which more was logged than the table of entries has.
    package var changedDays: Set<Int64>
    /// Gives what tells the key of a stream: one for each table, as tables are finished side by side.
    package var keys: @Sendable () throws -> (_ stream: Int64) throws -> String

    package init(
        tables: [String: Table], changed: Set<Int64>, changedDays: Set<Int64>,
        keys: @escaping @Sendable () throws -> (_ stream: Int64) throws -> String
    ) {
        self.tables = tables
        self.changed = changed
        self.changedDays = changedDays
        self.keys = keys
    }
}

/// An earlier table from which no rows can be copied: it is not the file that it was, or its rows have no clear order
/// with the new ones. All rows have to be made anew.
package struct EarlierTableUnfit: Error {}
