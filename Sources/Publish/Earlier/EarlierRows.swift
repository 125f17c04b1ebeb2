import Foundation

/// Goes through an earlier table's portions of unchanged streams, and copies those that are taken.
final class EarlierRows {
    private let descriptor: Int32
    private let size: Int
    private let changed: Set<Int64>
    private var reader: PortionList.Reader
    /// The portion that can be taken next, and where it begins.
    private(set) var next: Portion?
    private var nextOffset: Int
    /// Where the portions end that the reader has given so far.
    private var end: Int
    /// What was taken and is not copied yet.
    private var taken: Range<Int>
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)

    /// - Parameter head: the head line that the table must have.
    init(_ table: EarlierTables.Table, changed: Set<Int64>, head: [UInt8]) throws(EarlierTableUnfit) {
        descriptor = open(table.path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        self.changed = changed
        reader = PortionList.Reader(table.portions)
        nextOffset = head.count
        end = head.count
        taken = head.count..<head.count
        var facts = stat()
        guard descriptor >= 0, fstat(descriptor, &facts) == 0 else { throw EarlierTableUnfit() }
        size = Int(facts.st_size)
        var start = [UInt8](repeating: 0, count: head.count)
        guard start.withUnsafeMutableBytes({ pread(descriptor, $0.baseAddress, $0.count, 0) }) == head.count, start == head else { throw EarlierTableUnfit() }
        try advance()
    }

    deinit {
        buffer.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    private func advance() throws(EarlierTableUnfit) {
        while let portion = try reader.next() {
            let start = end
            end += portion.bytes
            guard end <= size else { throw EarlierTableUnfit() }
            if changed.contains(portion.stream) { continue }
            (next, nextOffset) = (portion, start)
            return
        }
        guard end == size else { throw EarlierTableUnfit() }
        next = nil
    }

    /// Takes the next portion; it is copied with its neighbours.
    func take(for file: AtomicFile) throws {
        guard let portion = next else { return }
        if taken.upperBound != nextOffset { try copy(to: file) }
        taken = (taken.isEmpty ? nextOffset : taken.lowerBound)..<nextOffset + portion.bytes
        try advance()
    }

    /// Copies what was taken so far.
    func copy(to file: AtomicFile) throws {
        var offset = taken.lowerBound
        while offset < taken.upperBound {
            let count = pread(descriptor, buffer.baseAddress, min(buffer.count, taken.upperBound - offset), off_t(offset))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw EarlierTableUnfit() }
            try file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += count
        }
        taken = taken.upperBound..<taken.upperBound
    }
}
