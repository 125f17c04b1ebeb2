import Foundation
import Night

// What is wrong though each value is of its kind: files that are not there, and keys that do not go together.
extension Configuration {
    /// A fault of a key's value, with the place where the value stands.
    func fault(_ key: ConfigurationKey, _ what: String, isMissingFile: Bool = false) -> ConfigurationFile.Fault {
        switch values[key]?.origin {
        case .line(let line): .init(line: line, what: "\(key.rawValue): \(what)", isMissingFile: isMissingFile)
        case .environment(let name):
            .init(line: nil, what: "\(key.rawValue) (the variable \(name)): \(what)", isMissingFile: isMissingFile)
        case .standard, nil: .init(line: nil, what: "\(key.rawValue): \(what)", isMissingFile: isMissingFile)
        }
    }

    /// A fault of a key's value, in the words of what was thrown for it.
    func fault(_ key: ConfigurationKey, translating error: any Error) -> ConfigurationFile.Fault {
        let failure = Failure(translating: error)
        return fault(
            key,
            failure.map { [$0.what, $0.next].compactMap { $0 }.joined(separator: " ") }
                ?? "is nothing that can be used")
    }

    /// - Parameter isWanted: whether the files of a key are read at all.
    func faultsOfFiles(_ isWanted: (ConfigurationKey) -> Bool = { _ in true }) -> [ConfigurationFile.Fault] {
        ConfigurationKey.ofFiles.filter(isWanted).flatMap { key in
            texts(key).compactMap { path in
                var status = stat()
                guard stat(path, &status) == 0 else {
                    return fault(
                        key, "there is no file \(path), or this account may not look into its folder",
                        isMissingFile: true)
                }
                // What only ssh reads may be a device, such as /dev/null.
                let kind = status.st_mode & S_IFMT, mayBeDevice = ConfigurationKey.ofConnections.contains(key)
                return kind == S_IFREG || (mayBeDevice && kind == S_IFCHR)
                    ? nil : fault(key, "\(path) is no plain file, and nothing else is read for a setting or a secret")
            }
        }
    }

    var faultsTogether: [ConfigurationFile.Fault] {
        var faults: [ConfigurationFile.Fault] = []
        let tables = texts(.tables)
        if text(.culture) != nil, text(.dateFormat) != nil {
            faults.append(fault(.dateFormat, "culture says how dates are written already: leave one of them out"))
        }
        if text(.profile) == "sftp", tables.contains("meetings") {
            faults.append(
                fault(
                    .tables,
                    "meetings would stand under the name of the partner's meetings, which is calendar_log: leave it out, or leave out profile"
                ))
        }
        for table in ["employees", "employees_groups", "users"]
        where tables.contains(table) && texts(.directory).isEmpty {
            faults.append(
                fault(.tables, "\(table) needs a directory, and there is none: name an export of it with directory"))
        }
        if tables.contains("users"), text(.users) == nil {
            faults.append(fault(.tables, "users needs users: a CSV of email and report_ids"))
        }
        return faults + faultsOfFolders
    }

    /// What is written into the inbox would be taken in the next night.
    private var faultsOfFolders: [ConfigurationFile.Fault] {
        func place(_ key: ConfigurationKey) -> String? {
            text(key).map { URL(filePath: $0).standardizedFileURL.resolvingSymlinksInPath().path }
        }
        guard let inbox = place(.inbox), let out = place(.out) else { return [] }
        var faults = [ConfigurationKey.store, .out, .publishFolder, .audit].filter { key in
            place(key).map { ($0 + "/").hasPrefix(inbox.hasSuffix("/") ? inbox : inbox + "/") } ?? false
        }.map { fault($0, "\(text($0) ?? "") is inside the inbox, whose files are taken in: name another place") }
        if place(.publishFolder) == out {
            faults.append(
                fault(
                    .publishFolder,
                    "\(text(.publishFolder) ?? "") is the folder of out itself: tables are there already"))
        }
        if let audit = place(.audit), audit == out || audit == place(.publishFolder) {
            faults.append(
                fault(.audit, "findings are not the partner's tables: name a folder of their own"))
        }
        return faults
    }
}
