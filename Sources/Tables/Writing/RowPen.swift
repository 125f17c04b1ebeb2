import Encodings
import ExchangeFormats

/// Writes one row after the other, each into the place of the one before, in the form that `CSVRow` gives them: for
/// tables of which nearly every field is a time, a number, or what was written before. Belongs to one thread.
///
/// An array asks for room, and whether somebody shares it, at each piece that is added; here a field asks once.
package final class RowPen {
    // No access lasts while another begins, so none is looked out for.
    @exclusivity(unchecked) private var start: UnsafeMutablePointer<UInt8>
    @exclusivity(unchecked) private var count = 0
    @exclusivity(unchecked) private var capacity = 1 << 12
    private let delimiter: UInt8
    private let days: UnsafeMutablePointer<DayText>

    /// A date as it begins a time, `yyyy-MM-dd `, and a byte that is written over.
    private struct DayText {
        var day = Int64.min
        var head: UInt64 = 0
        var tail: UInt32 = 0
    }

    private static let dayCount = 256

    init(delimiter: UInt8) {
        self.delimiter = delimiter
        start = .allocate(capacity: capacity)
        days = .allocate(capacity: RowPen.dayCount)
        days.initialize(repeating: DayText(), count: RowPen.dayCount)
    }

    deinit {
        start.deallocate()
        days.deallocate()
    }

    func begin() { count = 0 }

    /// The row is finished: CRLF stands in the place of the delimiter behind its last field.
    func end() {
        makeRoom(2)
        start[count - 1] = 0x0D
        start[count] = 0x0A
        count += 1
    }

    /// The row as far as it was written. Lasts until something is added.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    @inline(__always)
    private func makeRoom(_ more: Int) {
        if capacity - count < more { grow(more) }
    }

    @inline(never)
    private func grow(_ more: Int) {
        capacity = max(2 * capacity, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
    }

    @inline(__always)
    private func separate() {
        start[count] = delimiter
        count += 1
    }

    func addNothing() {
        makeRoom(1)
        separate()
    }

    /// A field with its quotes, where it needs them; or several, with what stands between them.
    @inline(__always)
    func add(written field: UnsafeRawBufferPointer) {
        makeRoom(field.count + 1)
        if let source = field.baseAddress {
            UnsafeMutableRawPointer(start + count).copyMemory(from: source, byteCount: field.count)
        }
        count += field.count
        separate()
    }

    func add(written field: [UInt8]) { field.withUnsafeBytes { add(written: $0) } }

    func add(_ number: Int64?) {
        makeRoom(21)
        defer { separate() }
        guard let number else { return }
        var rest = number.magnitude, width = 1, bound: UInt64 = 10
        while rest >= bound {
            bound *= 10
            width += 1
        }
        if number < 0 {
            start[count] = UInt8(ascii: "-")
            count += 1
        }
        for place in stride(from: count + width - 1, through: count, by: -1) {
            start[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += width
    }

    func add(_ flag: Bool?) {
        switch flag {
        case true?: add(word: "True")
        case false?: add(word: "False")
        case nil: addNothing()
        }
    }

    private func add(word: StaticString) {
        add(written: UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    /// A time as `TimeText` writes it. Dates repeat, and are remembered as they were written.
    ///
    /// - Parameter digits: 0, 3 or 7 fractional digits.
    func add(_ instant: Instant?, digits: Int) {
        makeRoom(28)
        defer { separate() }
        guard let instant else { return }
        var (day, rest) = instant.ticks.quotientAndRemainder(dividingBy: Instant.ticksPerDay)
        if rest < 0 {
            day -= 1
            rest += Instant.ticksPerDay
        }
        let known = days + Int(truncatingIfNeeded: day & Int64(RowPen.dayCount - 1))
        if known.pointee.day != day { remember(day, of: instant, at: known) }
        let text = UnsafeMutableRawPointer(start + count)
        text.storeBytes(of: known.pointee.head, as: UInt64.self)
        text.storeBytes(of: known.pointee.tail, toByteOffset: 8, as: UInt32.self)
        let seconds = UInt32(truncatingIfNeeded: rest / Instant.ticksPerSecond)
        let ticks = UInt32(truncatingIfNeeded: rest % Instant.ticksPerSecond)
        put(seconds / 3600, width: 2, at: count + 11)
        start[count + 13] = UInt8(ascii: ":")
        put(seconds / 60 % 60, width: 2, at: count + 14)
        start[count + 16] = UInt8(ascii: ":")
        put(seconds % 60, width: 2, at: count + 17)
        guard digits > 0 else { return count += 19 }
        start[count + 19] = UInt8(ascii: ".")
        put(digits == 3 ? ticks / 10_000 : ticks, width: digits, at: count + 20)
        count += 20 + digits
    }

    @inline(__always)
    private func put(_ number: UInt32, width: Int, at place: Int) {
        var rest = number, index = place + width - 1
        while index >= place {
            start[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
            index -= 1
        }
    }

    @inline(never)
    private func remember(_ day: Int64, of instant: Instant, at place: UnsafeMutablePointer<DayText>) {
        var text: [UInt8] = []
        TimeText.append(instant, digits: 0, to: &text)
        text.withUnsafeBytes {
            place.pointee = DayText(
                day: day, head: $0.loadUnaligned(as: UInt64.self),
                tail: $0.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        }
    }

    /// Bytes in Base64.
    func add(base64 bytes: UnsafeRawBufferPointer) {
        makeRoom((bytes.count + 2) / 3 * 4 + 1)
        count += Base64.write(bytes, to: UnsafeMutableBufferPointer(start: start + count, count: capacity - count))
        separate()
    }
}
