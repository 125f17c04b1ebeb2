/// Fields as the table shows them, by the log's number of what they are made of. Bounded: a number has one place and
/// drives out the one that stood there, and when the bytes are too many all are forgotten.
final class FieldCache {
    private struct Place {
        var number = Int64.min
        var offset: Int32 = 0
        var length: Int32 = 0
        var tag = 0
    }

    private static let placeCount = 1 << 14
    private static let mostBytes = 2 << 20

    private var places = [Place](repeating: Place(), count: 64)
    private var bytes: [UInt8] = []
    private var misses = 0

    /// Adds the field of a number to a row, if it is remembered.
    ///
    /// - Returns: the tag that it was remembered with.
    @inline(__always)
    func add(_ number: Int64, to row: inout CSVRow) -> Int? {
        let place = places[Int(truncatingIfNeeded: number) & (places.count - 1)]
        guard place.number == number else { return nil }
        bytes.withUnsafeBytes {
            row.add(written: UnsafeRawBufferPointer(rebasing: $0[Int(place.offset)..<Int(place.offset + place.length)]))
        }
        return place.tag
    }

    /// - Parameter field: with quotes, where it needs them.
    func remember(_ number: Int64, _ field: ArraySlice<UInt8>, tag: Int = 0) {
        // One that is as long as hundreds of others would drive them all out.
        guard field.count < FieldCache.mostBytes / 256 else { return }
        misses += 1
        if misses > places.count, places.count < FieldCache.placeCount { forget(places.count * 8) }
        if bytes.count + field.count > FieldCache.mostBytes { forget(places.count) }
        places[Int(truncatingIfNeeded: number) & (places.count - 1)] = Place(
            number: number, offset: Int32(bytes.count), length: Int32(field.count), tag: tag)
        bytes.append(contentsOf: field)
    }

    private func forget(_ count: Int) {
        places = [Place](repeating: Place(), count: count)
        bytes.removeAll(keepingCapacity: true)
        misses = 0
    }
}
