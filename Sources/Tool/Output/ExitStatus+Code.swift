import ArgumentParser
import Night

extension ExitStatus {
    var code: ExitCode { ExitCode(rawValue) }
}
