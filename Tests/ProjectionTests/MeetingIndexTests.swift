import EventStore
import ExchangeFormats
import Foundation
import GRDB
import Reconstruct
import Simulation
import Testing

@testable import Projection

/// The index leads to all that a look at every meeting finds, and a fold of what is new leaves what a fold of all does.
@Suite struct MeetingIndexTests {
    private static func options() -> OrganisationOptions {
        var options = OrganisationOptions()
        options.meetings = 60
        return options
    }

    private static func everything(_ log: EventLog) throws -> [[DatabaseValue]] {
        try log.readDerived { db in
            try ["meeting_term ORDER BY block, kind, term", "meeting_start ORDER BY start, stream"].flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { Array($0.databaseValues) }
            }
        }
    }

    private static func forgetIndex(_ log: EventLog) throws {
        try log.derive { db in try EventLog.removeCheckpoint(MeetingIndex.checkpoint, in: db) }
        #expect(try !Projection(log).hasIndex())
    }

    @Test func aWordIsLookedForOnceHoweverOftenItIsSaid() throws {
        let words = try SearchQuery(["budget 2024-02-14 " + String(repeating: "budget Budget 2024-02-14 ", count: 500)])
        #expect(words.terms.count == 2)
    }

    @Test func aFoldOfWhatIsNewLeavesWhatAFoldOfAllDoes() throws {
        let seed = UInt64.random(in: 0...1 << 40)
        print("organisation seed \(seed)")
        let organisation = Organisation(seed: seed, options: Self.options())
        let pipeline = try Pipeline()
        for file in organisation.files(dialect: .ordinary) {
            try pipeline.ingest([file])
            try pipeline.fold()
        }
        #expect(try Projection(pipeline.log).hasIndex(), "seed \(seed)")
        let gradual = try Self.everything(pipeline.log)
        let verified = try Projection(pipeline.log).verify()
        #expect(verified.isCurrent && verified.differing.isEmpty, "seed \(seed): \(verified.differing.first)")
        _ = try Projection(pipeline.log).fold(anew: true)
        #expect(try Self.everything(pipeline.log) == gradual, "seed \(seed)")
    }

    /// Words, pieces of words and addresses, ids and dates, each with the answer of a look at every meeting.
    @Test func searchesFindWhatALookAtEveryMeetingFinds() throws {
        let seed = UInt64.random(in: 0...1 << 40)
        print("organisation seed \(seed)")
        let pipeline = try Pipeline()
        try pipeline.ingest(Organisation(seed: seed, options: Self.options()).files(dialect: .ordinary))
        try pipeline.fold()
        var random = RandomSource(seed: seed)
        var texts: [String] = [], keys: [String] = [], people: Set<String> = []
        try Projection(pipeline.log).forEachMeeting(in: Instant(ticks: .min)..<Instant(ticks: .max)) {
            stream, meeting, _ in
            texts += meeting.namingTexts(stream.key) + meeting.participants.map(\.address)
            people.formUnion(meeting.participants.map(\.address))
            keys.append(stream.key)
        }
        func piece(_ text: String) -> String {
            let count = text.count, first = random.number(in: 0...max(0, count - 1))
            return String(text.dropFirst(first).prefix(random.number(in: 1...max(1, count - first))))
        }
        var questions = [
            "", "2024", "2024-02", "2024-02-14", "09:00", "example", "EXAMPLE.com", "ä", "zz", "2024 review",
            "a\u{301}", "\u{212A}",
        ]
        for _ in 0..<60 {
            questions.append(piece(random.pick(texts) ?? "a"))
            questions.append(piece(random.pick(texts) ?? "a") + " " + piece(random.pick(texts) ?? "b"))
            questions.append(String((random.pick(keys) ?? "").suffix(random.number(in: 4...40))))
            questions.append(piece(random.pick(keys) ?? "").lowercased())
            questions.append(String((random.pick(keys) ?? "").prefix(random.number(in: 4...60))))
        }
        let asked = questions.compactMap { text in (try? SearchQuery([text])).map { (text, MeetingSearch($0)) } }
        let quick = try asked.map { try $0.1.run(pipeline.log) }
        let met = random.pick(people.sorted()) ?? ""
        func ofPerson() throws -> [[UInt8]] {
            var found: [[UInt8]] = []
            let window = Instant(ticks: .min)..<Instant(ticks: .max)
            try Projection(pipeline.log).forEachMeeting(in: window, naming: { $0 == met }) { _, meeting, _ in
                if meeting.participants.contains(where: { $0.address == met }) {
                    found.append(RecordEncoder.encode(meeting))
                }
            }
            return found
        }
        let theirs = try ofPerson()
        #expect(try Projection(pipeline.log).hasIndex())
        try Self.forgetIndex(pipeline.log)
        for (question, found) in zip(asked, quick) {
            #expect(try question.1.run(pipeline.log) == found, "seed \(seed): \(question.0)")
        }
        #expect(!theirs.isEmpty)
        #expect(try ofPerson() == theirs, "seed \(seed): \(met)")
    }

    /// Many meetings are visited in the order of lists, so that a page ends the visit.
    @Test func manyMeetingsComeByTheirStart() throws {
        let pipeline = try Pipeline()
        try pipeline.ingest(Organisation(seed: 5, options: Self.options()).files(dialect: .ordinary))
        try pipeline.fold()
        var starts: [Instant] = []
        try MeetingSearch(SearchQuery([])).forEachMatch(in: pipeline.log) { _, meeting, zones in
            starts.append(meeting.listedStart(zones))
            return starts.count < 20
        }
        #expect(starts.count == 20 && starts == starts.sorted())
        var later: [Instant] = []
        try MeetingSearch(SearchQuery([])).forEachMatch(in: pipeline.log, .init(first: starts[10])) {
            _, meeting, zones in
            later.append(meeting.listedStart(zones))
            return later.count < 10
        }
        #expect(Array(starts[10...]) == later)
    }

    /// More of them than are read at once, with all that is asked beside words.
    @Test func manyMeetingsAreChosenAsALookAtEachDoes() throws {
        let seed = UInt64.random(in: 0...1 << 40)
        print("organisation seed \(seed)")
        var options = Self.options()
        options.meetings = 260
        let pipeline = try Pipeline()
        try pipeline.ingest(Organisation(seed: seed, options: options).files(dialect: .ordinary))
        try pipeline.fold()
        let all = Instant(ticks: .min)..<Instant(ticks: .max)
        var starts: [Instant] = []
        try Projection(pipeline.log).forEachMeeting(in: all) { starts.append($1.listedStart($2)) }
        starts.sort()
        let middle = starts[starts.count / 2]
        let week = middle..<Instant(ticks: middle.ticks + 7 * Instant.ticksPerDay)
        func found(_ words: String, _ status: Meeting.Status?, _ window: Range<Instant>?) throws -> Set<String> {
            var found: Set<String> = []
            let search = try MeetingSearch(SearchQuery([words]))
            try search.forEachMatch(in: pipeline.log, .init(window: window, status: status)) { stream, meeting, zones in
                guard status.map({ $0 == meeting.status }) ?? true else { return true }
                var isThere = window == nil
                if let window { meeting.forEachOccurrence(in: window, zones: zones) { _ in isThere = true } }
                if isThere { #expect(found.insert(stream.key).inserted) }
                return true
            }
            return found
        }
        let asked = ["", "example", "e"].flatMap { words in
            ([nil] + Meeting.Status.allCases).flatMap { status in [nil, week].map { (words, status, $0) } }
        }
        let quick = try asked.map(found)
        #expect(quick.allSatisfy { $0.count <= starts.count } && quick[0].count == starts.count && starts.count > 200)
        try Self.forgetIndex(pipeline.log)
        for (question, keys) in zip(asked, quick) {
            #expect(try found(question.0, question.1, question.2) == keys, "seed \(seed): \(question)")
        }
    }

    @Test func piecesOfTextAreFoundByteByByte() {
        var random = RandomSource(seed: 7)
        let letters = Array("abAB1@ä")
        func text(_ count: Int) -> String {
            String((0..<count).map { _ in letters[random.number(in: 0...letters.count - 1)] })
        }
        for _ in 0..<2_000 {
            let piece = text(random.number(in: 1...4)), whole = text(random.number(in: 0...16))
            let sought = TextNeedle(piece), isPlain = (piece + whole).utf8.allSatisfy { $0 < 0x80 } && !whole.isEmpty
            Array(whole.utf8).withUnsafeBufferPointer { bytes in
                #expect(sought.isFound(in: bytes) == (whole + "").contains(piece), "\(piece) in \(whole)")
                #expect(sought.begins(bytes) == whole.hasPrefix(piece))
                #expect(
                    sought.isFound(inSmallLettersOf: bytes) == (isPlain ? whole.lowercased().contains(piece) : nil))
            }
        }
    }

    /// Whoever took part at any moment stands among a stream's people, also where nothing tells whose log a row is from.
    @Test(arguments: [false, true], [false, true])
    func whoeverTookPartIsFound(isMerged: Bool, hasExtraColumns: Bool) throws {
        let seed = UInt64.random(in: 0...1 << 40)
        print("organisation seed \(seed)")
        var options = Self.options(), dialect = ExportDialect()
        dialect.hasExtraColumns = hasExtraColumns
        options.hasExtraColumns = hasExtraColumns
        if hasExtraColumns { options.behaviours = .everything }
        let organisation = Organisation(seed: seed, options: options)
        let pipeline = try Pipeline()
        try pipeline.ingest(
            isMerged ? [organisation.mergedFile(dialect: dialect)] : organisation.files(dialect: dialect))
        try pipeline.fold()
        try Projection(pipeline.log).forEachStream { stream, entries, zones in
            let people = MeetingTerms(stream, entries, nil, zones).people
            for moment in Set(entries.map(\.loggedAt)) {
                guard let meeting = Reconstruct.fold(entries, asOf: moment, zones: zones) else { continue }
                let met = meeting.participants.map(\.address) + [meeting.organizer].compactMap { $0 }
                #expect(met.allSatisfy(people.contains), "seed \(seed): \(met), \(people)")
            }
        }
    }

    /// What no fold has seen yet is read, though the index does not tell of it.
    @Test func entriesThatWereNotFoldedAreFound() throws {
        let pipeline = try Pipeline()
        let files = Organisation(seed: 9, options: Self.options()).files(dialect: .ordinary)
        try pipeline.ingest(Array(files.prefix(1)))
        try pipeline.fold()
        try pipeline.ingest(Array(files.dropFirst()))
        func streams() throws -> Set<String> {
            var found: Set<String> = []
            try Projection(pipeline.log).forEachStream(naming: { $0.hasPrefix("a") }) { stream, entries, zones in
                if MeetingTerms(stream, entries, nil, zones).people.contains(where: { $0.hasPrefix("a") }) {
                    found.insert(stream.key)
                }
            }
            return found
        }
        let quick = try streams()
        #expect(try Projection(pipeline.log).hasIndex())
        try Self.forgetIndex(pipeline.log)
        #expect(try streams() == quick && !quick.isEmpty)
    }

    /// An id is told by its form only where a look into it says the same.
    @Test func idsOfExchangesOwnAreToldByTheirForm() throws {
        let pipeline = try Pipeline()
        try pipeline.ingest(Organisation(seed: 11, options: Self.options()).files(dialect: .ordinary))
        try pipeline.fold()
        var own = 0
        try Projection(pipeline.log).forEachMeeting(in: Instant(ticks: .min)..<Instant(ticks: .max)) { stream, _, _ in
            guard Meeting.isExchangesOwn(stream.key) else { return }
            own += 1
            guard case .globalObjectID(let id, _) = MeetingKey(stream.key) else {
                Issue.record("\(stream.key) is no id")
                return
            }
            #expect(!id.isForeign)
        }
        #expect(own > 20)
        for text in ["", "Room-Plan-77@calendar.test", String(repeating: "A", count: 112)] {
            #expect(!Meeting.isExchangesOwn(text))
        }
    }

    @Test func listsOfStreamsComeBackAsTheyWere() throws {
        var random = RandomSource(seed: 3)
        for _ in 0..<200 {
            let numbers = Set((0..<random.number(in: 0...300)).map { _ in UInt16(random.number(in: 0...16_383)) })
            #expect(StreamList.decoded(StreamList.encoded(numbers.sorted())) == numbers.sorted())
            let streams = (0..<100).map { _ in Int64(random.number(in: 0...100_000)) - 50_000 }
            #expect(StreamSet(streams).streams == Set(streams).sorted())
        }
        for bytes: [UInt8] in [[0x80], [0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0x7F, 1], [5, 0]] {
            #expect(StreamList.decoded(bytes) == nil, "\(bytes)")
        }
    }
}
