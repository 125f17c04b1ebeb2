/// In what unit a row's instants are stored, and how many fractional digits each had.
struct RowForm {
    /// Bit 0: the unit is the tick of 100 ns, else the millisecond. Then two bits for each instant of the kind:
    /// 0 seconds, 1 milliseconds, 2 ticks.
    private(set) var code: Int64 = 0
    private var isInTicks = false

    /// - Parameter instants: which of the values are instants.
    @inline(__always)
    init(_ values: UnsafeBufferPointer<Cell>, _ instants: UnsafeBufferPointer<Int>) {
        var shift: Int64 = 1
        for index in instants {
            let cell = values[index]
            switch cell.kind {
            case .instantMilliseconds: code |= 1 << shift
            case .instantTicks: code |= 2 << shift
            default: break
            }
            if cell.kind != .none, cell.value % 10_000 != 0 { isInTicks = true }
            shift += 2
        }
        if isInTicks { code |= 1 }
    }

    @inline(__always)
    func difference(_ values: UnsafeBufferPointer<Cell>, _ index: Int, _ base: Int) -> Int64 {
        let own = inUnit(values[index].value)
        guard base >= 0, values[index].kind != .none, values[base].kind != .none else { return own }
        return own &- inUnit(values[base].value)
    }

    /// Divides by a number that the compiler knows: a division by one that it does not know takes ten times as long.
    @inline(__always)
    private func inUnit(_ ticks: Int64) -> Int64 { isInTicks ? ticks : ticks / 10_000 }
}
