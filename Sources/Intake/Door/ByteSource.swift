#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Where a reader's bytes come from, in order and once: an open file, bytes in memory, or what is made of either.
///
/// What can be read only once, standard input or a pipe, is copied to an unnamed file first, because some files are
/// looked at as a whole before a row is taken.
struct ByteSource: ~Copyable {
    /// The path that stands for standard input.
    static let standardInput = "-"

    private enum Origin {
        case stored(StoredBytes, Range<Int64>?)
        case made(size: Int64?, () throws(IntakeError) -> any ByteStream)
    }

    let path: String
    /// What the records were before they became JSON.
    let recordForm: RecordForm
    /// The mailbox that the file itself names beside its rows, outside any column.
    let statedMailbox: String?
    private let origin: Origin
    private var stream: (any ByteStream)?
    private var position: Int64 = 0

    /// - Throws: `IntakeError` when the file is missing, not a file, or must not be read.
    init(path: String) throws(IntakeError) { self.init(.file(try ByteSource.opened(path)), path: path) }

    init(bytes: [UInt8], path: String) { self.init(.memory(bytes), path: path) }

    /// A stretch of stored bytes, or all of them.
    init(_ bytes: StoredBytes, in stretch: Range<Int64>? = nil, path: String) {
        self.init(.stored(bytes, stretch), path: path, .json, statedMailbox: nil)
        position = stretch?.lowerBound ?? 0
    }

    /// Bytes that are made while they are read: anew by `make` for each look.
    init(
        path: String, size: Int64? = nil, recordForm: RecordForm = .json, statedMailbox: String? = nil,
        _ make: @escaping () throws(IntakeError) -> any ByteStream
    ) {
        self.init(.made(size: size, make), path: path, recordForm, statedMailbox: statedMailbox)
    }

    private init(_ origin: Origin, path: String, _ recordForm: RecordForm, statedMailbox: String?) {
        self.origin = origin
        self.path = path
        self.recordForm = recordForm
        self.statedMailbox = statedMailbox
    }

    private static func opened(_ path: String) throws(IntakeError) -> OpenFile {
        if path == standardInput {
            guard isatty(STDIN_FILENO) == 0 else {
                throw IntakeError(
                    .notAFile, path: path,
                    "standard input is a terminal. Pipe an export into the command, or name a file.")
            }
            return try UnnamedFile.copy(of: STDIN_FILENO, path: path)
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let number = errno
            if number == ENOENT || number == ENOTDIR {
                throw IntakeError(
                    .missing, path: path,
                    """
                    there is no such file. Check the spelling, and that the share is mounted.
                    """)
            }
            throw IntakeError(.unreadable, path: path, "cannot be opened: \(systemMessage(number)).")
        }
        let file = OpenFile(descriptor)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return file }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw IntakeError(.notAFile, path: path, "this is a folder where a file was expected.")
        case S_IFIFO: return try UnnamedFile.copy(of: descriptor, path: path)
        default: return file
        }
    }

    /// The same bytes from the beginning, for a second look.
    func again() -> ByteSource {
        var source = ByteSource(origin, path: path, recordForm, statedMailbox: statedMailbox)
        if case .stored(_, let stretch?) = origin { source.position = stretch.lowerBound }
        return source
    }

    /// The same bytes where they can be read at any place: what is made while it is read goes to an unnamed file.
    func stored() throws(IntakeError) -> StoredBytes {
        if case .stored(let bytes, nil) = origin { return bytes }
        var source = again()
        let file = try UnnamedFile.make(path: path)
        let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 20)
        defer { chunk.deallocate() }
        while true {
            let count = try source.read(into: chunk)
            if count == 0 { return .file(file) }
            try UnnamedFile.append(
                UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(chunk)[..<count]), to: file, path: path)
        }
    }

    /// Size of the whole input in bytes, when it is known.
    var size: Int64? {
        switch origin {
        case .stored(let bytes, let stretch): stretch.map { $0.upperBound - $0.lowerBound } ?? bytes.size
        case .made(let size, _): size
        }
    }

    /// How many bytes of the file that lies on the disk have been read so far.
    var bytesSpent: Int64 {
        if let stream { return stream.bytesSpent }
        if case .stored(_, let stretch?) = origin { return position - stretch.lowerBound }
        return position
    }

    /// Fills as much of the buffer as there is at once; 0 means the end.
    mutating func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(IntakeError) -> Int {
        guard buffer.count > 0 else { return 0 }
        switch origin {
        case .stored(let bytes, let stretch):
            let most = stretch.map { Int(clamping: $0.upperBound - position) } ?? buffer.count
            guard most > 0 else { return 0 }
            let part = UnsafeMutableBufferPointer(rebasing: buffer[..<min(buffer.count, most)])
            let count = try bytes.read(at: position, into: part, path: path)
            position += Int64(count)
            return count
        case .made(_, let make):
            if let stream { return try stream.read(into: buffer) }
            let made = try make()
            stream = made
            return try made.read(into: buffer)
        }
    }
}

/// What records were before they were handed on as JSON, for words about them.
enum RecordForm: Sendable {
    case json, clixml, sheet

    /// What the file is, and its first record, as the beginning of a sentence.
    var words: String {
        switch self {
        case .json: "this is JSON, and its first record has"
        case .clixml: "this was written by Export-Clixml, and its first object has"
        case .sheet: "this is a sheet of a workbook, and its header has"
        }
    }
}
