import ExchangeFormats
import Foundation
import Reconstruct
import Simulation
import Testing

@testable import Projection

/// Names asked for moment by moment are those that a walk over the rows of each moment tells.
@Suite struct MomentNamesTests {
    private static let id =
        "040000008200E00074C5B7101A82E008000000000000542EAD3FDA0100000000000000001000000091A2B3C4D5E6F798A9BACBDCEDFE0F00"

    @Test func namesOfAMomentAreThoseOfTheRowsUpToIt() throws {
        let seed = UInt64.random(in: 0...1 << 40)
        print("seed \(seed)")
        var random = RandomSource(seed: seed)
        var lines = [
            "logtime;starttime;endtime;calendarlogtriggeraction;itemclass;globalobjectid;appointmentstate;sentrepresentingemailaddress;from;creationtime"
        ]
        func moment(_ minute: Int) -> String {
            "2024-01-0\(1 + minute / 600) 0\(minute / 60 % 10):\(minute % 60 < 10 ? "0" : "")\(minute % 60):00"
        }
        for _ in 0..<120 {
            let minute = random.number(in: 0...1_799)
            let person = random.number(in: 1...4), address = person == 1 ? 1 : random.number(in: 1...3)
            lines.append(
                "\(moment(minute));2024-02-01 09:00:00;2024-02-01 10:00:00;Update;IPM.Appointment;\(Self.id);3;/o=Org/cn=p\(person);\"\"\"P\"\" <p\(person)-\(address)@example.com>\";2024-01-01 00:00:00"
            )
        }
        let pipeline = try Pipeline()
        try pipeline.ingest([
            ExportFile(name: "anna@example.com.csv", bytes: Array(lines.joined(separator: "\n").utf8))
        ])
        try pipeline.fold()
        #expect(try Projection(pipeline.log).storedNames().logged.count > 1)
        let names = MomentNames(), begin = WallTime(CivilDate(days: CivilDate.days(year: 2024, month: 1, day: 1))).ticks
        for minute in stride(from: 0, to: 4 * 1_440, by: 7) {
            let instant = Instant(ticks: begin + Int64(minute) * Instant.ticksPerMinute)
            #expect(
                try names.learned(asOf: instant, in: pipeline.log)
                    == Projection(pipeline.log).learnedNames(asOf: instant), "seed \(seed), minute \(minute)")
        }
    }
}
