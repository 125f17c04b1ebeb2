import Digest
import Foundation

/// Goes through an earlier table's portions of unchanged streams, and copies those that are taken. Every byte of the table is read once
/// and digested, so that nothing is copied from a file that is not the one that was checked.
final class EarlierRows {
    private let descriptor: Int32
    private let size: Int
    private let sha256: String
    private let changed: Set<Int64>
    private var reader: PortionList.Reader
    private let digest = SHA256()
    /// How far the table was read.
    private var offset = 0
    /// The portion that can be taken next, and where it begins.
    private(set) var next: Portion?
    private var nextOffset: Int
    /// Where the portions end that the reader has given so far.
    private var end: Int
    /// What was taken and is not copied yet.
    private var taken: Range<Int>
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)

    /// - Parameter head: the head line that the table must have.
    init(_ table: EarlierTables.Table, changed: Set<Int64>, head: [UInt8]) throws {
        descriptor = open(table.path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        sha256 = table.sha256
        self.changed = changed
        reader = PortionList.Reader(table.portions)
        nextOffset = head.count
        end = head.count
        taken = head.count..<head.count
        var facts = stat()
        size = fstat(descriptor, &facts) == 0 ? Int(facts.st_size) : 0
        var start: [UInt8] = []
        try read(upTo: head.count) { start += $0 }
        guard start == head else { throw EarlierTableUnfit() }
        try advance()
    }

    deinit {
        buffer.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    private func advance() throws {
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
        guard !taken.isEmpty else { return }
        try read(upTo: taken.lowerBound) { _ in }
        try read(upTo: taken.upperBound) { try file.write($0) }
        taken = taken.upperBound..<taken.upperBound
    }

    /// Reads what is left.
    ///
    /// - Throws: `EarlierTableUnfit` when the table as a whole was not what it should be.
    func finish() throws {
        try read(upTo: size) { _ in }
        guard Hex.lowercase(SHA256.bytes(digest.finish())) == sha256 else { throw EarlierTableUnfit() }
    }

    private func read(upTo bound: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        while offset < bound {
            let count = pread(descriptor, buffer.baseAddress, min(buffer.count, bound - offset), off_t(offset))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw EarlierTableUnfit() }
            let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            digest.add(piece)
            try body(piece)
            offset += count
        }
    }
}
