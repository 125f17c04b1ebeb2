import Foundation
import Testing

@testable import EventStore

@Suite struct MemoryTests {
    /// Small limits, so that the table or the arena is full and begins anew many times: what is forgotten is asked for
    /// again, and what is remembered is true.
    @Test(arguments: [(11, 400_000), (12, 30_000), (13, 40_000)])
    func aRememberedNumberIsThatOfTheText(logarithm: Int, arenaLimit: Int) {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("dictionary cache seed \(seed)")
        var numbers = SeededNumbers(seed: seed)
        var cache = DictionaryCache(logarithm: logarithm, arenaLimit: arenaLimit)
        var found = 0
        for _ in 0..<200_000 {
            let number = Int64.random(in: 0..<30_000, using: &numbers) * Int64.random(in: 0...1, using: &numbers)
            let text = number == 0 ? [] : Array("the text of \(number)".utf8)
            text.withUnsafeBytes { bytes in
                let hash = DictionaryCache.hash(bytes, salt: 0)
                if let known = cache.find(bytes, hash: hash) {
                    #expect(known == number)
                    found += 1
                } else {
                    cache.insert(bytes, hash: hash, id: number)
                    #expect(cache.find(bytes, hash: hash) == number)
                }
            }
        }
        #expect(found > 90_000, "the empty text is half of all that was asked for")
    }

    private static func storeOfManyStreams() throws -> StoreFixture {
        let store = try StoreFixture()
        var rows = TestRow.random(count: 1_100, seed: 1)
        for index in rows.indices { rows[index].stream = "key \(index)" }
        try store.append(rows, batchSize: 100)
        return store
    }

    @Test func streamKeysAreThoseOfTheLog() throws {
        let store = try MemoryTests.storeOfManyStreams()
        let log = try store.open(.readOnly)
        let keys = StreamKeys(log)
        var seen: Set<String> = []
        for number in 1...(try log.lastStream()) {
            #expect(try keys.key(number) == log.stream(number: number)?.key)
            seen.insert(try keys.key(number))
        }
        #expect(seen.count == 1_100)
        for missing in [0, -1, 1_101, 2_000, .min, .max] as [Int64] {
            #expect(throws: StoreError.self) { try keys.key(missing) }
        }
    }

    /// The number of stream 1,025 is stored as 88 01, and its key's type as 1D. With one bit less they are the number
    /// 1, below the first of its block, and a blob.
    @Test(arguments: [(0x88, 0x80), (0x1D, 0x1C)] as [(UInt8, UInt8)])
    func aDamagedStreamIsAnError(byte: UInt8, damaged: UInt8) throws {
        let store = try MemoryTests.storeOfManyStreams()
        _ = try store.sqlite3("PRAGMA wal_checkpoint(TRUNCATE)")
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: store.path))), key = Array("key 1024".utf8)
        var found = 0
        for end in 24..<(bytes.count - key.count) where bytes[end..<end + key.count].elementsEqual(key) {
            // Eight bytes of the key's hash stand between.
            for place in end - 16..<end - 8 where bytes[place] == byte && (byte != 0x88 || bytes[place + 1] == 0x01) {
                let other = try StoreFixture()
                var copy = bytes
                copy[place] = damaged
                try Data(copy).write(to: URL(filePath: other.path))
                let keys = StreamKeys(try other.open(.readOnly))
                // Space that a page has left free may hold the same bytes: damage there changes nothing.
                do { #expect(try keys.key(1_030) == "key 1029") } catch is StoreError { found += 1 }
            }
        }
        #expect(found == 1)
    }
}
