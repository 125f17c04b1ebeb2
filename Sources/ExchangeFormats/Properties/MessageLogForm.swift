/// The family of exports that a row of a message log is of.
public enum MessageLogForm: String, Sendable {
    /// A tracking log of Exchange Server: what one server did with a message, one row for each event.
    case tracking
    /// A message trace of Exchange Online: what became of a message, one row for each message and recipient.
    case trace
    /// The summary of a historical search: as a trace, with all recipients in one row.
    case historical
}
