import Digest
import Encodings
import Foundation
import Primitives
import Testing

@testable import Tables

/// An earlier table as it is read ahead: of any size, of another content than it should have, given up in the middle.
@Suite(.serialized) final class EarlierRowsTests {
    private static let piece = 120 << 10
    private let folder = NSTemporaryDirectory() + "/calfold-earlier-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func table(head: Int, body: Int) throws -> (table: EarlierTables.Table, bytes: [UInt8]) {
        let bytes = (0..<head + body).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) }
        let path = folder + "/table.csv"
        try Data(bytes).write(to: URL(filePath: path))
        var portions = PortionList(), left = body
        while left > 0 {
            let size = min(left, body / 9 + 1)
            portions.add(Portion(number: 0, stream: Int64(left), bytes: size, rows: 1))
            left -= size
        }
        return (.init(path: path, sha256: Hex.lowercase(SHA256().digest(of: bytes)), portions: portions), bytes)
    }

    /// Copies every portion below the head line.
    private func copy(_ rows: EarlierRows, head: ArraySlice<UInt8>) throws -> Data {
        let file = try AtomicFile(folder: folder, name: "copy.csv")
        try file.write(head)
        while rows.next != nil { try rows.take(for: file) }
        try rows.copy(to: file)
        try rows.finish()
        try file.commit()
        return try Data(contentsOf: URL(filePath: file.path))
    }

    @Test(arguments: [1, piece - 1, piece, 2 * piece + 5], [0, 1, piece - 1, piece, 5 * piece, 5 << 20])
    func everyByteIsCopiedAndAnyOtherIsSeen(head: Int, body: Int) throws {
        let (table, bytes) = try table(head: head, body: body)
        #expect(
            try copy(EarlierRows(table, changed: [], head: Array(bytes[..<head])), head: bytes[..<head]) == Data(bytes))
        for place in Set([head, head + body / 2, bytes.count - 1]) where bytes.indices.contains(place) && place >= head
        {
            var other = bytes
            other[place] ^= 1
            try Data(other).write(to: URL(filePath: table.path))
            let rows = try EarlierRows(table, changed: [], head: Array(bytes[..<head]))
            #expect(throws: EarlierTableUnfit.self) { try copy(rows, head: bytes[..<head]) }
        }
    }

    @Test func aTableThatShrinksWhileItIsReadIsUnfit() throws {
        let (table, bytes) = try table(head: 10, body: 9 << 20)
        let rows = try EarlierRows(table, changed: [], head: Array(bytes[..<10]))
        truncate(table.path, 5 << 20)
        #expect(throws: EarlierTableUnfit.self) { try copy(rows, head: bytes[..<10]) }
    }

    @Test func whatIsNoTableIsUnfit() throws {
        let nothing = PortionList()
        for path in [folder, folder + "/none.csv"] {
            #expect(throws: EarlierTableUnfit.self) {
                try EarlierRows(.init(path: path, sha256: "", portions: nothing), changed: [], head: [1])
            }
        }
    }

    /// Given up in the middle, or before the first row, it keeps neither its file nor its thread.
    @Test func nothingIsLeftOpen() throws {
        let (table, bytes) = try table(head: 10, body: 9 << 20)
        func open() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == table.path
            }
        }
        for round in 0..<50 {
            let head = round % 2 == 0 ? Array(bytes[..<10]) : [0, 0]
            let rows = try? EarlierRows(table, changed: [], head: head)
            #expect((rows == nil) == (round % 2 == 1))
        }
        let end = ContinuousClock.now + .seconds(30)
        while try open() > 0, ContinuousClock.now < end { usleep(10_000) }
        #expect(try open() == 0)
    }
}
