import ArgumentParser
import Privacy
import Tables

/// How message traces are written as documents of the Elastic Common Schema.
struct ECSOptions: ParsableArguments {
    @Flag(
        help: "Hash identities in ecs as well; without it they are clear there, for the organisation's own monitoring.")
    var pseudonymise = false

    @Flag(help: "Keep each trace as it came too, in event.original of ecs, with the tag preserve_original_event.")
    var preserveOriginal = false

    /// What the table ecs is made with.
    ///
    /// - Parameter mask: that of the other tables.
    func run(_ mask: Mask) throws -> ECSRun {
        guard pseudonymise else {
            return ECSRun(
                mask: Mask(people: mask.people, identities: .clear, keepsSubjects: true),
                preservesOriginal: preserveOriginal)
        }
        guard !preserveOriginal else {
            throw Failure(
                .usage, "--preserve-original keeps clear identities and goes without --pseudonymise.",
                next: "Give one or the other.")
        }
        guard !mask.isClear else {
            throw Failure(.usage, "--pseudonymise goes without --plain.", next: "Give one or the other.")
        }
        return ECSRun(mask: mask, preservesOriginal: false)
    }
}
