import ExchangeFormats
import Simulation
import Testing

@testable import Projection
@testable import Reconstruct

/// The fold that follows a history over whole organisations, against a fold of each prefix.
@Suite struct AdvancingOrganisationTests {
    @Test(arguments: ["mailboxes", "more columns", "merged", "guests"]) func everyPrefixIsItsFold(kind: String) throws {
        let newest = UInt64.random(in: 0...1 << 40)
        print("organisation seed \(newest), \(kind)")
        // The first had a merged export that an earlier fold of this kind got wrong.
        for seed in [673_620_043_840, newest] {
            var options = OrganisationOptions()
            options.meetings = 40
            options.behaviours = kind == "more columns" ? .everything : .ordinary.union(.settledLater)
            options.hasExtraColumns = kind == "more columns"
            let organisation = Organisation(seed: seed, options: options)
            let pipeline = try Pipeline()
            switch kind {
            case "merged": try pipeline.ingest([organisation.mergedFile()])
            case "guests":
                try pipeline.ingest(Organisation.files(of: organisation.rows.filter { !$0.isOfOrganizersItem }))
            case "more columns":
                var dialect = ExportDialect.ordinary
                dialect.hasExtraColumns = true
                try pipeline.ingest(organisation.files(dialect: dialect))
            default: try pipeline.ingest(organisation.files())
            }
            try Projection(pipeline.log).forEachStream { stream, entries, zones in
                let ordered = sortedOnce(entries)
                var state = AdvancingFold(ordered, zones: zones)
                var known: [Entry] = []
                for place in ordered.indices.sorted(by: { LogMoment(ordered[$0]) < LogMoment(ordered[$1]) }) {
                    known.append(ordered[place])
                    state.take(place)
                    let isSame = state.meeting == Reconstruct.fold(known, zones: zones)
                    #expect(isSame, "seed \(seed), \(stream.key) after \(known.count) of \(entries.count)")
                    guard isSame else { break }
                }
            }
        }
    }
}
