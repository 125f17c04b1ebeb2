import Testing

@testable import EventStore

@Suite struct MemoryTests {
    /// Small limits, so that the table grows to its end, the arena fills, and both begin anew many times: what is forgotten is asked for
    /// again, and what is remembered is true.
    @Test func aRememberedNumberIsThatOfTheText() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("dictionary cache seed \(seed)")
        var numbers = SeededNumbers(seed: seed)
        var cache = DictionaryCache(logarithm: 12, arenaLimit: 40_000)
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

    @Test func streamKeysAreThoseOfTheLog() throws {
        let store = try StoreFixture()
        var rows = TestRow.random(count: 1_100, seed: 1)
        for index in rows.indices { rows[index].stream = "key \(index)" }
        try store.append(rows, batchSize: 100)
        let log = try store.open(.readOnly)
        let keys = StreamKeys(log)
        var seen: Set<String> = []
        for number in 1...(try log.lastStream()) {
            #expect(try keys.key(number) == log.stream(number: number)?.key)
            seen.insert(try keys.key(number))
        }
        #expect(seen.count == 1_100)
        for missing in [0, -1, 1_101, 2_000, .min, .max] as [Int64] { #expect(throws: StoreError.self) { try keys.key(missing) } }
    }
}
