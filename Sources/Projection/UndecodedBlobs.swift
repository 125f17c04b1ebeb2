import ExchangeFormats
import Reconstruct

/// Where an entry's row stood in the files that were taken in.
package struct EntryPlace: Hashable, Comparable, Sendable {
    /// The number of the file in the store.
    package var source: Int64
    /// The line on which the row began, from 1.
    package var line: Int64

    package static func < (left: EntryPlace, right: EntryPlace) -> Bool {
        (left.source, left.line) < (right.source, right.line)
    }
}

/// Recurrence blobs that could not be decoded, with the byte that tells why: the first of them by file and line.
package struct UndecodedBlobs: Sendable, Equatable {
    package struct Blob: Hashable, Comparable, Sendable {
        package var place: EntryPlace
        package var error: FormatError

        package static func < (left: Blob, right: Blob) -> Bool { left.place < right.place }
    }

    private static let most = 20

    package private(set) var first: [Blob] = []
    package private(set) var count = 0

    /// Adds the blobs of one meeting's entries.
    mutating func add(_ entries: [Entry], at places: [EntryPlace]) {
        var found: [Blob] = []
        for (entry, place) in zip(entries, places) {
            guard let blob = entry.recurrenceBlob, let error = UndecodedBlobs.error(in: blob) else { continue }
            found.append(Blob(place: place, error: error))
        }
        add(found, count: found.count)
    }

    static func += (left: inout UndecodedBlobs, right: UndecodedBlobs) { left.add(right.first, count: right.count) }

    private mutating func add(_ found: [Blob], count: Int) {
        self.count += count
        first = Array((first + found).sorted().prefix(UndecodedBlobs.most))
    }

    private static func error(in blob: [UInt8]) -> FormatError? {
        do throws(FormatError) {
            return try AppointmentRecurrencePattern(decoding: blob).contradiction
        } catch {
            return error
        }
    }
}
