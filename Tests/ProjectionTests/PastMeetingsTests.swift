import EventStore
import ExchangeFormats
import Foundation
import GRDB
import Reconstruct
import Simulation
import Testing

@testable import Projection

/// Somebody's meetings of the past, most of which the stored ones tell, are those of a fold of every entry that was
/// logged by then.
@Suite struct PastMeetingsTests {
    private struct Question {
        var person: String
        var moment: Instant
        var window: Range<Instant>
    }

    /// By key, what was visited that the person takes part in and that has an occurrence in the window.
    private struct Answer: Equatable {
        var meetings: [String: [UInt8]] = [:]
        var visits = 0

        mutating func add(_ stream: StreamID, _ meeting: Meeting, _ zones: ZoneBook, _ question: Question) {
            visits += 1
            guard meeting.participants.contains(where: { $0.address == question.person }) else { return }
            var isThere = false
            meeting.forEachOccurrence(in: question.window, zones: zones) { _ in isThere = true }
            guard isThere else { return }
            #expect(meetings.updateValue(RecordEncoder.encode(meeting), forKey: stream.key) == nil, "visited twice")
        }
    }

    private static func replayed(_ question: Question, _ log: EventLog) throws -> Answer {
        var answer = Answer()
        try Projection(log).forEachStream { stream, entries, zones in
            guard let meeting = Reconstruct.fold(entries, asOf: question.moment, zones: zones) else { return }
            answer.add(stream, meeting, zones, question)
        }
        return answer
    }

    private static func asked(_ question: Question, _ log: EventLog) throws -> Answer {
        var answer = Answer()
        try Projection(log).forEachMeeting(
            in: question.window, asOf: question.moment, naming: { $0 == question.person }
        ) { answer.add($0, $1, $2, question) }
        return answer
    }

    /// People, moments at which something was logged or just before, and weeks, whole days of all that there is too.
    private static func questions(_ count: Int, of log: EventLog, _ random: inout RandomSource) throws -> [Question] {
        var logged: Set<Instant> = [], people: Set<String> = [], starts: Set<Instant> = []
        try Projection(log).forEachStream { _, entries, zones in
            logged.formUnion(entries.map(\.loggedAt))
            starts.formUnion(entries.compactMap(\.startTime))
            people.formUnion(Reconstruct.fold(entries, zones: zones)?.participants.map(\.address) ?? [])
        }
        let (moments, names, begins) = (logged.sorted(), people.sorted(), starts.sorted())
        var questions: [Question] = []
        for number in 0..<count {
            guard let person = random.pick(names), let moment = random.pick(moments), let begin = random.pick(begins)
            else { continue }
            let ticks = moment.ticks - (random.number(in: 0...3) == 0 ? 1 : 0)
            let first = begin.ticks - Int64(random.number(in: 0...7)) * Instant.ticksPerDay
            let window =
                number % 8 == 0
                ? Instant(ticks: 0)..<Instant(ticks: begins[begins.count - 1].ticks + 1)
                : Instant(ticks: first)..<Instant(ticks: first + 7 * Instant.ticksPerDay)
            questions.append(Question(person: person, moment: Instant(ticks: ticks), window: window))
        }
        return questions
    }

    @Test(arguments: [false, true], [false, true])
    func storedMeetingsTellWhatAFoldOfTheirEntriesDoes(isBehind: Bool, hasExtraColumns: Bool) throws {
        let seed = UInt64.random(in: 0...1 << 40)
        print("organisation seed \(seed)")
        var options = OrganisationOptions(), dialect = ExportDialect()
        options.meetings = 60
        dialect.hasExtraColumns = hasExtraColumns
        options.hasExtraColumns = hasExtraColumns
        if hasExtraColumns { options.behaviours = .everything }
        let files = Organisation(seed: seed, options: options).files(dialect: dialect)
        let pipeline = try Pipeline()
        if isBehind {
            try pipeline.ingest(Array(files.prefix(files.count / 2)))
            try pipeline.fold()
            try pipeline.ingest(Array(files.dropFirst(files.count / 2)))
        } else {
            try pipeline.ingest(files)
            try pipeline.fold()
        }
        var random = RandomSource(seed: seed)
        let questions = try Self.questions(24, of: pipeline.log, &random)
        let wanted = try questions.map { try Self.replayed($0, pipeline.log) }
        #expect(try Projection(pipeline.log).hasIndex())
        var visits = 0
        for (question, answer) in zip(questions, wanted) {
            let found = try Self.asked(question, pipeline.log)
            #expect(found.meetings == answer.meetings, "seed \(seed): \(question)")
            visits += found.visits
        }
        #expect(wanted.contains { !$0.meetings.isEmpty } && visits < wanted.map(\.visits).reduce(0, +))
        try pipeline.log.derive { db in try EventLog.removeCheckpoint(MeetingIndex.checkpoint, in: db) }
        for (question, answer) in zip(questions, wanted) {
            #expect(try Self.asked(question, pipeline.log) == answer, "seed \(seed): \(question)")
        }
    }

    /// A stored meeting that cannot be read hides nothing: its entries tell it.
    @Test func whatCannotBeReadIsReplayed() throws {
        let pipeline = try Pipeline()
        var options = OrganisationOptions()
        options.meetings = 30
        try pipeline.ingest(Organisation(seed: 4, options: options).files(dialect: .ordinary))
        try pipeline.fold()
        var random = RandomSource(seed: 4)
        let questions = try Self.questions(16, of: pipeline.log, &random)
        let before = try questions.map { try Self.asked($0, pipeline.log).meetings }
        try pipeline.log.derive { try $0.execute(sql: "UPDATE meeting SET state = x'00' WHERE stream % 2 = 0") }
        #expect(try questions.map { try Self.asked($0, pipeline.log).meetings } == before)
        try pipeline.log.derive { try $0.execute(sql: "DELETE FROM meeting") }
        #expect(try questions.map { try Self.asked($0, pipeline.log).meetings } == before)
    }

    @Test func theLogKnowsWhoStandsInIt() throws {
        let pipeline = try Pipeline()
        var options = OrganisationOptions()
        options.meetings = 10
        let files = Organisation(seed: 4, options: options).files(dialect: .ordinary)
        try pipeline.ingest(Array(files.prefix(1)))
        #expect(try Projection(pipeline.log).hasEntries(naming: { _ in true }) == nil)
        try pipeline.fold()
        #expect(try Projection(pipeline.log).hasEntries(naming: { _ in true }) == true)
        #expect(try Projection(pipeline.log).hasEntries(naming: { _ in false }) == false)
        try pipeline.ingest(Array(files.dropFirst()))
        #expect(try Projection(pipeline.log).hasEntries(naming: { _ in true }) == true)
        #expect(try Projection(pipeline.log).hasEntries(naming: { _ in false }) == nil)
    }
}
