import ArgumentParser
import Encodings
import EventStore
import ExchangeFormats
import Foundation
import Night
import Primitives
import Privacy
import Projection
import Reconstruct
import Replay
import Tables

struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The history of one meeting, with the reason for every change.",
        discussion: """
            Tells each entry in the order of its logging: who did what through which client, what changed, what was ignored and \
            why, and the meeting as it stood after it. Names are shown in clear, as an audit needs them; --pseudonyms hides them. \
            An id may be given in any form: hex, Base64, a calendar's UID, an id of a table with its date, its beginning or its \
            end, a pseudonym with the key. --find reads dates as people write them; a day is one of the meeting's own zone.

            Examples:
              calfold replay 8B907496
              calfold replay --find budget 2024-02
              calfold replay --find carla.nowak5@example.com 14.02.2024 --limit 5
              calfold replay --find planning 2024 --as-of 2024-02-12T06:00:00Z
              calfold replay 8B907496 --as-of 2024-02-12T06:00:00Z
              calfold replay 8B907496 --occurrence 2024-02-20
              calfold replay 8B907496 --mailbox david.smith8@example.com
              calfold replay 8B907496 --diff 2024-02-01 2024-02-12
              calfold replay 8B907496 --format html > meeting.html
            """)

    @Argument(help: ArgumentHelp("A meeting id, or as much of its end or its beginning as is unique.", valueName: "id"))
    var id: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Words of the subject, an address, a date (2024-02-14, 14.02.2024, 2024-02, 2024): lists the meetings that have them all.",
            valueName: "words"))
    var find: [String] = []

    @Option(
        help: ArgumentHelp("With --find: show so many meetings at most; every one when left out.", valueName: "number"))
    var limit: Int?

    @Option(help: ArgumentHelp("Stop at this instant.", valueName: "instant"))
    var asOf: String?

    @Option(help: ArgumentHelp("Only events taken in by this batch or instant.", valueName: "batch|instant"))
    var knownAt: String?

    @Option(help: ArgumentHelp("Follow one instance of a series, by its original date.", valueName: "date"))
    var occurrence: String?

    @Option(help: ArgumentHelp("Follow one copy.", valueName: "address"))
    var mailbox: String?

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Compare the meeting at two instants.", valueName: "instants"))
    var diff: [String] = []

    @Flag(help: "Show pseudonyms instead of names, and no subjects.")
    var pseudonyms = false

    @Flag(help: "Tell the whole meeting after each change, however many people and dates it has.")
    var full = false

    @OptionGroup(title: "People") var key: KeyOptions
    @OptionGroup(title: "People") var directory: DirectoryOptions
    @OptionGroup var store: StoreOptions

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, html }

    @Option(help: "How to print: text for people, json for programs (one object a line), html for a page to keep.")
    var format = Format.text

    func validate() throws {
        guard find.isEmpty || id == nil else {
            throw ValidationError("Give an id to tell its history, or --find to look for one: not both.")
        }
        guard find.isEmpty || (mailbox == nil && occurrence == nil && diff.isEmpty) else {
            throw ValidationError("--mailbox, --occurrence and --diff go with an id: find the meeting first.")
        }
        guard format != .html || (find.isEmpty && diff.isEmpty) else {
            throw ValidationError("--format html is of one meeting's history: --find and --diff give text or json.")
        }
        guard limit == nil || !find.isEmpty else { throw ValidationError("--limit goes with --find.") }
        guard (limit ?? 1) > 0 else { throw ValidationError("--limit takes a number above zero.") }
    }

    func run() throws {
        let log = try EventLog(path: store.store, access: .readOnly)
        let people = try people(of: log)
        let privacy = try storyPrivacy(people)
        if !find.isEmpty { return try list(log, people, privacy) }
        guard let id else {
            throw Failure(.usage, "Name a meeting id, or look for one with --find.", next: "calfold replay --help")
        }
        let stream = try MeetingLookup(
            log: log, meetingID: privacy.meetingID, pseudonym: { try mask(people).globalObjectID }
        ).stream(id)
        let shownID = try privacy.meetingID(stream.key)
        let found = try MeetingEntries(
            of: stream.number, upTo: KnownAt.position(knownAt, in: log, Console.tell), in: log)
        let entries = found.entries
        let zones = ZoneBook()
        func onePerson(_ text: String) -> String { Address(text).map { people.resolved($0).canonical } ?? text }
        if !diff.isEmpty {
            let id = format == .json ? shownID : try ShortIDs(of: [shownID], in: log)(shownID)
            return try compare(entries, id, privacy, zones, onePerson)
        }
        let story = Story(
            of: entries, asOf: try asOf.map { try Moment.instant($0, option: "--as-of") },
            mailbox: mailbox.flatMap { Address($0)?.canonical },
            occurrence: try occurrence.map(date), zones: zones, onePerson: onePerson)
        try complainOfNothing(story, entries)
        let print = { (line: String) in Console.print(finished: line) }
        switch format {
        case .text:
            try StoryText(privacy: privacy, width: Replay.width, usesColour: Console.usesColour)
                .tell(story, meetingID: ShortIDs(of: [shownID], in: log)(shownID), isFull: full, print)
        case .json:
            // Names of files hold addresses.
            try StoryJSON(
                privacy: privacy,
                place: { entry in
                    found.place(of: entry).map { .init(file: pseudonyms ? nil : $0.file, line: $0.line) }
                }
            ).tell(story, meetingID: shownID, isFull: full) { OutputChannel.output.write($0) }
        case .html:
            try StoryHTML(privacy: privacy)
                .tell(
                    story, meetingID: shownID, isFull: full, evidence: evidence(of: log),
                    calendar: { try calendar($0, stream, zones, people) }, { OutputChannel.output.write($0) })
        }
    }

    /// What a page that is kept says of itself. Names of folders hold names of people.
    private func evidence(of log: EventLog) throws -> StoryEvidence {
        let head = try log.head()
        let bounds = try [
            asOf.map {
                "entries that Exchange had logged by \(TimeText.string(try Moment.instant($0, option: "--as-of"))) UTC"
            },
            knownAt.map { "what this store knew by \($0)" }, occurrence.map { "the instance of \(try date($0))" },
            mailbox.map { "the copy of \(pseudonyms ? "one mailbox" : $0)" },
        ].compactMap { $0 }
        return StoryEvidence(
            store: pseudonyms ? "not named" : URL(filePath: store.store).lastPathComponent,
            batches: head?.number ?? 0, head: head.map { Hex.lowercase($0.hash) }, version: Program.version,
            made: NightReport.text(Date()), bounds: bounds)
    }

    /// The meeting as it stood after the last step, as a calendar file under the same mask as the page.
    private func calendar(
        _ meeting: Meeting, _ stream: StreamID, _ zones: ZoneBook, _ people: People
    ) throws -> [UInt8]? {
        let mask = try pseudonyms ? mask(people) : Mask(people: people, identities: .clear, keepsSubjects: true)
        return try ICalendarTable.bytes(of: meeting, stream, zones, mask: mask)
    }

    /// A story without a step, and a date that never was one, are told and not left to be found out.
    private func complainOfNothing(_ story: Story, _ entries: [Entry]) throws {
        guard let first = entries.map(\.loggedAt).min() else {
            throw Failure(
                .inputMissing, "The store knew nothing of this meeting then.",
                next: "Leave --known-at out, or give a later batch or instant.")
        }
        guard !story.isEmpty else {
            if let asOf, try Moment.instant(asOf, option: "--as-of") < first {
                throw Failure(
                    .inputMissing, "Nothing of this meeting was logged by then.",
                    next: "Its first entry is of \(TimeText.string(first)) UTC.")
            }
            throw Failure(
                .inputMissing, mailbox == nil ? "No entry concerns that date." : "No entry comes from that mailbox.",
                next: "Without \(mailbox == nil ? "--occurrence" : "--mailbox") every entry is told.")
        }
        if let date = story.date, !story.everHasInstance {
            Console.note("\(date) is no date of this meeting's series: what is told concerns the whole series.")
        }
    }

    /// Who is who, by the directory and by what the log had taught of legacy DNs at the moment that is asked for.
    private func people(of log: EventLog) throws -> People {
        var people = People(directory: try directory.load())
        let bound =
            try asOf.map { try Moment.instant($0, option: "--as-of") }
            ?? diff.map { try Moment.instant($0, option: "--diff") }.max()
        // What there is to say of --known-at is said where entries are chosen by it.
        people.learned = try Projection(log).learnedNames(
            asOf: bound, upTo: KnownAt.position(knownAt, in: log) { _ in })
        return people
    }

    private func storyPrivacy(_ people: People) throws -> StoryPrivacy {
        guard pseudonyms else {
            return StoryPrivacy(
                person: { text in Address(text).map { people.resolved($0).canonical } ?? text }, meetingID: { $0 },
                showsFreeText: true)
        }
        let mask = Mask(people: people, identities: .pseudonyms(try key.pseudonymiser()), keepsSubjects: false)
        return StoryPrivacy(person: mask.person, meetingID: mask.globalObjectID, showsFreeText: false)
    }

    /// What the key makes of identities and ids, where somebody looks for a pseudonym.
    private func mask(_ people: People) throws -> Mask {
        Mask(people: people, identities: .pseudonyms(try key.pseudonymiser()), keepsSubjects: false)
    }

    private func date(_ text: String) throws -> CivilDate {
        guard let date = StatedTime.date(text) else {
            throw Failure(.usage, "--occurrence \(text) is not a date.", next: StatedTime.dateForm)
        }
        return date
    }

    private func compare(
        _ entries: [Entry], _ shownID: String, _ privacy: StoryPrivacy, _ zones: ZoneBook,
        _ onePerson: (String) -> String
    ) throws {
        guard diff.count == 2 else {
            throw Failure(.usage, "--diff takes two instants.", next: "Such as --diff 2024-02-01 2024-02-12T06:00:00Z.")
        }
        let moments = try diff.map { try Moment.instant($0, option: "--diff") }
        let meetings = moments.map { Reconstruct.fold(entries, asOf: $0, zones: zones)?.withEachPersonOnce(onePerson) }
        guard meetings.contains(where: { $0 != nil }) else {
            throw Failure(
                .inputMissing, "Nothing of this meeting was known at either instant.",
                next: entries.map(\.loggedAt).min().map { "Its first entry is of \(TimeText.string($0)) UTC." })
        }
        if format == .json {
            return try Console.print(
                json: StoryDifference(
                    meetingID: shownID, between: TimeText.string(moments[0], fraction: true),
                    and: TimeText.string(moments[1], fraction: true),
                    differences: MeetingDifference(privacy: privacy).items(from: meetings[0], to: meetings[1])))
        }
        let lines = try MeetingDifference(privacy: privacy).lines(from: meetings[0], to: meetings[1], zones: zones)
        Console.print("Meeting \(shownID) at \(diff[0]) and at \(diff[1])")
        for line in lines.isEmpty ? ["no difference"] : lines { Console.print(TerminalText.line(line)) }
    }

    private func list(_ log: EventLog, _ people: People, _ privacy: StoryPrivacy) throws {
        let words: SearchQuery
        do {
            words = try SearchQuery(find)
        } catch {
            throw Failure(
                .usage, "\(error.text) can be read in two ways.",
                next: "Write \(error.readings.joined(separator: " or ")).")
        }
        guard !words.isEmpty else {
            throw Failure(.usage, "--find takes words to look for.", next: "calfold replay --help")
        }
        let asked = try words.holdPseudonyms ? mask(people) : nil
        let found = try MeetingSearch(
            words, asOf: try asOf.map { try Moment.instant($0, option: "--as-of") },
            knownAt: KnownAt.position(knownAt, in: log, Console.tell),
            pseudonyms: asked.map { .init(person: $0.person, meetingID: $0.globalObjectID) }
        ).run(log)
        let short = try ShortIDs(of: format == .json ? [] : found.prefix(limit ?? .max).map(\.key), in: log)
        for candidate in found.prefix(limit ?? .max) {
            let whole = try privacy.meetingID(candidate.key)
            let id = whole == candidate.key ? short(whole) : whole
            let subject = privacy.showsFreeText ? candidate.subject ?? "" : ""
            let organizer = try candidate.organizer.map(privacy.person) ?? ""
            if format == .json {
                try Console.print(jsonLine: [
                    "meetingID": id, "subject": subject, "organizer": organizer, "firstStart": candidate.firstStart,
                    "timeZone": candidate.timeZone,
                ])
            } else {
                Console.print(
                    TerminalText.line(
                        "\(id)  \(candidate.firstStart) \(candidate.timeZone)  \(organizer)  \(subject)"))
            }
        }
        if let limit, limit < found.count {
            Console.note("\(limit) of \(found.count) meetings shown; a greater --limit, or none, shows more.")
        }
        if asOf == nil, knownAt == nil, try !Projection(log).isCurrent() {
            Console.note("The log has entries that were not folded yet: 'calfold fold' brings the list up to date.")
        }
        if found.isEmpty {
            throw Failure(
                .inputMissing, "No meeting has all of these.",
                next: words.doubtful.isEmpty
                    ? "Fewer words find more."
                    : "\(words.doubtful.joined(separator: ", ")) was read as text, for it is no date: write 2024-02-14, 14.02.2024, 2024-02 or 2024."
            )
        }
    }

    private static var width: Int { Console.width ?? 100 }
}

/// A comparison for programs.
private struct StoryDifference: Encodable {
    var meetingID: String
    var between: String
    var and: String
    var differences: [MeetingDifference.Item]
}
