import Foundation

/// Finds the number of a text that was seen before, without asking the database: an open-addressing table over an arena
/// of bytes. Bounded: when the arena or the table is full it begins anew, and the database is asked again.
struct DictionaryCache {
    private struct Slot {
        var hash: UInt64
        var offset: Int32
        var length: Int32
        var id: Int64
    }

    private static let free = Slot(hash: 0, offset: -1, length: 0, id: 0)

    /// Few at first: to clear many would take longer than a night's few rows.
    private var slots = Array(repeating: free, count: 1024)
    private var count = 0
    private var arena: [UInt8] = []
    private let mostSlots: Int
    private let arenaLimit: Int

    /// - Parameters:
    ///   - logarithm: of the number of slots at most, to the base of 2; half of them are used.
    ///   - arenaLimit: how many bytes of texts are held at most.
    init(logarithm: Int, arenaLimit: Int) {
        mostSlots = 1 << logarithm
        self.arenaLimit = arenaLimit
        // Grown step by step it would be held twice while it moves; what is reserved costs no memory until bytes lie in
        // it.
        arena.reserveCapacity(arenaLimit)
    }

    private var mask: Int { slots.count - 1 }

    /// The number of a text, and where it stands or would stand in the table.
    @inline(__always)
    func find(_ bytes: UnsafeRawBufferPointer, hash: UInt64) -> Int64? {
        var index = Int(truncatingIfNeeded: hash) & mask
        while slots[index].offset >= 0 {
            let slot = slots[index]
            if slot.hash == hash, Int(slot.length) == bytes.count {
                let isSame = arena.withUnsafeBytes { arena in
                    guard let known = arena.baseAddress, let asked = bytes.baseAddress else { return bytes.isEmpty }
                    return memcmp(known + Int(slot.offset), asked, bytes.count) == 0
                }
                if isSame { return slot.id }
            }
            index = (index + 1) & mask
        }
        return nil
    }

    mutating func insert(_ bytes: UnsafeRawBufferPointer, hash: UInt64, id: Int64) {
        guard bytes.count <= arenaLimit / 16 else { return }
        if arena.count + bytes.count > arenaLimit { removeAll() }
        if count * 2 >= slots.count {
            if slots.count * 2 <= mostSlots { grow() } else { removeAll() }
        }
        place(Slot(hash: hash, offset: Int32(arena.count), length: Int32(bytes.count), id: id))
        arena.append(contentsOf: bytes)
        count += 1
    }

    private mutating func place(_ slot: Slot) {
        var index = Int(truncatingIfNeeded: slot.hash) & mask
        while slots[index].offset >= 0 { index = (index + 1) & mask }
        slots[index] = slot
    }

    private mutating func grow() {
        let known = slots
        // In few steps: what they leave behind is memory that the system may not get back.
        slots = Array(repeating: DictionaryCache.free, count: min(mostSlots, slots.count * 8))
        for slot in known where slot.offset >= 0 { place(slot) }
    }

    /// After a transaction was rolled back, its numbers mean nothing.
    mutating func removeAll() {
        for index in slots.indices { slots[index].offset = -1 }
        arena.removeAll(keepingCapacity: true)
        count = 0
    }

    /// A hash that is stored in the database, so it never changes: 64 bits, eight bytes a step, well mixed at the end.
    /// It need not withstand an enemy, as equality is always told by the bytes.
    @inline(__always)
    static func hash(_ bytes: UnsafeRawBufferPointer, salt: UInt64) -> UInt64 {
        var state = salt ^ UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15
        var offset = 0
        while offset + 8 <= bytes.count {
            state =
                (state ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
                &* 0xFF51_AFD7_ED55_8CCD
            state ^= state >> 32
            offset += 8
        }
        while offset < bytes.count {
            state = (state ^ UInt64(bytes[offset])) &* 0x100_0000_01B3
            offset += 1
        }
        state = (state ^ state >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return state ^ state >> 33
    }
}
