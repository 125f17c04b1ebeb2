import ArgumentParser
import Night

/// How message traces are written as documents of the Elastic Common Schema.
struct ECSOptions: ParsableArguments {
    @Flag(
        help: "Hash identities in ecs as well; without it they are clear there, for the organisation's own monitoring.")
    var pseudonymise = false

    @Flag(help: "Keep each trace as it came too, in event.original of ecs, with the tag preserve_original_event.")
    var preserveOriginal = false

    /// The options that were given.
    var stated: [String] {
        [(pseudonymise, "--pseudonymise"), (preserveOriginal, "--preserve-original")].filter(\.0).map(\.1)
    }

    var settings: ECSSettings { ECSSettings(isPseudonymised: pseudonymise, preservesOriginal: preserveOriginal) }
}
