/// PidLidBusyStatus ([MS-OXOCAL] 2.2.1.2), the column FreeBusyStatus: how an item's time is shown to others.
public struct BusyStatus: RawRepresentable, Hashable, Sendable {
    /// The property's number.
    public var rawValue: Int

    /// A status of a property's number, one included that no documentation lists.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// olFree: the time is free.
    public static let free = BusyStatus(rawValue: 0)
    /// olTentative: the owner may be there.
    public static let tentative = BusyStatus(rawValue: 1)
    /// olBusy: the owner is there.
    public static let busy = BusyStatus(rawValue: 2)
    /// olOutOfOffice: the owner is away.
    public static let outOfOffice = BusyStatus(rawValue: 3)
    /// olWorkingElsewhere: the owner works, and not at the office.
    public static let workingElsewhere = BusyStatus(rawValue: 4)

    private static let words = [
        "free": 0, "tentative": 1, "busy": 2, "oof": 3, "outofoffice": 3, "workingelsewhere": 4,
    ]
    private static let names = ["free", "tentative", "busy", "out of office", "working elsewhere"]

    /// Reads a number or a name; nil for a name that is not known.
    public init?(_ text: String) {
        guard let code = PropertyText.code(text, BusyStatus.words) else { return nil }
        rawValue = code
    }

    /// Nil for a number that no documentation lists.
    public var name: String? { BusyStatus.names.indices.contains(rawValue) ? BusyStatus.names[rawValue] : nil }
}
