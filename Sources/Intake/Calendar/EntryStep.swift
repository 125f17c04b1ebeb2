/// What became of a record of a calendar export.
enum EntryReading {
    case taken
    /// Nothing was there: a blank line, a row of nothing but delimiters, a header again.
    case skipped
    /// A header that differs from the one before: it holds from here on.
    case columnsChanged
    case problem(RowProblem)
}

/// How a calendar export goes on after one record.
enum EntryStep {
    case row
    /// The header that holds from here on.
    case columnsChanged(String)
    /// With what is worth telling of the file's form.
    case end([String])
}
