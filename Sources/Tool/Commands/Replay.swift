import ArgumentParser
import EventStore
import ExchangeFormats
import Foundation
import Privacy
import Projection
import Publish
import Reconstruct

struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The history of one meeting, with the reason for every change.",
        discussion: """
            Tells each entry in the order of its logging: who did what through which client, what changed, what was ignored and \
            why, and the meeting as it stood after it. Names are shown in clear, as an audit needs them; --pseudonyms hides them.

            Examples:
              calfold replay 040000008200E00074C5B7101A82E0080000000030F3
              calfold replay --find "budget 2024-02"
              calfold replay ID --as-of 2024-02-12T06:00:00Z
              calfold replay ID --occurrence 2024-03-04 --mailbox alice@example.com
              calfold replay ID --diff 2024-02-01 2024-02-12
              calfold replay ID --format html > meeting.html
            """)

    @Argument(help: ArgumentHelp("A meeting id, or as much of its beginning as is unique.", valueName: "id"))
    var id: String?

    @Option(help: ArgumentHelp("Words of the subject, an address, a date: lists the meetings that have them all.", valueName: "text"))
    var find: String?

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

    @OptionGroup var key: KeyOptions
    @OptionGroup var directory: DirectoryOptions
    @OptionGroup var store: StoreOptions

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, html }

    @Option(help: "How to print: text for people, json for programs (one object a line), html for a page to keep.")
    var format = Format.text

    func run() throws {
        let log = try EventLog(path: store.store, access: .readOnly)
        let people = try people(of: log)
        let privacy = try storyPrivacy(people)
        if let find, find.allSatisfy(\.isWhitespace) { throw Failure(.usage, "--find takes words to look for.", next: "calfold replay --help") }
        if let find { return try list(MeetingSearch(text: find).run(log), privacy) }
        guard let id else { throw Failure(.usage, "Name a meeting id, or look for one with --find.", next: "calfold replay --help") }
        let stream = try unique(id, in: log, privacy)
        let shownID = try privacy.meetingID(stream.key)
        var entries: [Entry] = []
        try Projection(log).forEachStream(.streams([stream.number]), upTo: KnownAt.position(knownAt, in: log)) { _, found, _ in entries = found }
        let zones = ZoneBook()
        func onePerson(_ text: String) -> String { Address(text).map { people.resolved($0).canonical } ?? text }
        if !diff.isEmpty { return try compare(entries, shownID, privacy, zones, onePerson) }
        let story = Story(
            of: entries, asOf: try asOf.map { try Moment.instant($0, option: "--as-of") }, mailbox: mailbox.flatMap { Address($0)?.canonical },
            occurrence: try occurrence.map(date), zones: zones
        ).withEachPersonOnce(onePerson)
        try complainOfNothing(story, entries)
        let lines =
            switch format {
            case .text: try StoryText(privacy: privacy, width: Replay.width, usesColour: Console.outputIsTerminal).lines(of: story, meetingID: shownID)
            case .json: try StoryJSON(privacy: privacy).lines(of: story, meetingID: shownID)
            case .html: try StoryHTML(privacy: privacy).lines(of: story, meetingID: shownID)
            }
        for line in lines { Console.print(finished: line) }
    }

    /// A story without a step, and a date that never was one, are told and not left to be found out.
    private func complainOfNothing(_ story: Story, _ entries: [Entry]) throws {
        guard let first = entries.map(\.loggedAt).min() else {
            throw Failure(.inputMissing, "The store knew nothing of this meeting then.", next: "Leave --known-at out, or give a later batch or instant.")
        }
        guard !story.steps.isEmpty else {
            if let asOf, try Moment.instant(asOf, option: "--as-of") < first {
                throw Failure(.inputMissing, "Nothing of this meeting was logged by then.", next: "Its first entry is of \(TimeText.string(first)) UTC.")
            }
            throw Failure(
                .inputMissing, mailbox == nil ? "No entry concerns that date." : "No entry comes from that mailbox.",
                next: "Without \(mailbox == nil ? "--occurrence" : "--mailbox") every entry is told.")
        }
        if let date = story.date, !story.steps.contains(where: { $0.occurrence != nil }) {
            Console.note("\(date) is no date of this meeting's series: what is told concerns the whole series.")
        }
    }

    /// Who is who, by the directory and by what the log had taught of legacy DNs at the moment that is asked for.
    private func people(of log: EventLog) throws -> People {
        var people = People(directory: try directory.load())
        let bound = try asOf.map { try Moment.instant($0, option: "--as-of") } ?? diff.map { try Moment.instant($0, option: "--diff") }.max()
        people.learned = try Projection(log).learnedNames(asOf: bound, upTo: KnownAt.position(knownAt, in: log))
        return people
    }

    private func storyPrivacy(_ people: People) throws -> StoryPrivacy {
        guard pseudonyms else {
            return StoryPrivacy(
                person: { text in Address(text).map { people.resolved($0).canonical } ?? text }, meetingID: { $0 }, showsFreeText: true)
        }
        let mask = Mask(people: people, identities: .pseudonyms(try key.pseudonymiser()), keepsSubjects: false)
        return StoryPrivacy(person: mask.person, meetingID: mask.globalObjectID, showsFreeText: false)
    }

    private func unique(_ id: String, in log: EventLog, _ privacy: StoryPrivacy) throws -> StreamID {
        let prefix = Replay.key(id)
        let found = try log.streams(withPrefix: prefix, limit: 11)
        if let exact = found.first(where: { $0.key == prefix }) { return exact }
        guard let first = found.first else {
            throw Failure(.inputMissing, "No meeting's id begins with \(id).", next: "'calfold replay --find WORDS' looks for one.")
        }
        guard found.count == 1 else {
            let candidates = try found.prefix(10).map { "    " + (try privacy.meetingID($0.key)) }
            throw Failure(
                .usage, "\(found.count > 10 ? "More than 10" : String(found.count)) meetings' ids begin so.",
                next: "Give more of it:\n" + candidates.joined(separator: "\n"))
        }
        return first
    }

    /// An id of any form as the key of its stream; part of one is taken as the hex it begins with.
    private static func key(_ id: String) -> String {
        let text = id.uppercased().filter { !$0.isWhitespace && $0 != "-" }
        guard let slash = text.firstIndex(of: "/") else { return cleaned(text) }
        return cleaned(String(text[..<slash]))
    }

    private static func cleaned(_ hex: String) -> String {
        guard hex.hasPrefix("040000008200E00074C5B7101A82E008"), hex.utf8.count >= 40 else { return hex }
        return String(hex.prefix(32)) + "00000000" + hex.dropFirst(40)
    }

    private func date(_ text: String) throws -> CivilDate {
        guard let date = StatedTime.date(text) else {
            throw Failure(.usage, "--occurrence \(text) is not a date.", next: StatedTime.dateForm)
        }
        return date
    }

    private func compare(_ entries: [Entry], _ shownID: String, _ privacy: StoryPrivacy, _ zones: ZoneBook, _ onePerson: (String) -> String) throws {
        guard diff.count == 2 else { throw Failure(.usage, "--diff takes two instants.", next: "Such as --diff 2024-02-01 2024-02-12T06:00:00Z.") }
        let moments = try diff.map { try Moment.instant($0, option: "--diff") }
        let meetings = moments.map { Reconstruct.fold(entries, asOf: $0, zones: zones)?.withEachPersonOnce(onePerson) }
        guard meetings.contains(where: { $0 != nil }) else {
            throw Failure(
                .inputMissing, "Nothing of this meeting was known at either instant.",
                next: entries.map(\.loggedAt).min().map { "Its first entry is of \(TimeText.string($0)) UTC." })
        }
        let lines = try MeetingDifference(privacy: privacy).lines(from: meetings[0], to: meetings[1], zones: zones)
        Console.print("Meeting \(shownID) at \(diff[0]) and at \(diff[1])")
        for line in lines.isEmpty ? ["no difference"] : lines { Console.print(line) }
    }

    private func list(_ found: [MeetingSearch.Candidate], _ privacy: StoryPrivacy) throws {
        for candidate in found {
            let id = try privacy.meetingID(candidate.key)
            let subject = privacy.showsFreeText ? candidate.subject ?? "" : ""
            let organizer = try candidate.organizer.map(privacy.person) ?? ""
            if format == .json {
                try Console.print(jsonLine: ["meetingID": id, "subject": subject, "organizer": organizer, "firstStart": candidate.firstStart])
            } else {
                Console.print("\(id)  \(candidate.firstStart)  \(organizer)  \(subject)")
            }
        }
        if found.isEmpty { throw Failure(.inputMissing, "No meeting has all of these.", next: "Fewer words find more; 'calfold fold' brings the list up to date.") }
    }

    /// Columns of the terminal, as the shell tells them.
    private static var width: Int { ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) } ?? 100 }
}
