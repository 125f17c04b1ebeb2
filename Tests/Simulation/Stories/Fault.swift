/// What goes wrong with calendars, each told apart from something healthy that looks like it.
public enum Fault: String, CaseIterable, Hashable, Sendable {
    case lostUpdate, unprocessedUpdate, lostPattern, unsentUpdate, lostCancellation
    case orphan, deletedByStranger, deletedBySystem, deletedByOther, cleanedAway
    case dateDropped, zoneReplaced, exceptionsDropped, writtenBack
    case hijacked, twoItems, comesBack, saveLoop, manyUpdates
    case notSaved, roomSilent, roomEdited
    case cancelThenUpdate, locationUnsent, roomAnswerLost
    case allDayShifted, dateContradicted
    case neverAccepted, madeAgain

    /// Those that came last; what was simulated before stays as it was without them.
    public static let newest: Set<Fault> = [.neverAccepted, .madeAgain]

    /// Those that only columns beyond the 23 tell.
    public static let needingExtraColumns: Set<Fault> = [
        .cleanedAway, .cancelThenUpdate, .locationUnsent, .roomAnswerLost, .dateContradicted, .neverAccepted,
    ]
}
