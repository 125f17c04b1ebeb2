@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let dissection = check(input(start, count), as: .globalObjectID),
        case .globalObjectID(let id) = dissection.property
    else { return 0 }
    promise(id.cleaned.cleaned == id.cleaned && id.cleaned.uid == id.uid, "cleaning twice is not cleaning once")
    return 0
}
