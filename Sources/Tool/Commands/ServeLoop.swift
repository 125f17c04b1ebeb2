import Foundation
import Night
import Web
import WebServer

#if canImport(Glibc)
import Glibc
#endif

/// Serves until somebody asks the process to end.
enum ServeLoop {
    /// SIGTERM, and Ctrl-C, are how a server ends: nothing is half done then.
    static func run(_ server: WebServer, _ application: WebApplication, _ settings: WebSettings) {
        var set = sigset_t()
        sigemptyset(&set)
        for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, number) }
        // Threads that are made later inherit it, so that the signal waits for this one.
        pthread_sigmask(SIG_BLOCK, &set, nil)
        let task = Task.detached {
            do {
                try await server.run(application) { try StoreView(settings) }
            } catch {
                if !Task.isCancelled { Console.note("calfold: the server ended: \(error)") }
            }
            kill(getpid(), SIGTERM)
        }
        var number: Int32 = 0
        sigwait(&set, &number)
        task.cancel()
    }
}
