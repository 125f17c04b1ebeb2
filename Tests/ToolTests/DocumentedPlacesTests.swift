import Foundation
import Testing

/// What documents say of where things stand, held against the folders and the package that are there.
@Suite struct DocumentedPlacesTests {
    private static let root = CommandLineTests.root

    /// Paths below `Sources`, the folders of which are named too.
    private static let sources = Set(
        FileManager.default.enumerator(atPath: root.appending(path: "Sources").path)?.compactMap { $0 as? String } ?? []
    )

    /// A path in a document may begin at the root, at a target, or, where it is a source file's, further inside.
    private static func stands(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path) || sources.contains(path)
            || path.hasSuffix(".swift") && sources.contains { $0.hasSuffix("/" + path) }
    }

    @Test(arguments: DocumentTests.documents.filter { $0 == "CONTRIBUTING.md" || $0.hasPrefix("docs/") })
    func filesAndFoldersAreThere(document: String) throws {
        let targets = try Set(
            FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path))
        let text = try String(contentsOf: Self.root.appending(path: document), encoding: .utf8)
        for match in text.matches(of: /`([A-Za-z0-9+_.\/-]+?)\/?`/) {
            let path = String(match.1), parts = path.split(separator: "/")
            guard path.hasSuffix(".swift") || parts.count > 1 && targets.contains(String(parts[0])) else { continue }
            #expect(Self.stands(path), "\(document) names \(path)")
        }
    }

    // MARK: Imports

    private static func names(in text: some StringProtocol, _ pattern: Regex<(Substring, Substring)>) -> [String] {
        String(text).matches(of: pattern).map { String($0.1) }
    }

    /// What each target of the package depends on, in the order of `Package.swift`.
    private static func dependencies() throws -> [(target: String, names: Set<String>)] {
        let text = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
        return text.split(separator: "\n        .").compactMap { part in
            guard part.hasPrefix("target(") || part.hasPrefix("executableTarget(") || part.hasPrefix("systemLibrary("),
                let name = names(in: part, /name: "(\w+)"/).first
            else { return nil }
            let list = part.split(separator: "dependencies: [", maxSplits: 1).dropFirst().first ?? ""
            let plain = list.replacing(/\.product\([^)]*\)/, with: "").prefix { $0 != "]" }
            return (name, Set(names(in: plain, /"(\w+)"/)))
        }
    }

    @Test func targetsImportOnlyWhatStandsAboveThem() throws {
        var above: Set<String> = []
        for (target, names) in try Self.dependencies() {
            #expect(names.isSubset(of: above), "\(target) imports \(names.subtracting(above)), which come later")
            above.insert(target)
        }
        #expect(above.contains("Tool"))
    }

    /// The table of targets in `docs/architecture.md`: a row names what it imports, or what of all above it does not.
    /// Libraries of the system have names of their own there.
    @Test func theTableOfTargetsIsThatOfThePackage() throws {
        let package = try Self.dependencies()
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
        let library = /C[A-Z]\w+/
        let known = Set(folders.filter { $0.wholeMatch(of: library) == nil })
        let text = try String(contentsOf: Self.root.appending(path: "docs/architecture.md"), encoding: .utf8)
        var above: Set<String> = [], listed: Set<String> = []
        for row in text.split(separator: "\n") where row.hasPrefix("| `") || row.hasPrefix("| **`") {
            let cells = row.split(separator: "|")
            let targets = Self.names(in: cells[0], /`(\w+)`/)
            listed.formUnion(targets)
            let own = Set(targets).intersection(known)
            let named = Set(Self.names(in: cells[2], /(\w+)/)).intersection(known)
            let said = cells[2].contains("all of these") ? above.subtracting(named) : named
            let imported = package.filter { targets.contains($0.target) }.reduce(into: Set()) { $0.formUnion($1.names) }
            #expect(said == imported.intersection(known).subtracting(own), "\(targets)")
            above.formUnion(own)
        }
        #expect(listed == Set(folders))
    }
}
