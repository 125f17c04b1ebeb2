import Decoding
import EventStore
import ExchangeFormats
import Foundation
import Reconstruct

let store = CommandLine.arguments.dropFirst().first ?? "calfold.db"
guard let from = Instant("2024-01-01T00:00:00Z"), let to = Instant("2024-07-01T00:00:00Z") else { fatalError() }

do {
    let log = try EventLog(path: store, access: .readOnly)
    try log.forEachMeeting { _, entries, zones in
        let meeting = fold(entries, zones: zones)
        meeting?.forEachOccurrence(in: from..<to, zones: zones) { print($0.slot.start, $0.status, $0.kind) }
    }
} catch {
    // An error that nobody catches ends a program with a trace of its stack.
    FileHandle.standardError.write(Data("Meetings: \(error)\n".utf8))
    exit(1)
}
