@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    do throws(FormatError) {
        let encoded = try RecurrencePattern(decoding: bytes).encoded()
        promise(bytes.starts(with: encoded), "encoding does not give the same bytes")
    } catch {
        promise((0...count).contains(error.offset), "the error is outside the input")
    }
    return 0
}
