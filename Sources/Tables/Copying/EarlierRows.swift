import Digest
import Encodings
import Foundation
import Primitives

/// Goes through an earlier table's portions of unchanged streams, and copies those that are taken. Every byte of the
/// table is read once and digested, so that nothing is copied from a file that is not the one that was checked.
final class EarlierRows {
    private let changed: Set<Int64>
    private var reader: PortionList.Reader
    private let size: Int
    /// What is read ahead, and the piece of it that is at hand.
    private let pieces: Channel<[UInt8]>
    private var piece: [UInt8] = []
    private var pieceOffset = 0
    /// How far the table was gone through.
    private var offset = 0
    /// The portion that can be taken next, and where it begins.
    private(set) var next: Portion?
    private var nextOffset: Int
    /// Where the portions end that the reader has given so far.
    private var end: Int
    /// What was taken and is not copied yet.
    private var taken: Range<Int>

    /// - Parameter head: the head line that the table must have.
    init(_ table: EarlierTables.Table, changed: Set<Int64>, head: [UInt8]) throws {
        let file = try EarlierFile(table)
        size = file.size
        pieces = file.pieces()
        self.changed = changed
        reader = PortionList.Reader(table.portions)
        nextOffset = head.count
        end = head.count
        taken = head.count..<head.count
        var start: [UInt8] = []
        try read(upTo: head.count) { start += $0 }
        guard start == head else { throw EarlierTableUnfit() }
        try advance()
    }

    deinit { pieces.cancel() }

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
        guard try pieces.receive() == nil else { throw EarlierTableUnfit() }
    }

    private func read(upTo bound: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        while offset < bound {
            if pieceOffset == piece.count {
                guard let more = try pieces.receive() else { throw EarlierTableUnfit() }
                (piece, pieceOffset) = (more, 0)
            }
            let count = min(piece.count - pieceOffset, bound - offset)
            try piece.withUnsafeBytes {
                try body(UnsafeRawBufferPointer(rebasing: $0[pieceOffset..<pieceOffset + count]))
            }
            pieceOffset += count
            offset += count
        }
    }
}

/// An earlier table's file, read and digested on a thread of its own while the new one is written.
private struct EarlierFile {
    /// Small enough for memory that is used again and again, rather than asked of the system for each piece.
    private static let bytesInPiece = 120 << 10
    private static let bytesGivenUp = 4 << 20

    let size: Int
    private let descriptor: Int32
    private let sha256: String

    init(_ table: EarlierTables.Table) throws {
        descriptor = open(table.path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        var facts = stat()
        guard descriptor >= 0, fstat(descriptor, &facts) == 0 else {
            close(descriptor)
            throw EarlierTableUnfit()
        }
        size = Int(facts.st_size)
        sha256 = table.sha256
    }

    /// The file from its first byte to its last, and then `EarlierTableUnfit` unless it was what it should be. Called
    /// once.
    func pieces() -> Channel<[UInt8]> {
        let channel = Channel<[UInt8]>(capacity: 4)
        channel.fill { [channel] in
            defer { close(descriptor) }
            let digest = SHA256()
            var offset = 0
            while offset < size {
                let piece = try piece(at: offset)
                piece.withUnsafeBytes { digest.add($0) }
                offset += piece.count
                guard channel.send(piece) else { return }
                // The file is about to be replaced: the system can use its pages for the new one.
                if (offset - piece.count) / EarlierFile.bytesGivenUp != offset / EarlierFile.bytesGivenUp {
                    posix_fadvise(descriptor, 0, off_t(offset), POSIX_FADV_DONTNEED)
                }
            }
            guard Hex.lowercase(SHA256.bytes(digest.finish())) == sha256 else { throw EarlierTableUnfit() }
        }
        return channel
    }

    private func piece(at offset: Int) throws -> [UInt8] {
        let wanted = min(EarlierFile.bytesInPiece, size - offset)
        return try [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            var read: Int
            repeat {
                read = pread(descriptor, buffer.baseAddress, wanted, off_t(offset))
            } while read < 0 && errno == EINTR
            guard read > 0 else { throw EarlierTableUnfit() }
            count = read
        }
    }
}
