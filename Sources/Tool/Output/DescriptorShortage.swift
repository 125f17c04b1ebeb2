import Foundation
import Night

#if canImport(Glibc)
import Glibc
#endif

/// Says that a process may open too few files, before anything is begun: libraries trap where the system refuses them
/// one, and say nothing of the reason.
enum DescriptorShortage {
    /// What the store, its log, a sort, a table and a connection need together, and some more.
    static let least = 24

    /// - Throws: a `Failure` where fewer files can be opened, even with the limit as high as this account may set it.
    static func refuse() throws {
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max,
            limit.rlim_cur < 1_024
        {
            // Not more than that: who walks over all possible descriptors would take long.
            limit.rlim_cur = min(1_024, limit.rlim_max)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        guard free < least else { return }
        throw Failure(
            .cannotWrite,
            "This process may open no more than \(free) further files, and needs \(least). Nothing was done.",
            next: "Raise the limit: 'ulimit -n 1024' in the shell, LimitNOFILE= in a service.")
    }

    /// How many descriptors can be had, up to those that are needed.
    private static var free: Int {
        var taken: [Int32] = []
        defer { for descriptor in taken { close(descriptor) } }
        while taken.count < least {
            let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { break }
            taken.append(descriptor)
        }
        return taken.count
    }

    /// Whether the system refuses a file now. For a handler of signals: it neither allocates nor waits.
    static var isAcute: Bool {
        let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == EMFILE || errno == ENFILE }
        close(descriptor)
        return false
    }
}
