/// The list of what is in a zip archive (PKWARE's APPNOTE.TXT, sections 4.3 and 4.4). Nothing of it is ever written to
/// a disk, and its names lead nowhere: they are shown, and tell whose log a file is.
struct ZipArchive {
    /// A file in the archive.
    struct Entry: Equatable {
        /// With `/` between folders.
        var name: String
        var packedSize: Int64
        var size: Int64
        var checksum: UInt32
        var method: UInt16
        var isEncrypted: Bool
        /// Where its local header begins.
        var offset: Int64
    }

    static let signature: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    static let emptySignature: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
    /// More are refused: an archive of so many files is no export, and its list would fill the memory.
    private static let mostEntries = 200_000
    private static let mostListBytes: Int64 = 64 << 20

    let bytes: StoredBytes
    let path: String
    /// Files alone, in the order of the bytes of their names.
    let entries: [Entry]
    private let places: [String: Int]
    /// Where the list begins, and so the last file ends at the latest.
    private let listOffset: Int64

    /// - Throws: `IntakeError` when the archive is damaged, or was made to mislead.
    init(_ bytes: StoredBytes, path: String) throws(IntakeError) {
        self.bytes = bytes
        self.path = path
        guard let size = bytes.size else { throw ZipArchive.damaged("it has no end", path: path) }
        let end = try ZipArchive.end(of: bytes, size: size, path: path)
        guard end.count <= ZipArchive.mostEntries, end.listSize <= ZipArchive.mostListBytes else {
            throw IntakeError(
                .unreadable, path: path,
                """
                this is a zip archive of more than \(ZipArchive.mostEntries) files. Unpack it, and take in the folder.
                """)
        }
        guard end.listOffset >= 0, end.listSize >= 0, end.listOffset <= size - end.listSize else {
            throw ZipArchive.damaged("its list of files lies outside it", path: path)
        }
        listOffset = end.listOffset
        let list = try bytes.bytes(at: end.listOffset, count: Int(end.listSize), path: path)
        var entries: [Entry] = []
        var position = 0
        for _ in 0..<end.count {
            guard let entry = ZipArchive.entry(in: list, at: &position) else {
                throw ZipArchive.damaged("its list of files breaks off", path: path)
            }
            entries.append(entry)
        }
        try ZipArchive.refuseOverlaps(entries, listOffset: end.listOffset, path: path)
        let files = entries.filter { !$0.name.hasSuffix("/") }.sorted {
            $0.name.utf8.elementsEqual($1.name.utf8)
                ? $0.offset < $1.offset : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
        }
        self.entries = files
        places = Dictionary(files.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func entry(named name: String) -> Entry? { places[name].map { entries[$0] } }

    /// The bytes of a file of the archive, unpacked while they are read and checked at their end.
    func source(
        of entry: Entry, path: String, limits: ReaderLimits
    ) throws(IntakeError) -> ByteSource {
        guard !entry.isEncrypted else {
            throw IntakeError(
                .unreadable, path: path,
                "it is protected by a password. Unpack the archive yourself and take in what comes out.")
        }
        guard entry.method == 0 || entry.method == 8 else {
            throw IntakeError(
                .unreadable, path: path,
                """
                it is packed by method \(entry.method) of zip, which is not known here (0 and 8 are, which every program writes unless told otherwise). Unpack \
                the archive yourself and take in what comes out.
                """)
        }
        let header = try bytes.bytes(at: entry.offset, count: 30, path: path)
        guard header.count == 30, header.starts(with: ZipArchive.signature) else {
            throw ZipArchive.damaged("no file begins where its list says", path: path)
        }
        let fields = LittleEndian(header)
        let start = entry.offset + 30 + Int64(fields.uint16(26)) + Int64(fields.uint16(28))
        guard start <= listOffset, entry.packedSize <= listOffset - start else {
            throw ZipArchive.damaged("a file in it goes on behind its end", path: path)
        }
        let packed = start..<start + entry.packedSize
        let bytes = bytes
        return ByteSource(path: path, size: entry.size) { () throws(IntakeError) in
            ZipEntryStream(ByteSource(bytes, in: packed, path: path), entry: entry, limits: limits)
        }
    }

    static func damaged(_ words: String, path: String) -> IntakeError {
        IntakeError(
            .unreadable, path: path, "this is a zip archive that is damaged: \(words). Copy or fetch it again.")
    }
}

// MARK: - The list of files

extension ZipArchive {
    private struct End {
        var count: Int
        var listSize: Int64
        var listOffset: Int64
    }

    /// Finds the end record (4.3.16), which a comment of up to 65,535 bytes may follow, and its 64-bit form.
    private static func end(of bytes: StoredBytes, size: Int64, path: String) throws(IntakeError) -> End {
        let tailStart = max(0, size - 22 - 65_535)
        let tail = try bytes.bytes(at: tailStart, count: Int(size - tailStart), path: path)
        let fields = LittleEndian(tail)
        var place = tail.count - 22
        while place >= 0,
            fields.uint32(place) != 0x0605_4B50 || place + 22 + Int(fields.uint16(place + 20)) > tail.count
        {
            place -= 1
        }
        guard place >= 0 else { throw damaged("it has no end", path: path) }
        guard fields.uint16(place + 4) == 0 || fields.uint16(place + 4) == 0xFFFF else {
            throw IntakeError(
                .unreadable, path: path,
                "this is the last part of a zip archive in several parts. Put them together, or unpack them.")
        }
        let end = End(
            count: Int(fields.uint16(place + 10)), listSize: Int64(fields.uint32(place + 12)),
            listOffset: Int64(fields.uint32(place + 16)))
        let isLarge = end.count == 0xFFFF || end.listSize == 0xFFFF_FFFF || end.listOffset == 0xFFFF_FFFF
        guard isLarge, place >= 20, fields.uint32(place - 20) == 0x0706_4B50 else { return end }
        guard let offset = Int64(exactly: fields.uint64(place - 12)), offset >= 0, offset <= size - 56 else {
            throw damaged("its end points outside it", path: path)
        }
        let large = LittleEndian(try bytes.bytes(at: offset, count: 56, path: path))
        guard large.uint32(0) == 0x0606_4B50, let count = Int(exactly: large.uint64(32)),
            let listSize = Int64(exactly: large.uint64(40)), let listOffset = Int64(exactly: large.uint64(48))
        else { throw damaged("its end points nowhere", path: path) }
        return End(count: count, listSize: listSize, listOffset: listOffset)
    }

    /// Reads one file's header in the list (4.3.12); nil when it breaks off.
    private static func entry(in list: [UInt8], at position: inout Int) -> Entry? {
        let fields = LittleEndian(list)
        guard position + 46 <= list.count, fields.uint32(position) == 0x0201_4B50 else { return nil }
        let nameLength = Int(fields.uint16(position + 28)), extraLength = Int(fields.uint16(position + 30))
        let next = position + 46 + nameLength + extraLength + Int(fields.uint16(position + 32))
        guard next <= list.count else { return nil }
        let name = list[position + 46..<position + 46 + nameLength]
        var entry = Entry(
            name: plain(String(decoding: name, as: UTF8.self)), packedSize: Int64(fields.uint32(position + 20)),
            size: Int64(fields.uint32(position + 24)), checksum: fields.uint32(position + 16),
            method: fields.uint16(position + 10), isEncrypted: fields.uint16(position + 8) & 1 != 0,
            offset: Int64(fields.uint32(position + 42)))
        let extraStart = position + 46 + nameLength
        guard entry.readLargeNumbers(fields, extraStart..<extraStart + extraLength) else { return nil }
        position = next
        return entry
    }

    /// A name as a path below the archive: `\` is what old programs of Windows wrote for `/`, and what would lead out
    /// of a folder is left out, so that a name can only mislead nobody.
    private static func plain(_ name: String) -> String {
        let isFolder = name.hasSuffix("/") || name.hasSuffix("\\")
        let parts = name.split { $0 == "/" || $0 == "\\" }.filter { $0 != "." && $0 != ".." }
        let path = parts.joined(separator: "/")
        return String(path.map { $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? "\u{FFFD}" : $0 })
            + (isFolder ? "/" : "")
    }

    /// Refuses files that share bytes: so an archive of kilobytes unpacks to petabytes, and no program writes one.
    private static func refuseOverlaps(_ entries: [Entry], listOffset: Int64, path: String) throws(IntakeError) {
        var end: Int64 = 0
        for entry in entries.sorted(by: { $0.offset < $1.offset }) {
            // A folder may have no bytes, and still has its header.
            guard entry.offset >= end else { throw damaged("files in it lie over each other", path: path) }
            let (next, isTooFar) = entry.offset.addingReportingOverflow(30)
            let (last, isFarther) = next.addingReportingOverflow(entry.packedSize)
            guard !isTooFar, !isFarther, last <= listOffset else {
                throw damaged("a file in it goes on behind its end", path: path)
            }
            end = last
        }
    }
}

extension ZipArchive.Entry {
    /// Takes the numbers that have no room in 32 bits from the extra field 1 (4.5.3); false when they are not there.
    fileprivate mutating func readLargeNumbers(_ fields: LittleEndian, _ extra: Range<Int>) -> Bool {
        guard size == 0xFFFF_FFFF || packedSize == 0xFFFF_FFFF || offset == 0xFFFF_FFFF else { return true }
        var position = extra.lowerBound
        while position + 4 <= extra.upperBound {
            let length = Int(fields.uint16(position + 2))
            guard fields.uint16(position) == 1 else {
                position += 4 + length
                continue
            }
            let end = min(extra.upperBound, position + 4 + length)
            position += 4
            func take(_ value: inout Int64) -> Bool {
                guard value == 0xFFFF_FFFF else { return true }
                guard position + 8 <= end, let number = Int64(exactly: fields.uint64(position)) else { return false }
                value = number
                position += 8
                return true
            }
            return take(&size) && take(&packedSize) && take(&offset)
        }
        return false
    }
}

/// Numbers as zip has them, lowest byte first. Outside its bytes everything is 0.
struct LittleEndian {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func uint16(_ place: Int) -> UInt16 { UInt16(truncatingIfNeeded: number(place, bytes: 2)) }
    func uint32(_ place: Int) -> UInt32 { UInt32(truncatingIfNeeded: number(place, bytes: 4)) }
    func uint64(_ place: Int) -> UInt64 { number(place, bytes: 8) }

    private func number(_ place: Int, bytes count: Int) -> UInt64 {
        guard place >= 0, place <= bytes.count - count else { return 0 }
        return (0..<count).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64($1 * 8) }
    }
}
