import Digest
import GRDBSQLite

/// The events of a batch on their way into the digest of its content, in the form of `ChainBytes`: through a piece of
/// memory that is used again, as those of a whole batch take megabytes that the system would have to find for each.
struct ChainStream: ~Copyable {
    private let digest: SHA256
    private let name: ChainBytes
    private let memory: UnsafeMutableRawBufferPointer
    private var count = 0
    private var isBegun = false

    /// - Parameters:
    ///   - digest: begins with what is added here.
    ///   - name: stands in front of the first row, if there is one.
    ///   - room: of the piece of memory, in bytes.
    init(_ digest: SHA256, name: ChainBytes, room: Int = 1 << 15) {
        self.digest = digest
        self.name = name
        memory = .allocate(byteCount: max(16, room), alignment: 16)
    }

    deinit { memory.deallocate() }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if count &+ more > memory.count { flush() }
    }

    @inline(__always)
    private mutating func put(_ type: Int32, _ number: Int64) {
        reserve(9)
        memory[count] = UInt8(truncatingIfNeeded: type)
        memory.storeBytes(of: number.littleEndian, toByteOffset: count &+ 1, as: Int64.self)
        count = count &+ 9
    }

    @inline(__always)
    mutating func add(_ number: Int64) { put(SQLITE_INTEGER, number) }

    @inline(__always)
    mutating func addNull() {
        reserve(1)
        memory[count] = UInt8(truncatingIfNeeded: SQLITE_NULL)
        count = count &+ 1
    }

    @inline(__always)
    mutating func add(_ value: UnsafeRawBufferPointer, isText: Bool) {
        put(isText ? SQLITE_TEXT : SQLITE_BLOB, Int64(value.count))
        reserve(value.count)
        guard value.count <= memory.count else { return digest.add(value) }
        UnsafeMutableRawBufferPointer(rebasing: memory[count..<count + value.count]).copyMemory(from: value)
        count += value.count
    }

    /// Hands the digest what it has not had yet.
    mutating func flush() {
        guard count > 0 else { return }
        if !isBegun { name.withBytes { digest.add($0) } }
        isBegun = true
        digest.add(UnsafeRawBufferPointer(rebasing: memory[..<count]))
        count = 0
    }
}
