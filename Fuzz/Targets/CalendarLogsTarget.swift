/// Any file that is taken in, beginning with calendar logs in every form that is known.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    checkFile(input(start, count))
    return 0
}
