import Foundation
import Partner
import Primitives

#if canImport(Glibc)
import Glibc
#endif

extension PushRun {
    /// Writes every body of a month as a file, without the token.
    package func write(_ month: MonthNumber, to folder: String) throws -> PushReport.Month {
        let pushable = try source.month(month), bodies = try bodies(pushable)
        return try withExtendedLifetime(pushable) {
            let survey = try bodies.survey()
            guard !survey.isEmpty else {
                throw EmptyMonth(month: month.text)
            }
            try refuse(survey, outsideTheLog: month)
            let opening = try whyNotClosed(month)
            try PushRun.clear(folder)
            var report = PushReport.Month(
                month, .written, survey,
                what: try opening.map { "it is not closed yet: \($0.why), so that a push needs --open" }
                    ?? doubts(month))
            var bytes = 0
            func write(_ body: CallBody) throws {
                report.calls += 1
                bytes += body.bytes.count
                let number = String(report.calls)
                let name =
                    String(repeating: "0", count: max(0, 4 - number.count)) + "\(number)-\(body.call.rawValue).json"
                let file = try AtomicFile(folder: folder, name: name)
                try file.write(body.bytes)
                try file.commit(isStaged: true)
            }
            _ = try bodies.forEach(token: nil, write)
            try write(bodies.completed(success: true, message: survey.message, token: nil))
            report.bytes = bytes
            report.warnings = pushable.warnings
            return report
        }
    }

    /// Takes away the bodies of an earlier dry run, which would be taken for this one's.
    private static func clear(_ folder: String) throws {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            guard name.hasSuffix(".json"), let dash = name.firstIndex(of: "-"), name[..<dash].count >= 4,
                name[..<dash].allSatisfy({ $0.isASCII && $0.isNumber }),
                PartnerCall(rawValue: String(name[name.index(after: dash)...].dropLast(5))) != nil
            else { continue }
            guard unlink(folder + "/" + name) == 0 else {
                throw Failure(.cannotWrite, "\(name) of an earlier dry run cannot be taken away.", at: folder)
            }
        }
    }
}
