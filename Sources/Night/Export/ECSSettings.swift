import Privacy
import Tables

/// How message traces are written as documents of the Elastic Common Schema.
package struct ECSSettings {
    package var isPseudonymised = false
    /// Whether each trace is kept as it came too.
    package var preservesOriginal = false

    package init(isPseudonymised: Bool = false, preservesOriginal: Bool = false) {
        self.isPseudonymised = isPseudonymised
        self.preservesOriginal = preservesOriginal
    }

    /// What the table ecs is made with.
    ///
    /// - Parameter mask: that of the other tables.
    package func run(_ mask: Mask) throws -> ECSRun {
        guard isPseudonymised else {
            return ECSRun(
                mask: Mask(people: mask.people, identities: .clear, keepsSubjects: true),
                preservesOriginal: preservesOriginal)
        }
        guard !preservesOriginal else {
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
