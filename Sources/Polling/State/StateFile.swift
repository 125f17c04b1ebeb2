import Foundation

/// The file that holds the state, and the lock beside it.
struct StateFile {
    let path: String

    private var folder: String { URL(filePath: path).deletingLastPathComponent().path }
    private var name: String { URL(filePath: path).lastPathComponent }

    /// - Returns: nil when there is none yet.
    func read() throws(PollError) -> PollState? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PollError(.cannotWrite, "The state \(path) cannot be read.", next: "Check its permissions.")
        }
        guard let state = try? JSONDecoder().decode(PollState.self, from: data),
            state.version == PollState.currentVersion
        else {
            throw PollError(
                .notUnderstood, "The state \(path) is not one that this calfold wrote.",
                next:
                    "Restore it, or remove it and poll with an --initial-interval that reaches back far enough: rows that were taken in before cost nothing."
            )
        }
        return state
    }

    func write(_ state: PollState, isSafe: Bool) throws(PollError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(state) else {
            throw PollError(.cannotWrite, "The state cannot be put into words.")
        }
        try DurableFile.write(
            Array(data) + [0x0A], folder: folder, name: name, temporary: ".\(name).part", isSafe: isSafe)
    }

    /// Where rows that were seen are noted.
    var seenPath: String { folder + "/" + seenName }
    private var seenName: String { ".\(name.hasPrefix(".") ? String(name.dropFirst()) : name).seen" }

    func write(_ seen: SeenRows) throws(PollError) { try seen.write(folder: folder, name: seenName) }

    /// Keeps a second poll out; the system takes the lock from a process that dies.
    func lock() throws(PollError) -> PollLock {
        try DurableFile.makeFolder(folder)
        return try PollLock(path: path + ".lock")
    }
}

final class PollLock {
    private let descriptor: Int32

    init(path: String) throws(PollError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw PollError(
                .cannotWrite, "The lock \(path) cannot be made: \(String(cString: strerror(errno))).",
                next: "See that this account may write there.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw PollError(
                .busy, "Another poll is under way (\(path)).", next: "Wait until it is done; nothing was changed.")
        }
    }

    deinit { close(descriptor) }
}
