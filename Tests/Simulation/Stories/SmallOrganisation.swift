import ExchangeFormats

/// The organisation of Fixtures/calendar/small-organisation: eight people and a room, a month of logs as exports
/// look, with the ordinary dirt spread over the files, and the truth beside it.
public enum SmallOrganisation {
    public static let seed: UInt64 = 4_711

    public static var organisation: Organisation {
        var options = OrganisationOptions()
        options.people = 8
        options.rooms = 1
        options.guests = 2
        options.meetings = 42
        options.begin = CivilDate(days: CivilDate.days(year: 2024, month: 3, day: 4))
        options.days = 31
        options.changesPerMeeting = 6
        options.guestsPerMeeting = 1...5
        options.zones = Array(SimulatedZone.all.prefix(3)) + [SimulatedZone.all[5]]
        return Organisation(seed: seed, options: options)
    }

    /// The window of the truth tables, in starts.
    public static let window = (
        from: Instant(ticks: WallTime(CivilDate(days: CivilDate.days(year: 2024, month: 2, day: 1))).ticks),
        to: Instant(ticks: WallTime(CivilDate(days: CivilDate.days(year: 2024, month: 6, day: 1))).ticks)
    )

    /// The moment of the as-of tables, wished for; the tables' folder is named by it.
    static let asOf = Instant(
        ticks: WallTime(CivilDate(days: CivilDate.days(year: 2024, month: 3, day: 20)), minutes: 720).ticks)

    /// How each mailbox's export was made, in the order of the addresses; the room comes last.
    static let dirts: [FixtureDirt] = [
        .none, .byteOrderMark, .utf16, .commasAndTypeLine, .repeatedHeader, .windows1250, .badRows, .otherColumns,
        .lineBreaks,
    ]

    /// Every file of the fixture but its README, by its path within the folder.
    public static func files() -> [ExportFile] {
        let organisation = organisation
        var result: [ExportFile] = []
        for (mailbox, dirt) in zip(organisation.people.sorted() + organisation.rooms, dirts) {
            let rows = organisation.rowsByMailbox[mailbox] ?? []
            let folder = dirt == .windows1250 ? "logs-windows-1250" : "logs"
            result.append(ExportFile(name: "\(folder)/\(mailbox).csv", bytes: dirt.bytes(of: rows)))
        }
        let moment = organisation.settledMoment(atOrBefore: asOf)
        let views: [(String, TruthView)] = [
            ("final", .final), ("as-held", .asHeld), ("as-of-2024-03-20T12", .asOf(moment)),
        ]
        for (name, view) in views {
            let truth = organisation.truth(view, from: window.from, to: window.to)
            result.append(
                ExportFile(
                    name: "truth/\(name)/meetings.csv",
                    bytes: CSVWriter.bytes(header: Truth.meetingColumns, rows: truth.meetingRows)))
            result.append(
                ExportFile(
                    name: "truth/\(name)/participants.csv",
                    bytes: CSVWriter.bytes(header: Truth.participantColumns, rows: truth.participantRows)))
        }
        return result
    }
}
