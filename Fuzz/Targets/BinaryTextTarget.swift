@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    do throws(FormatError) {
        for reading in try BinaryText.readings(of: bytes) {
            promise(
                BinaryText.hexBytes(Array(BinaryText.hex(reading.bytes).utf8)) ?? [] == reading.bytes,
                "hex is not read back")
        }
    } catch {
        promise((0...count).contains(error.offset), "the error is outside the input")
    }
    do throws(FormatError) {
        let dissection = try Dissection(text: bytes)
        promise(!dissection.text.isEmpty && !dissection.json.text.isEmpty, "an empty dump")
    } catch {}
    return 0
}
