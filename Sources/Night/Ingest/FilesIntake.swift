import EventStore
import Foundation
import Intake
import Primitives

/// Takes files in, in their order: a thread of its own reads, parses and hashes all of them while this one writes.
///
/// Small files travel together and are written in one transaction: of thousands of them each would wait for the disk,
/// and write the same pages of the index again.
package struct FilesIntake {
    package var files: [String]
    package var options: CalendarReaderOptions

    /// What became of a stretch of the files, once it outlives a power cut.
    package struct Step {
        /// Place of a file among the files.
        package var file: Int
        package var outcome = AppendOutcome()
        package var notes: [String] = []
        /// Of the file that is read, where its size is known.
        package var share: Double?
        package var end: End?
    }

    package enum End {
        case whole
        case refused(IntakeError)
    }

    /// - Parameter body: gets the steps of one transaction, in the order of the files.
    package func run(into appender: Appender, _ body: ([Step]) throws -> Void) throws {
        let channel = Channel<[Piece]>(capacity: 1)
        channel.fill { [files, options] in
            var reader = FilesReader(options: options) { channel.send($0) }
            for (place, path) in files.enumerated() {
                guard reader.read(path, place) else { return }
            }
            reader.hand()
        }
        defer { channel.cancel() }
        // Of the file whose chunks are still to come: what an earlier transaction called it.
        var open: (file: Int, source: Appender.Source)?
        while let pieces = try channel.receive() {
            var sources: [Appender.Source] = [], files: [Int] = []
            let portions = pieces.compactMap { piece -> Appender.Portion? in
                guard let chunk = piece.chunk else { return nil }
                if files.last != piece.file {
                    files.append(piece.file)
                    sources.append(open.flatMap { $0.file == piece.file ? $0.source : nil } ?? piece.source)
                }
                let rejected = chunk.quarantined.map {
                    RejectedRow(line: $0.line, code: $0.reason.code.rawValue, reason: $0.reason.sentence, raw: $0.raw)
                }
                return .init(
                    chunk.batch, rejected: rejected, context: chunk.context.text, source: sources.count - 1,
                    endsSource: piece.isLast)
            }
            var outcomes = try appender.append(portions, from: &sources, now: Clock.milliseconds)[...]
            if let file = files.last, let source = sources.last { open = (file, source) }
            try body(
                pieces.map { piece in
                    var step = Step(file: piece.file)
                    if let chunk = piece.chunk {
                        step.outcome = outcomes.popFirst() ?? AppendOutcome()
                        step.notes = chunk.notes
                        step.share = piece.size.map { $0 > 0 ? min(1, Double(chunk.bytesRead) / Double($0)) : 1 }
                    }
                    step.end = piece.refusal.map { .refused($0) } ?? (piece.isLast ? .whole : nil)
                    return step
                })
        }
    }

    /// A stretch of one file, or why there is no more of it.
    fileprivate struct Piece: Sendable {
        var file: Int
        var path: String
        var size: Int64?
        var chunk: IntakeChunk?
        var refusal: IntakeError?
        var isLast = false

        var source: Appender.Source {
            .init(name: path, kind: chunk?.batch.kind == .mail ? "mail" : "calendar", context: "")
        }
    }
}

/// Reads files one after the other and hands over what it has read when that is worth a transaction.
private struct FilesReader {
    private let options: CalendarReaderOptions
    private let send: ([FilesIntake.Piece]) -> Bool
    private var pieces: [FilesIntake.Piece] = []
    private var rows = 0
    private var bytes = 0
    private var began = ContinuousClock.now

    /// So many small files of one transaction, and no file waits longer than that for the others.
    private static let mostPieces = 1_024
    private static let longestWait = Duration.seconds(1)

    init(options: CalendarReaderOptions, _ send: @escaping ([FilesIntake.Piece]) -> Bool) {
        self.options = options
        self.send = send
    }

    /// - Returns: false when nobody takes anything any more.
    mutating func read(_ path: String, _ place: Int) -> Bool {
        var piece = FilesIntake.Piece(file: place, path: path)
        do {
            return try readChunks(&piece)
        } catch {
            // What was read before is good.
            (piece.chunk, piece.refusal) = (nil, error)
            return add(piece)
        }
    }

    private mutating func readChunks(_ piece: inout FilesIntake.Piece) throws(IntakeError) -> Bool {
        var reader = try ExportReader(path: piece.path, options: options)
        piece.size = FilesReader.size(of: piece.path)
        var held = try reader.next()
        while let chunk = held {
            piece.chunk = chunk
            let next = Result { () throws(IntakeError) in try reader.next() }
            piece.isLast = if case .success(nil) = next { true } else { false }
            guard add(piece) else { return false }
            held = try next.get()
        }
        return true
    }

    private mutating func add(_ piece: FilesIntake.Piece) -> Bool {
        if pieces.isEmpty { began = .now }
        pieces.append(piece)
        rows += piece.chunk?.rowsRead ?? 0
        bytes += (piece.chunk?.batch.arena.count ?? 0) + (piece.chunk?.quarantined.reduce(0) { $0 + $1.raw.count } ?? 0)
        let isFull =
            rows >= options.limits.rowsPerBatch || bytes >= options.limits.bytesPerBatch
            || pieces.count >= FilesReader.mostPieces
        return isFull || .now - began > FilesReader.longestWait ? hand() : true
    }

    @discardableResult
    mutating func hand() -> Bool {
        defer { (pieces, rows, bytes) = ([], 0, 0) }
        return pieces.isEmpty || send(pieces)
    }

    private static func size(of path: String) -> Int64? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(status.st_size)
    }
}
