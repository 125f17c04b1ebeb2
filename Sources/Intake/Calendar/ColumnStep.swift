import EventStore

/// What is done with one column, in the order in which values are hashed. Plain numbers only: the loop over them
/// runs for every field of every row.
struct ColumnStep {
    enum Reading: UInt8 {
        case mailbox, identifier, cleanIdentifier, logTime, instant, integer, boolean, state, blob, text
        /// In `more`, if anywhere.
        case other

        init(_ role: ColumnRole) {
            switch role {
            case .field(.mailbox): self = .mailbox
            case .field(.globalObjectID): self = .identifier
            case .field(.logTime): self = .logTime
            case .field(.appointmentState): self = .state
            case .field(.appointmentRecurrenceBlob): self = .blob
            case .field(let column):
                switch column.type {
                case .instant: self = .instant
                case .integer: self = .integer
                case .boolean: self = .boolean
                case .text, .inlineText, .bytes: self = .text
                }
            case .cleanGlobalObjectID: self = .cleanIdentifier
            case .other, .ofExport: self = .other
            }
        }
    }

    /// Position in the record; -1 for the mailbox when the file has no column for it.
    var index: Int
    var reading: Reading
    /// Place of its column among an entry's cells.
    var place: Int
    /// Whether people stand in it, of whom none may be a pseudonym.
    var namesPeople: Bool
    /// Where the name stands in `names`, with its length in front.
    var nameStart: Int
    var nameCount: Int
}
