/// PidLidAppointmentAuxiliaryFlags ([MS-OXOCAL] 2.2.1.3).
public struct AppointmentAuxiliaryFlags: OptionSet, Hashable, Sendable {
    /// The property's bits.
    public var rawValue: Int

    /// Flags of a property's bits, those included that no documentation lists.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Somebody copied the item from another calendar.
    public static let copied = AppointmentAuxiliaryFlags(rawValue: 1)
    /// An answer that is chosen goes to the organizer.
    public static let forceMeetingResponse = AppointmentAuxiliaryFlags(rawValue: 2)
    /// The request was forwarded.
    public static let forwarded = AppointmentAuxiliaryFlags(rawValue: 4)

    private static let words = ["copied": 1, "forcemeetingresponse": 2, "forwarded": 4, "forwardedappointment": 4]

    /// Reads a number, or names with commas; a name that is not known adds nothing.
    public init(_ text: String) { rawValue = PropertyText.bits(text, AppointmentAuxiliaryFlags.words) }
}
