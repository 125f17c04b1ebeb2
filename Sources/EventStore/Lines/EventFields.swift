/// The values of one event, wherever it lies: in the log, or on a line.
package protocol EventFields {
    /// The first 16 bytes of the identity.
    var identity: (high: UInt64, low: UInt64) { get }
    /// A number of the event's stream: equal for events of one stream, for as long as they are read together.
    var stream: Int64 { get }
    /// The number of the group in which the values lie that the event shares with others: of columns that are grouped,
    /// events of one group have the same. Nil where they are the event's own.
    var group: Int64? { get }
    func streamKey() throws -> String
    /// A whole number; nil where the event has none.
    func integer(_ column: Int) -> Int64?
    /// Ticks of 100 ns since 1970 UTC.
    func ticks(_ column: Int) -> Int64?
    /// How many fractional digits of a second the source gave: 0, 3 or 7.
    func digits(_ column: Int) -> Int
    func text(_ column: Int) -> String?
    /// The number of a text or blob: equal numbers are equal values.
    func number(_ column: Int) -> Int64?
    func bytes(_ column: Int) -> [UInt8]?
}

extension EventRow: EventFields {}
