import ExchangeFormats
import Reconstruct

/// The form in which what an audit compares across meetings is sorted.
extension RecordEncoder {
    package mutating func write(_ row: EvidenceRow) {
        write(row.source)
        write(row.line)
        write(optional: row.mailbox) { $0.write($1) }
        write(row.logged)
        write(row.action)
        write(row.itemClass)
        write(optional: row.sequence) { $0.write($1) }
        write(optional: row.start) { $0.write($1) }
        write(optional: row.client) { $0.write($1) }
    }

    /// All of a booking but which row proves it.
    package mutating func write(_ booking: Booking) {
        write(booking.room)
        write(booking.slot.start.ticks)
        write(booking.slot.end.ticks)
        write(optional: booking.organizer) { $0.write($1) }
        write(optional: booking.subject) { $0.write($1) }
        write(booking.since.ticks)
        write(booking.at.ticks)
    }

    /// All of a copy but which row proves it.
    package mutating func write(_ copy: StandingCopy) {
        write(copy.mailbox)
        write(copy.role.rawValue)
        write(copy.isSeries)
        write(copy.likeness.organizer)
        write(copy.likeness.subject)
        write(copy.likeness.start.ticks)
        write(copy.likeness.end.ticks)
        write(optional: copy.location) { $0.write($1) }
        write(optional: copy.subject) { $0.write($1) }
        write(optional: copy.start?.ticks) { $0.write($1) }
        write(copy.since.ticks)
        write(optional: copy.at?.ticks) { $0.write($1) }
    }
}

extension RecordDecoder {
    package mutating func evidenceRow() throws(RecordError) -> EvidenceRow {
        EvidenceRow(
            source: try number(), line: try number(), mailbox: try optionalText(), logged: try number(),
            action: try text(), itemClass: try text(),
            sequence: try optional { reader throws(RecordError) in try reader.integer() },
            start: try optional { reader throws(RecordError) in try reader.number() }, client: try optionalText())
    }

    package mutating func booking(provedBy hash: EventHash) throws(RecordError) -> Booking {
        Booking(
            room: try text(),
            slot: Slot(start: Instant(ticks: try number()), end: Instant(ticks: try number()), isAllDay: false),
            organizer: try optionalText(), subject: try optionalText(), since: Instant(ticks: try number()),
            at: Instant(ticks: try number()), evidence: .init(hash: hash, part: .sets))
    }

    package mutating func standingCopy(provedBy hash: EventHash) throws(RecordError) -> StandingCopy {
        StandingCopy(
            mailbox: try text(), role: Finding.Role(rawValue: try text()) ?? .guest, isSeries: try flag(),
            likeness: .init(
                organizer: try text(), subject: try text(), start: Instant(ticks: try number()),
                end: Instant(ticks: try number())),
            location: try optionalText(), subject: try optionalText(), start: try optionalInstant(),
            since: Instant(ticks: try number()), at: try optionalInstant(),
            evidence: .init(hash: hash, part: .sets))
    }

    private mutating func optionalInstant() throws(RecordError) -> Instant? {
        try optional { reader throws(RecordError) in Instant(ticks: try reader.number()) }
    }
}
