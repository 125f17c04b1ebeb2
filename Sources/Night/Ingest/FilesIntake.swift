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
        /// The path of the export in it: its own, or with the names of what the export lies in.
        package var path: String
        /// Whether the export was found in an archive or a workbook.
        package var isFound: Bool
        /// Whether it is of an export at all, and not only the end of a file that held some.
        package var isOfExport = true
        /// Whether it is the last of its file.
        package var endsFile = false
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

    /// - Parameters:
    ///   - appender: asked for as soon as there is something to write.
    ///   - body: gets the steps of one transaction, in the order of the files.
    package func run(into appender: () throws -> Appender, _ body: ([Step]) throws -> Void) throws {
        let channel = Channel<[Piece]>(capacity: 1)
        channel.fill { [files, options] in
            var reader = FilesReader(options: options) { channel.send($0) }
            for (place, path) in files.enumerated() {
                guard reader.read(path, place) else { return }
            }
            reader.hand()
        }
        defer { channel.cancel() }
        // Of the export whose chunks are still to come: what an earlier transaction called it.
        var open: (export: Int, source: Appender.Source)?
        while let pieces = try channel.receive() {
            var sources: [Appender.Source] = [], exports: [Int] = []
            let portions = pieces.compactMap { piece -> Appender.Portion? in
                guard let chunk = piece.chunk else { return nil }
                if exports.last != piece.export {
                    exports.append(piece.export)
                    sources.append(open.flatMap { $0.export == piece.export ? $0.source : nil } ?? piece.source)
                }
                let rejected = chunk.quarantined.map {
                    RejectedRow(line: $0.line, code: $0.reason.code.rawValue, reason: $0.reason.sentence, raw: $0.raw)
                }
                return .init(
                    chunk.batch, rejected: rejected, context: chunk.context.text, source: sources.count - 1,
                    endsSource: piece.isLast, file: piece.isLast ? piece.digest : nil)
            }
            var outcomes: ArraySlice<AppendOutcome> = []
            if !portions.isEmpty {
                outcomes = try appender().append(portions, from: &sources, now: Clock.milliseconds)[...]
            }
            if let export = exports.last, let source = sources.last { open = (export, source) }
            try body(
                pieces.map { piece in
                    var step = Step(
                        file: piece.file, path: piece.path, isFound: piece.isFound, isOfExport: piece.export > 0,
                        endsFile: piece.endsFile)
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

    /// A stretch of one export, or why there is no more of it; or only that a file has come to its end.
    fileprivate struct Piece: Sendable {
        var file: Int
        /// Counts the exports of all files, from 1; 0 for the end of a file.
        var export: Int
        var path: String
        var isFound: Bool
        var size: Int64?
        var chunk: IntakeChunk?
        var refusal: IntakeError?
        var isLast = false
        /// The file that the export lies in, with its last stretch.
        var digest: Appender.File?
        var endsFile = false
        /// The options, in words.
        var reading: String

        var source: Appender.Source {
            .init(name: path, kind: chunk?.batch.kind == .mail ? "mail" : "calendar", context: "", reading: reading)
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
    private var exports = 0
    /// The file whose exports are being read, once it was read for its digest.
    private var digest: (path: String, file: Appender.File?)?

    /// So many small files of one transaction, and no file waits longer than that for the others.
    private static let mostPieces = 1_024
    private static let longestWait = Duration.seconds(1)

    init(options: CalendarReaderOptions, _ send: @escaping ([FilesIntake.Piece]) -> Bool) {
        self.options = options
        self.send = send
    }

    /// - Returns: false when nobody takes anything any more.
    mutating func read(_ path: String, _ place: Int) -> Bool {
        let reading = options.words.text
        var parts = ExportParts(path: path, limits: options.limits)
        while let part = parts.next() {
            exports += 1
            var piece = FilesIntake.Piece(
                file: place, export: exports, path: part.path, isFound: part.isFound, reading: reading)
            piece.size = FilesReader.size(of: path)
            do {
                guard try readChunks(of: part, in: path, &piece) else { return false }
            } catch {
                // What was read before is good.
                (piece.chunk, piece.refusal, piece.endsFile) = (nil, error, part.isAlone)
                guard add(piece) else { return false }
            }
            if part.isAlone { return true }
        }
        return add(
            FilesIntake.Piece(file: place, export: 0, path: path, isFound: false, endsFile: true, reading: reading))
    }

    private mutating func readChunks(
        of part: ExportParts.Part, in path: String, _ piece: inout FilesIntake.Piece
    ) throws(IntakeError) -> Bool {
        var reader = try ExportReader(part, options: options)
        var held = try reader.next()
        while let chunk = held {
            piece.chunk = chunk
            let next = Result { () throws(IntakeError) in try reader.next() }
            piece.isLast = if case .success(nil) = next { true } else { false }
            if piece.isLast {
                piece.chunk?.notes += part.remarks.notes
                piece.digest = digest(of: path)
            }
            piece.endsFile = piece.isLast && part.isAlone
            guard add(piece) else { return false }
            held = try next.get()
        }
        return true
    }

    /// The file at a path as it lies there, packed or not; nil for standard input and other things that can be read but
    /// once. An archive is read once for all that lies in it.
    private mutating func digest(of path: String) -> Appender.File? {
        if let digest, digest.path == path { return digest.file }
        // Standard input goes by a name under which a file might stand.
        let found = path == "-" ? nil : try? PlainFile.digest(of: path)
        let file = found.map { Appender.File(bytes: $0.bytes, sha256: $0.sha256) }
        digest = (path, file)
        return file
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
