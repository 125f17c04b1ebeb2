/// PidLidAppointmentAuxiliaryFlags ([MS-OXOCAL] 2.2.1.3).
public struct AppointmentAuxiliaryFlags: OptionSet, Hashable, Sendable {
    public var rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Somebody copied the item from another calendar.
    public static let copied = AppointmentAuxiliaryFlags(rawValue: 1)
    public static let forceMeetingResponse = AppointmentAuxiliaryFlags(rawValue: 2)
    public static let forwarded = AppointmentAuxiliaryFlags(rawValue: 4)

    private static let words = ["copied": 1, "forcemeetingresponse": 2, "forwarded": 4, "forwardedappointment": 4]

    /// Reads a number, or names with commas; a name that is not known adds nothing.
    public init(_ text: String) { rawValue = PropertyText.bits(text, AppointmentAuxiliaryFlags.words) }
}
