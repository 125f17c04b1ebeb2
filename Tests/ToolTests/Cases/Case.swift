import Foundation

/// What a case of `Fixtures/cases` expects, as its `expected.json` says it: runs of the program over folders of input,
/// and the tables that come out. Fixtures/cases/README.md describes the form.
struct Case: Decodable {
    var runs: [CaseRun]

    /// The names of the folders that hold an `expected.json`, in order.
    static let names: [String] = {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return found.filter {
            FileManager.default.fileExists(atPath: folder.appending(path: "\($0)/expected.json").path)
        }.sorted()
    }()

    static let folder = CommandLineTests.root.appending(path: "Fixtures/cases")

    init(name: String) throws {
        let file = Self.folder.appending(path: "\(name)/expected.json")
        self = try JSONDecoder().decode(Case.self, from: Data(contentsOf: file))
    }
}

/// One store: folders taken in one after the other, folded, exported.
struct CaseRun: Decodable {
    /// Folders or files beside the README, each given to an `ingest` of its own. `["in"]` unless said otherwise.
    var input: [String]?
    /// Further arguments of `ingest`.
    var ingest: [String]?
    /// The exit status of the last `ingest`; 0 unless said otherwise. After another one than 0 and 1 nothing is
    /// exported.
    var status: Int32?
    /// Texts that the output of `ingest`, standard error included, must hold.
    var says: [String]?
    /// Texts that the report of `fold` must hold, compared without regard to case.
    var foldSays: [String]?
    /// Further arguments of `export`. Unless said otherwise: clear names, cancelled occurrences too, from 2000 to 2035.
    var export: [String]?
    var tables: [String: ExpectedTable]?

    /// The rows of one table, cut down to some of its columns.
    struct ExpectedTable: Decodable {
        var columns: [String]
        /// Cells as they stand in the file. The order of rows is not compared.
        var rows: [[String]]
        /// Equal rows count once, on both sides.
        var distinct: Bool?
        /// Only rows are looked at whose cells are these.
        var filter: [String: String]?
    }
}
