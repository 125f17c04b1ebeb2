/// Fields as the table shows them, by the log's number of what they are made of. Bounded: a number has one place and
/// drives out the one that stood there, and when the bytes are too many all are forgotten. Belongs to one thread.
final class FieldCache {
    private struct Place {
        var number = Int64.min
        var offset: Int32 = 0
        var length: Int32 = 0
        var tag = 0
    }

    private static let mostPlaces = 1 << 14
    private static let mostBytes = 2 << 20

    // No access lasts while another begins, so none is looked out for.
    @exclusivity(unchecked) private var places: UnsafeMutablePointer<Place>
    @exclusivity(unchecked) private var placeCount = 64
    @exclusivity(unchecked) private var bytes: UnsafeMutableRawPointer
    @exclusivity(unchecked) private var count = 0
    @exclusivity(unchecked) private var capacity = 1 << 12
    private var misses = 0

    init() {
        places = .allocate(capacity: placeCount)
        places.initialize(repeating: Place(), count: placeCount)
        bytes = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        places.deallocate()
        bytes.deallocate()
    }

    /// Adds the field of a number to a row, if it is remembered.
    ///
    /// - Returns: the tag that it was remembered with.
    @inline(__always)
    func add(_ number: Int64, to row: RowPen) -> Int? {
        let place = places + (Int(truncatingIfNeeded: number) & (placeCount - 1))
        guard place.pointee.number == number else { return nil }
        row.add(
            written: UnsafeRawBufferPointer(start: bytes + Int(place.pointee.offset), count: Int(place.pointee.length)))
        return place.pointee.tag
    }

    /// - Parameter field: with quotes, where it needs them.
    func remember(_ number: Int64, _ field: ArraySlice<UInt8>, tag: Int = 0) {
        // One that is as long as hundreds of others would drive them all out.
        guard field.count < FieldCache.mostBytes / 256 else { return }
        misses += 1
        if misses > placeCount, placeCount < FieldCache.mostPlaces { forget(placeCount * 8) }
        if count + field.count > FieldCache.mostBytes { forget(placeCount) }
        makeRoom(field.count)
        places[Int(truncatingIfNeeded: number) & (placeCount - 1)] = Place(
            number: number, offset: Int32(count), length: Int32(field.count), tag: tag)
        field.withUnsafeBytes {
            if let source = $0.baseAddress { (bytes + count).copyMemory(from: source, byteCount: $0.count) }
        }
        count += field.count
    }

    private func makeRoom(_ more: Int) {
        guard capacity - count < more else { return }
        while capacity - count < more { capacity *= 2 }
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: bytes, byteCount: count)
        bytes.deallocate()
        bytes = larger
    }

    private func forget(_ places: Int) {
        if places != placeCount {
            self.places.deallocate()
            self.places = .allocate(capacity: places)
            placeCount = places
        }
        self.places.initialize(repeating: Place(), count: places)
        (count, misses) = (0, 0)
    }
}
