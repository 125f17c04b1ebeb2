import ExchangeFormats
import Night
import Privacy
import Tables

extension Endpoint {
    static let organisation = Endpoint(
        path: ["organisation"],
        summary:
            "What a month's meetings come to, for the organisation and for each group of its directory; nothing of fewer than five people.",
        parameters: [.month, .timeZone],
        fields: [
            .init("month", .textSchema), .init("time_zone", .textSchema), .init("people", .integerSchema),
            .init("shown", .flagSchema),
            .init("figures", .object([("type", .array([.string("object"), .string("null")]))])),
            .init("groups", .list(of: .object([("type", .string("object"))]))),
            .init("groups_not_shown", .integerSchema),
        ], isList: false
    ) { question in
        guard let month = question[.month] else { throw RefusedRequest(400, "Name a month, such as month=2024-02.") }
        return .json(try OrganisationMonth(question, month).json)
    }
}

/// A month's meetings as the table `meetings` has them, counted for everybody and for each group of the directory.
struct OrganisationMonth {
    /// Groups of fewer are not shown: figures of a few people are figures of each.
    static let leastPeople = 5

    struct Group {
        /// As it is shown.
        var name: String
        var category: String
        var figures: MeetingFigures
    }

    let month: String
    /// Whose clock tells weekdays and hours.
    let zone: String
    let whole: MeetingFigures
    /// In order of category and name; those alone of whom enough people met.
    let groups: [Group]
    let groupsNotShown: Int

    var isShown: Bool { whole.people.count >= OrganisationMonth.leastPeople }

    init(_ question: Question, _ month: String) throws {
        self.month = month
        let (zone, clock) = try question.clock()
        self.zone = zone
        let window = try WindowSettings(month: month).window(), mask = question.store.mask
        let members = OrganisationMonth.members(mask.people)
        var whole = MeetingFigures(clock), byGroup: [String: MeetingFigures] = [:]
        try OccurrenceList(question, window: window, person: nil).forEach { row in
            let inside = row.present.filter { $0.kind == .person }.map(\.address)
            whole.add(row, of: inside)
            var met: [String: [String]] = [:]
            for person in inside {
                for group in members.groups[person] ?? [] { met[group, default: []].append(person) }
            }
            for (group, people) in met { byGroup[group, default: MeetingFigures(clock)].add(row, of: people) }
        }
        self.whole = whole
        groups = members.book.groups.compactMap { group in
            // A name that no pseudonym stands for is left out as a small group is.
            guard let figures = byGroup[group.name], figures.people.count >= OrganisationMonth.leastPeople,
                let name = try? mask.group(group.name)
            else { return nil }
            return Group(name: name, category: group.category, figures: figures)
        }.sorted { ($0.category, $0.name) < ($1.category, $1.name) }
        groupsNotShown = byGroup.count - groups.count
    }

    /// The groups of each person whom tables show under a name, and what kind of group each is.
    private static func members(_ people: People) -> (groups: [String: [String]], book: GroupCatalogue) {
        var groups: [String: [String]] = [:], book = GroupCatalogue()
        for recipient in people.directory.recipients {
            let standing = people.standing(of: .smtp(recipient.address))
            guard standing.kind == .person, standing.presence == .shown else { continue }
            book.add(recipient)
            groups[recipient.address] =
                (recipient.team.isEmpty ? [] : [recipient.team]) + GroupCatalogue.groups(of: recipient)
        }
        return (groups, book)
    }

    var json: JSON {
        .object([
            ("month", .string(month)), ("time_zone", .string(zone)),
            ("people", .number(isShown ? whole.people.count : 0)),
            ("shown", .bool(isShown)), ("figures", isShown ? whole.json : .null),
            (
                "groups",
                .array(
                    groups.map { group in
                        .object([
                            ("group", .string(group.name)), ("category", .string(group.category)),
                            ("people", .number(group.figures.people.count)), ("figures", group.figures.json),
                        ])
                    })
            ), ("groups_not_shown", .number(groupsNotShown)),
        ])
    }
}

/// What rows of `meetings` come to.
struct MeetingFigures {
    /// A class of a length or of a size; the lower bound is in it.
    struct Class {
        var name: String
        var lower: Int64
        var count = 0
    }

    /// What begins at another hour, or at a weekend, is after hours.
    static let workingHours = 8..<18

    private let clock: ZoneRules
    /// Those who are counted for, and take part in one of them.
    private(set) var people: Set<String> = []
    private(set) var meetings = 0
    private(set) var allDay = 0
    private(set) var minutes: Int64 = 0
    private(set) var recurring = 0
    private(set) var withOutside = 0
    private(set) var oneToOne = 0
    /// Of meetings that take no whole days.
    private(set) var afterHours = 0
    /// Of meetings that take no whole days, in minutes.
    private(set) var lengths = [
        Class(name: "under 30 minutes", lower: .min), Class(name: "30 to 60 minutes", lower: 30),
        Class(name: "1 to 2 hours", lower: 60), Class(name: "2 to 4 hours", lower: 120),
        Class(name: "4 hours and more", lower: 240),
    ]
    private(set) var sizes = [
        Class(name: "1 or nobody", lower: .min), Class(name: "2", lower: 2), Class(name: "3 to 4", lower: 3),
        Class(name: "5 to 8", lower: 5), Class(name: "9 to 18", lower: 9), Class(name: "over 18", lower: 19),
    ]
    /// Starts by weekday, Monday first, and hour of the clock; whole days left out.
    private(set) var starts = Array(repeating: Array(repeating: 0, count: 24), count: 7)

    init(_ clock: ZoneRules) { self.clock = clock }

    mutating func add(_ row: MeetingRow, of members: [String]) {
        people.formUnion(members)
        meetings += 1
        let slot = row.occurrence.slot
        if row.recurrence != "None" { recurring += 1 }
        if row.externalCount > 0 { withOutside += 1 }
        if row.participantCount == 2 { oneToOne += 1 }
        MeetingFigures.count(Int64(row.participantCount), in: &sizes)
        guard !slot.isAllDay else {
            allDay += 1
            return
        }
        minutes = minutes.addingReportingOverflow(row.duration).partialValue
        MeetingFigures.count(row.duration, in: &lengths)
        let wall = clock.wallTime(of: slot.start), day = (wall.date.weekday + 6) % 7
        let hour = Int((wall.ticks - WallTime(wall.date).ticks) / (60 * Instant.ticksPerMinute))
        starts[day][hour] += 1
        if day > 4 || !MeetingFigures.workingHours.contains(hour) { afterHours += 1 }
    }

    private static func count(_ value: Int64, in classes: inout [Class]) {
        if let place = classes.lastIndex(where: { value >= $0.lower }) { classes[place].count += 1 }
    }

    var json: JSON {
        func classes(_ classes: [Class]) -> JSON { .object(classes.map { ($0.name, .number($0.count)) }) }
        return .object([
            ("meetings", .number(meetings)), ("all_day", .number(allDay)), ("minutes", .number(minutes)),
            ("recurring", .number(recurring)), ("with_people_outside", .number(withOutside)),
            ("one_to_one", .number(oneToOne)), ("after_hours", .number(afterHours)), ("lengths", classes(lengths)),
            ("sizes", classes(sizes)),
            ("starts", .array(starts.map { .array($0.map { .number($0) }) })),
        ])
    }
}
