import Digest
import Encodings

/// Lines on their way out, ended by a trailer that tells how many rows they came of and the digest of all of them: who
/// takes them knows by it that nothing is missing.
package final class StreamOutput {
    private static let limit = 1 << 18

    private let digest = SHA256()
    private let write: ([UInt8]) throws -> Void
    private var buffer: [UInt8] = []
    /// Lines without those that begin with `#`.
    package private(set) var written = 0

    /// - Parameter write: takes some of the output, in order.
    package init(_ write: @escaping ([UInt8]) throws -> Void) {
        self.write = write
        buffer.reserveCapacity(StreamOutput.limit + 1 << 16)
    }

    /// Adds a line of data.
    ///
    /// - Parameter line: makes it, without its end.
    func line(_ line: (inout [UInt8]) throws -> Void) throws {
        try line(&buffer)
        buffer.append(0x0A)
        written += 1
        if buffer.count >= StreamOutput.limit { try flush() }
    }

    /// Adds a line that is no data.
    func note(_ text: [UInt8]) throws {
        buffer += text
        buffer.append(0x0A)
    }

    private func flush() throws {
        guard !buffer.isEmpty else { return }
        digest.add(buffer)
        try write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes what is left, and the trailer.
    func end(_ counts: StreamCounts) throws {
        try flush()
        let trailer = Trailer(
            read: counts.read, taken: counts.taken, written: written,
            sha256: Hex.lowercase(SHA256.bytes(digest.finish()))
        )
        try write(Array("\(trailer.line)\n".utf8))
    }
}

/// What became of the rows of a run.
package struct StreamCounts: Sendable, Equatable {
    package var read = 0
    package var taken = 0

    package init() {}
}

/// The last line of a stream.
struct Trailer: Equatable {
    static let word = "#trailer"

    var read: Int
    var taken: Int
    var written: Int
    /// In lower-case hex.
    var sha256: String

    var line: String { "\(Trailer.word)\tread=\(read)\ttaken=\(taken)\twritten=\(written)\tsha256=\(sha256)" }
}

extension Trailer {
    /// - Returns: nil for a line that is no trailer.
    init?(_ line: ArraySlice<UInt8>) {
        let fields = String(decoding: line, as: UTF8.self).split(separator: "\t", omittingEmptySubsequences: false)
        func value(_ index: Int, _ name: String) -> Substring? {
            fields[index].hasPrefix(name + "=") ? fields[index].dropFirst(name.count + 1) : nil
        }
        guard fields.count == 5, fields[0] == Trailer.word, let read = value(1, "read").flatMap({ Int($0) }),
            let taken = value(2, "taken").flatMap({ Int($0) }), let written = value(3, "written").flatMap({ Int($0) }),
            read >= 0, taken >= 0, written >= 0, let sha256 = value(4, "sha256")
        else { return nil }
        self.init(read: read, taken: taken, written: written, sha256: String(sha256))
    }
}
