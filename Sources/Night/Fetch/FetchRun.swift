import Foundation
import Primitives
import Publishing
import Tables

#if canImport(Glibc)
import Glibc
#endif

/// Fetches months of finished tables, each whole or not at all: it is brought beside its place, held against its
/// manifest, looked at, and then put there as a night does.
package struct FetchRun {
    private let source: any PublicationSource
    private let out: String
    private let attempts: Attempts
    /// Gets how far it is, in words.
    package var progress: (String) -> Void = { _ in }
    /// Seconds since 1970.
    package var now = Clock.milliseconds / 1_000

    /// - Parameters:
    ///   - attempts: tries for each step, the first among them; at least 1.
    ///   - pause: waits after the try of that number, from 1, that failed.
    package init(
        from source: any PublicationSource, to out: String, attempts: Int,
        pause: @escaping (Int) -> Void = Publication.growingPause
    ) {
        self.source = source
        self.out = out
        self.attempts = Attempts(attempts, pause: pause)
    }

    private var staging: String { out + "/.fetched" }

    /// - Returns: the report, and what ended the run before its time.
    package func run() throws -> (report: FetchReport, failure: Failure?) {
        ScratchFolder.clearLeftovers()
        var report = FetchReport(source: source.label)
        try NewFolder.make(out, mode: 0o750)
        let lock = try StoreLock(store: out + "/.calfold", for: .tables)
        return try withExtendedLifetime(lock) {
            ScratchFolder.clearHalfFiles(in: out)
            defer { try? FileManager.default.removeItem(atPath: staging) }
            do {
                try fetch(&report)
                return (report, nil)
            } catch let error as PublicationError {
                let failure = FetchRun.failure(error)
                report.failure = failure.what
                return (report, failure)
            }
        }
    }

    private static func failure(_ error: PublicationError) -> Failure {
        let (status, next): (ExitStatus, String?) =
            switch error.reason {
            case .unusable: (.usage, nil)
            case .missing, .notWritable: (.inputMissing, "Name the folder into which the tables are published.")
            case .unreadable, .gone: (.cannotWrite, "What was not taken is taken by the next fetch.")
            case .refused: (.refused, nil)
            case .tooLarge, .broken: (.serviceUnavailable, "What was not taken is taken by the next fetch.")
            }
        return Failure(status, error.what, next: next)
    }

    private func fetch(_ report: inout FetchReport) throws {
        let sizes = try attempts.make(&report.retries) { () throws(PublicationError) in try source.list() }
        let manifests = sizes.keys.filter(CheckedManifest.isName).sorted()
        let months = Set(manifests.map { PublicationSet.month(of: $0) ?? "" })
        guard manifests.count <= FetchRun.mostMonths else {
            throw Failure(
                .inputNotUnderstood,
                "The source has \(manifests.count) manifests, and no folder of tables has so many.",
                next: "See whether it is the right folder; nothing was fetched.")
        }
        for names in FetchRun.portions(of: manifests, sizes) {
            let contents = try bring(names, sizes, &report.retries)
            for name in names {
                let month = PublicationSet.month(of: name)
                progress(month ?? "tables of no month")
                report.months.append(try take(month, name, contents[name], sizes, &report.retries))
            }
        }
        // What has tables and no manifest.
        let others = Set(sizes.keys.filter { $0.hasSuffix(".csv") }.compactMap { PublicationSet.month(of: $0) })
        var renewals = RenewalNotes(folder: out)
        for month in others.subtracting(months).sorted() {
            guard let since = renewals.add(month, at: now) else {
                report.months.append(.init(month, .beingRenewed))
                continue
            }
            let moment = NightReport.text(Date(timeIntervalSince1970: Double(since)))
            report.months.append(
                .init(
                    month, .unfinished,
                    what:
                        "It has had no manifest since \(moment) at least: ask whoever publishes it. It is left as it is here."
                ))
        }
        renewals.keep()
        for month in monthsHere().subtracting(others).subtracting(months).sorted() {
            report.months.append(.init(month, .gone))
        }
    }

    /// Months whose manifests stand here.
    private func monthsHere() -> Set<String> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: out)) ?? []
        return Set(names.filter(CheckedManifest.isName).compactMap { PublicationSet.month(of: $0) })
    }

    /// A century's.
    private static let mostMonths = 1_200
    /// Of manifests that are held at once.
    private static let mostHeld: Int64 = 16 << 20

    /// Manifests that are brought together.
    private static func portions(of names: [String], _ sizes: [String: Int64]) -> [[String]] {
        var portions: [[String]] = [], held: Int64 = .max
        for name in names {
            let bytes = min(max(0, sizes[name, default: 0]), CheckedManifest.mostBytes + 1)
            if portions.isEmpty || held + bytes > mostHeld {
                portions.append([])
                held = 0
            }
            held += bytes
            portions[portions.count - 1].append(name)
        }
        return portions
    }

    /// The contents of manifests; those that are far too large are left where they are, and so are those that are gone
    /// by now or that nobody may read.
    private func bring(
        _ names: [String], _ sizes: [String: Int64], _ retries: inout Int
    ) throws(PublicationError) -> [String: Data] {
        let folder = try ScratchFolder()
        let wanted = names.filter { sizes[$0, default: 0] <= CheckedManifest.mostBytes }
        guard !wanted.isEmpty else { return [:] }
        func bring(_ names: [String]) throws(PublicationError) -> Bool {
            do throws(PublicationError) {
                try attempts.make(&retries) { () throws(PublicationError) in
                    try source.bring(names, to: folder.path, mostBytes: CheckedManifest.mostBytes)
                }
                return true
            } catch {
                guard [.gone, .tooLarge].contains(error.reason) else { throw error }
                return false
            }
        }
        if try !bring(wanted) {
            // What was brought in part is none.
            for name in wanted {
                let isHere = wanted.count > 1 ? try bring([name]) : false
                if !isHere { unlink(folder.path + "/" + name) }
            }
        }
        return wanted.reduce(into: [:]) { $0[$1] = FileManager.default.contents(atPath: folder.path + "/" + $1) }
    }

    /// Takes a month; where it does not fit, somebody may just have renewed it, and it is looked at once more.
    private func take(
        _ month: String?, _ name: String, _ data: Data?, _ sizes: [String: Int64], _ retries: inout Int
    ) throws -> FetchReport.Month {
        let first = try take(month, name, data, sizes: sizes, &retries)
        guard first.outcome == .unfit else { return first }
        let sizes = try attempts.make(&retries) { () throws(PublicationError) in try source.list() }
        guard sizes[name] != nil else { return .init(month, .beingRenewed) }
        let again = try bring([name], sizes, &retries)[name]
        return again == data ? first : try take(month, name, again, sizes: sizes, &retries)
    }

    private func take(
        _ month: String?, _ name: String, _ data: Data?, sizes: [String: Int64], _ retries: inout Int
    ) throws -> FetchReport.Month {
        let found: CheckedManifest
        do throws(CheckedManifest.Lie) {
            guard let data else {
                guard sizes[name, default: 0] > CheckedManifest.mostBytes else {
                    return .init(month, .unfit, what: "Its manifest cannot be read.")
                }
                throw CheckedManifest.Lie(what: "Its manifest is far too large.")
            }
            found = try CheckedManifest(data, name: name)
        } catch {
            return .init(month, .refused, what: error.what)
        }
        for file in found.manifest.files where sizes[file.name] != file.bytes {
            let what =
                sizes[file.name].map { "has \($0) bytes instead of \(file.bytes)" } ?? "is not there, or no plain file"
            return .init(month, .unfit, what: "\(file.name) \(what).")
        }
        return try take(found, &retries)
    }

    private func take(_ found: CheckedManifest, _ retries: inout Int) throws -> FetchReport.Month {
        let manifest = found.manifest, month = manifest.month
        let here = manifest.files.filter { file in
            let path = out + "/" + file.name
            var status = stat()
            return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
                && Int64(status.st_size) == file.bytes
                && (try? FileDigest(of: path)) == FileDigest(bytes: file.bytes, sha256: file.sha256)
        }
        let missing = manifest.files.filter { file in !here.contains { $0.name == file.name } }
        let wanted = missing.reduce(Int64(0)) { sum, file in
            let (next, isTooLarge) = sum.addingReportingOverflow(file.bytes)
            return isTooLarge ? .max : next
        }
        if let room = FetchRun.room(in: out), wanted > room {
            return .init(month, .unfit, what: "Its tables have \(wanted) bytes, and there is room for \(room).")
        }
        let place = out + "/" + manifest.fileName
        let standing = PlainFile.isThere(place) ? FileManager.default.contents(atPath: place) : nil
        if missing.isEmpty, standing == found.data { return .init(month, .unchanged) }
        try prepare(here)
        do throws(PublicationError) {
            try attempts.make(&retries) { () throws(PublicationError) in
                try source.bring(missing.map(\.name), to: staging, mostBytes: missing.map(\.bytes).max() ?? 0)
            }
        } catch {
            switch error.reason {
            case .tooLarge: return .init(month, .unfit, what: "A file is larger than its manifest says.")
            case .gone: return .init(month, .unfit, what: "A table is not there any more, or cannot be read.")
            default: throw error
            }
        }
        if let doubt = try doubt(manifest, missing) ?? PushableCheck.doubt(found, in: staging) { return doubt }
        var result = FetchReport.Month(month, .taken)
        result.fetched = missing.map(\.name)
        result.kept = here.map(\.name)
        result.left = found.others
        result.withdrawn = try settle(found, missing)
        return result
    }

    /// Bytes that this account may still write there; nil where nobody says.
    private static func room(in folder: String) -> Int64? {
        var facts = statvfs()
        guard statvfs(folder, &facts) == 0 else { return nil }
        let (bytes, isTooLarge) = UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize))
        return isTooLarge ? nil : Int64(exactly: bytes)
    }

    /// Makes the place where a month is looked at, with what is here of it already.
    private func prepare(_ here: [Manifest.File]) throws {
        try? FileManager.default.removeItem(atPath: staging)
        guard mkdir(staging, 0o750) == 0 else { throw cannotWrite(".fetched") }
        for file in here where link(out + "/" + file.name, staging + "/" + file.name) != 0 {
            // A share that knows no second name for a file.
            guard
                (try? FileManager.default.copyItem(atPath: out + "/" + file.name, toPath: staging + "/" + file.name))
                    != nil
            else { throw cannotWrite(file.name) }
        }
    }

    /// Why a month that was brought must not be taken; nil where it may.
    private func doubt(_ manifest: Manifest, _ brought: [Manifest.File]) throws -> FetchReport.Month? {
        if let misfit = CheckedManifest.misfit(of: brought, in: staging) {
            return .init(manifest.month, .unfit, what: misfit + ".")
        }
        for file in brought { chmod(staging + "/" + file.name, 0o640) }
        let names = Set(manifest.files.map(\.name))
        if let reason = ClearTables.toldReason(in: staging, names: names) {
            return .init(manifest.month, .clear, what: reason + ".")
        }
        guard let report = try FolderCheck.report(folder: staging, only: names, allowsText: true) else { return nil }
        if let reason = ClearTables.reason(report) { return .init(manifest.month, .clear, what: reason + ".") }
        if let file = report.files.first(where: { $0.count(.error) > 0 }) {
            let finding = file.findings.first { $0.severity == .error }
            return .init(
                manifest.month, .unfit,
                what:
                    "\(file.name) is not in the form of a table: \(finding?.column.map { $0 + ": " } ?? "")\(finding?.what ?? "")."
            )
        }
        let rows = report.files.reduce(into: [:]) { $0[$1.name] = $1.rows }
        return CheckedManifest.misfit(of: manifest.files, rows: rows).map {
            .init(manifest.month, .unfit, what: $0 + ".")
        }
    }

    /// Puts a month in its place. The manifest goes first and comes back last: where it stands, it is true.
    ///
    /// - Returns: names of tables that were taken away.
    private func settle(_ found: CheckedManifest, _ brought: [Manifest.File]) throws -> [String] {
        let manifest = found.manifest
        for file in brought { try AtomicFile.bringToDisk(staging + "/" + file.name) }
        unlink(out + "/" + manifest.fileName)
        try AtomicFile.bringToDisk(out)
        let wanted = Set(manifest.files.map(\.name)), prefix = manifest.month.map { $0 + "_" } ?? ""
        let candidates =
            FolderCheck.tableNames.map { "\(prefix)\($0).csv" } + [DataPackage.fileName(month: manifest.month)]
        let withdrawn = candidates.filter { !wanted.contains($0) && unlink(out + "/" + $0) == 0 }
        for file in brought where rename(staging + "/" + file.name, out + "/" + file.name) != 0 {
            throw cannotWrite(file.name)
        }
        try AtomicFile.bringToDisk(out)
        let file = try AtomicFile(folder: out, name: manifest.fileName)
        try file.write(found.data)
        try file.commit()
        return withdrawn
    }

    private func cannotWrite(_ name: String) -> Failure {
        Failure(
            .cannotWrite, "\(name) cannot be put into its folder: \(String(cString: strerror(errno))).", at: out,
            next: "See that this account may write there and that there is room.")
    }
}
