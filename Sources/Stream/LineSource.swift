import Foundation
import Night

#if canImport(Glibc)
import Glibc
#endif

/// Lines of an open file, from its first to its last, each of which must not stand before the one above it.
struct LineSource {
    /// Longer than any row that a reader takes.
    private static let longest = 512 << 20
    private static let readAtOnce = 1 << 18

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var offset = 0
    private var previous: [UInt8] = []
    /// Of the line that was given last, from 1.
    private(set) var number = 0

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// The next line without its end; nil after the last.
    ///
    /// - Throws: a `Failure` for lines that are not in the order of their bytes, and for a last line without its end.
    mutating func next() throws -> [UInt8]? {
        while true {
            if let end = lineEnd() {
                let line = Array(buffer[offset..<end])
                offset = end + 1
                number += 1
                guard !LineSource.precedes(line, previous) else {
                    throw Failure(
                        .inputNotUnderstood, "The lines are not sorted: this one belongs before the one above it.",
                        at: place, next: "Sort them by their bytes, as LC_ALL=C sort does.")
                }
                previous = line
                return line
            }
            guard try fill() else {
                guard offset == buffer.count else {
                    number += 1
                    throw Failure(
                        .inputNotUnderstood, "The last line has no end: what wrote the lines did not come to its end.",
                        at: place, next: "Write them anew.")
                }
                return nil
            }
        }
    }

    var place: String { "line \(number) of standard input" }

    private func lineEnd() -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, offset < bytes.count,
                let found = memchr(base + offset, 0x0A, bytes.count - offset)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// - Returns: false at the end of the file.
    private mutating func fill() throws -> Bool {
        buffer.removeSubrange(..<offset)
        offset = 0
        guard buffer.count < LineSource.longest else {
            number += 1
            throw Failure(
                .inputNotUnderstood, "This line is longer than any that 'calfold stream entries' writes.", at: place)
        }
        let known = buffer.count, wanted = max(LineSource.readAtOnce, known)
        buffer.append(contentsOf: repeatElement(0, count: wanted))
        var count: Int
        repeat {
            count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress.map { $0 + known }, wanted) }
        } while count < 0 && errno == EINTR
        buffer.removeLast(wanted - max(0, count))
        guard count >= 0 else {
            throw Failure(
                .inputNotUnderstood, "Standard input cannot be read: \(String(cString: strerror(errno))).",
                next: "Pipe the sorted lines of 'calfold stream entries' into the command.")
        }
        return count > 0
    }

    private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        let order = left.withUnsafeBytes { left in
            right.withUnsafeBytes { right -> Int32 in
                guard let own = left.baseAddress, let other = right.baseAddress else { return 0 }
                return memcmp(own, other, min(left.count, right.count))
            }
        }
        return order != 0 ? order < 0 : left.count < right.count
    }
}
