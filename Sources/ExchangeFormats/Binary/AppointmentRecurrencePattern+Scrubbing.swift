/// Taking people's words out of recurrence blobs ([MS-OXOCAL] 2.2.1.44.2 and .4 hold subjects and locations).
///
/// Subjects and locations become `x` at equal length. Reserved blocks, what follows a ChangeHighlight's value and what
/// follows the structure become zeros: nothing says what they hold. All else stays as it was, to the byte.
extension AppointmentRecurrencePattern {
    /// Why a blob cannot be scrubbed. Whoever asked has to leave the value out.
    public enum ScrubbingRefusal: Error, Hashable, Sendable, CustomStringConvertible {
        case undecodable(FormatError)
        /// The blob can be read, and shows that its fields may not stand where they were looked for: what passes for a
        /// number may be part of a text.
        case layoutInDoubt(Acceptance)

        /// A sentence for people, without anything that the blob holds.
        public var description: String {
            switch self {
            case .undecodable(let error): "the blob cannot be read, so its texts cannot be masked: \(error)"
            case .layoutInDoubt(let acceptance):
                "the blob's texts may stand elsewhere than where they were looked for: \(acceptance)"
            }
        }
    }

    /// What would not be seen in a blob whose fields stand where the specification puts them. `olderWriter` is not
    /// among them, as its blobs are read by a layout that all other checks confirm.
    private static let doubts: Set<Leniency> = [
        .otherPatternWriter, .otherAppointmentReader, .newerWriter, .undecodedRest, .exceptionCountDiffers,
        .unlistedOverride,
        .textLengthsDiffer, .exceptionInstantsDiffer, .originalDateNotDeleted, .newDateNotModified,
    ]

    /// Masks every text of a blob; the result has the same length.
    ///
    /// - Throws: when it is not certain that every text was found.
    public static func scrubbed(blob bytes: [UInt8]) throws(ScrubbingRefusal) -> [UInt8] {
        var reader = ByteReader(bytes, noting: .acceptances)
        let blob: AppointmentRecurrencePattern
        do throws(FormatError) {
            blob = try AppointmentRecurrencePattern(from: &reader)
        } catch {
            throw .undecodable(error)
        }
        if let doubt = reader.accepted.first(where: { doubts.contains($0.leniency) }) { throw .layoutInDoubt(doubt) }
        return blob.scrubbed().encoded()
    }

    /// The same pattern with every text masked, where they were found: `scrubbed(blob:)` also asks whether they were.
    public func scrubbed() -> AppointmentRecurrencePattern {
        var copy = self
        copy.trailingBytes = trailingBytes.map { _ in 0 }
        guard var part = appointment else { return copy }
        part.reservedBlock1 = part.reservedBlock1.map { _ in 0 }
        part.reservedBlock2 = part.reservedBlock2.map { _ in 0 }
        part.undecodedRest = part.undecodedRest?.map { _ in 0 }
        part.exceptions = part.exceptions.map { $0.scrubbed() }
        copy.appointment = part
        return copy
    }
}

extension ExceptionInfo {
    fileprivate func scrubbed() -> ExceptionInfo {
        var copy = self
        copy.subject?.bytes = subject?.bytes.map { _ in UInt8(ascii: "x") } ?? []
        copy.location?.bytes = location?.bytes.map { _ in UInt8(ascii: "x") } ?? []
        guard var wide = extended else { return copy }
        wide.wideCharSubject = wide.wideCharSubject?.map { _ in UInt16(UInt8(ascii: "x")) }
        wide.wideCharLocation = wide.wideCharLocation?.map { _ in UInt16(UInt8(ascii: "x")) }
        wide.reservedBlock1 = wide.reservedBlock1.map { _ in 0 }
        wide.reservedBlock2 = wide.reservedBlock2?.map { _ in 0 }
        if let highlight = wide.changeHighlight, highlight.count > 4 {
            wide.changeHighlight = Array(highlight.prefix(4)) + highlight.dropFirst(4).map { _ in 0 }
        }
        copy.extended = wide
        return copy
    }
}
