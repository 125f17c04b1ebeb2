import CZlib

@testable import EventStore
@testable import Intake

/// Writes what tests want to see read: archives and their like, well made or not.
enum Packing {
    /// - Parameter windowBits: as zlib has them: -15 without a frame, 31 for gzip.
    static func deflated(_ bytes: [UInt8], windowBits: Int32 = -15) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, 9, Z_DEFLATED, windowBits, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var input = bytes
        return [UInt8](unsafeUninitializedCapacity: bytes.count + bytes.count / 1000 + 128) { output, count in
            input.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                deflate(&stream, Z_FINISH)
                count = output.count - Int(stream.avail_out)
            }
        }
    }

    static func gzip(_ bytes: [UInt8]) -> [UInt8] { deflated(bytes, windowBits: 31) }

    static func number(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
    }

    /// A file of an archive, with what may be wrong about it.
    struct File {
        var name: String
        var content: [UInt8]
        var isDeflated = true
        var flags: UInt16 = 0
        var method: UInt16?
        var statedSize: UInt64?
        var statedChecksum: UInt32?
        /// Sizes stand in 64 bits, and behind the file again.
        var isLarge = false
        var hasDescriptor = false
        /// Points to an earlier file's bytes in place of its own.
        var sharesBytes = false
    }

    static func zip(_ files: [File], comment: [UInt8] = [], isLarge: Bool = false) -> [UInt8] {
        var archive: [UInt8] = []
        var list: [UInt8] = []
        var lastOffset = 0
        for file in files {
            let packed = file.isDeflated ? deflated(file.content) : file.content
            let checksum = file.statedChecksum ?? UInt32(crc32(0, file.content, UInt32(file.content.count)))
            let size = file.statedSize ?? UInt64(file.content.count)
            let flags = file.flags | (file.hasDescriptor ? 8 : 0)
            let method = file.method ?? (file.isDeflated ? 8 : 0)
            let name = Array(file.name.utf8)
            let offset = file.sharesBytes ? lastOffset : archive.count
            lastOffset = offset
            let sizes = number(UInt64(packed.count), 4) + number(size, 4)
            if !file.sharesBytes {
                archive += [0x50, 0x4B, 3, 4] + number(20, 2) + number(UInt64(flags), 2) + number(UInt64(method), 2)
                archive += number(0, 4) + number(file.hasDescriptor ? 0 : UInt64(checksum), 4)
                archive += file.hasDescriptor ? number(0, 8) : sizes
                archive += number(UInt64(name.count), 2) + number(0, 2) + name + packed
                if file.hasDescriptor { archive += [0x50, 0x4B, 7, 8] + number(UInt64(checksum), 4) + sizes }
            }
            let extra =
                file.isLarge
                ? number(0x9999, 2) + number(2, 2) + [1, 2] + number(1, 2) + number(24, 2) + number(size, 8)
                    + number(UInt64(packed.count), 8) + number(UInt64(offset), 8) : []
            list += [0x50, 0x4B, 1, 2] + number(20, 2) + number(20, 2) + number(UInt64(flags), 2)
            list += number(UInt64(method), 2) + number(0, 4) + number(UInt64(checksum), 4)
            list += file.isLarge ? number(.max, 8) : sizes
            list += number(UInt64(name.count), 2) + number(UInt64(extra.count), 2) + number(0, 2) + number(0, 8)
            list += number(file.isLarge ? .max : UInt64(offset), 4) + name + extra
        }
        let listOffset = archive.count
        archive += list
        if isLarge {
            let end = archive.count
            archive += [0x50, 0x4B, 6, 6] + number(44, 8) + number(20, 2) + number(20, 2) + number(0, 8)
            archive += number(UInt64(files.count), 8) + number(UInt64(files.count), 8)
            archive += number(UInt64(list.count), 8) + number(UInt64(listOffset), 8)
            archive += [0x50, 0x4B, 6, 7] + number(0, 4) + number(UInt64(end), 8) + number(1, 4)
        }
        archive += [0x50, 0x4B, 5, 6] + number(0, 4)
        archive += isLarge ? number(.max, 4) : number(UInt64(files.count), 2) + number(UInt64(files.count), 2)
        archive += isLarge ? number(.max, 8) : number(UInt64(list.count), 4) + number(UInt64(listOffset), 4)
        return archive + number(UInt64(comment.count), 2) + comment
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\r", with: "_x000D_")
    }
}

/// Everything that the parts of a file hold, read by the one door.
struct ReadParts {
    var rows: [ReadRow] = []
    var quarantined: [QuarantinedRow] = []
    var notes: [String] = []
    /// Of each part its path, and why it was refused.
    var paths: [String] = []
    var refusals: [String: IntakeError] = [:]
    var mailboxes: [String?] = []

    init(_ bytes: [UInt8], path: String, options: CalendarReaderOptions = CalendarReaderOptions()) {
        var parts = ExportParts(path: path, limits: options.limits) { ByteSource(bytes: bytes, path: path) }
        while let part = parts.next() {
            paths.append(part.path)
            do throws(IntakeError) {
                var reader = try ExportReader(part, options: options)
                while let chunk = try reader.next() {
                    rows += chunk.batch.kind == .calendar ? chunk.batch.readRows : []
                    quarantined += chunk.quarantined
                    notes += chunk.notes
                    mailboxes.append(chunk.context.mailbox)
                }
            } catch {
                refusals[part.path] = error
            }
        }
    }

    var refusal: IntakeError? { refusals.values.first }
}
