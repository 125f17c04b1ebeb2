/// Reads the input as a file of JSON records, once whole and once with a buffer that ends everywhere. Both readings
/// must agree, end, and give no more text than the file has.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    promise(records(of: bytes, buffer: 1 << 16) == records(of: bytes, buffer: 1 + count % 7), "the buffer's size shows")
    return 0
}

/// Each record's text and values, and each trouble's code.
private func records(of bytes: [UInt8], buffer: Int) -> [[UInt8]] {
    var limits = ReaderLimits()
    limits.bufferBytes = buffer
    var found: [[UInt8]] = []
    do throws(IntakeError) {
        let window = try TextWindow(ByteSource(bytes: bytes, path: "input"), encoding: nil, limits: limits)
        var reader = JSONRecordReader(window, limits: limits)
        var total = 0
        while let item = try reader.next() {
            total += reader.raw.count
            found.append(Array(reader.raw))
            switch item {
            case .record:
                for field in reader.fields {
                    found.append(Array(reader.bytes(field.title)) + Array(reader.bytes(field.value)))
                }
            case .problem(let problem): found.append(Array(problem.code.rawValue.utf8))
            }
        }
        // UTF-16 grows to at most three bytes for two.
        promise(total <= bytes.count * 3 + 8, "more text than the file has")
    } catch {
        found.append(Array(error.code.rawValue.utf8))
    }
    return found
}
