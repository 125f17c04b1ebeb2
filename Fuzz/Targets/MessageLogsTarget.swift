/// Any file that is taken in, beginning with message logs.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    checkFile(input(start, count))
    return 0
}
