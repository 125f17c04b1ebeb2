/// One batch: from `start` to `completed`. Whatever fails on the way ends it without effect.
package struct PushBatch {
    private let service: PartnerService
    private let bodies: MonthBodies
    private let token: ServiceToken
    /// Gets how far it is: calls and interactions so far.
    package var progress: (_ calls: Int, _ interactions: Int) -> Void = { _, _ in }

    package init(_ bodies: MonthBodies, to service: PartnerService, token: ServiceToken) {
        self.bodies = bodies
        self.service = service
        self.token = token
    }

    /// - Parameter survey: what the month held when it was looked at.
    /// - Returns: how many calls it took.
    package func run(_ survey: MonthSummary) throws -> Int {
        var calls = 0, interactions = 0, mayBeOpen = false
        do {
            let sent = try bodies.forEach(token: token) { body in
                do throws(PartnerService.Refusal) {
                    _ = try service.post(body)
                } catch {
                    // A start that was refused in so many words has opened nothing; one that was accepted in other
                    // words than ours may have.
                    mayBeOpen =
                        calls > 0 || error.mayBeRepeated || error.status.map { (200..<300).contains($0) } ?? false
                    throw error.error
                }
                mayBeOpen = true
                calls += 1
                interactions += body.call == .interactions ? body.items : 0
                progress(calls, interactions)
            }
            guard sent == survey else {
                throw PartnerError(
                    .notUnderstood,
                    "The tables of \(bodies.tables.month) were changed by somebody while they were sent: the batch was given up.",
                    next: "Push the month again when nobody writes it.")
            }
            try complete(survey, &mayBeOpen)
            return calls + 1
        } catch {
            // A service that was waited for in vain is asked once more, and not for long.
            let isAway = (error as? PartnerError)?.reason == .unavailable
            if mayBeOpen { giveUp(attempts: isAway ? 1 : 3) }
            throw error
        }
    }

    private func complete(_ survey: MonthSummary, _ mayBeOpen: inout Bool) throws(PartnerError) {
        do throws(PartnerService.Refusal) {
            _ = try service.post(bodies.completed(success: true, message: survey.message, token: token))
        } catch {
            guard error.status == 400, error.mayBeRepeated else { throw error.error }
            // Nothing is open any more: the attempt that we did not hear of was probably done.
            mayBeOpen = false
            throw PartnerError(
                .unavailable,
                "\(error.error.what) An earlier attempt had no answer and may have been done: the month is not noted as pushed.",
                next: "Push the month again: it begins anew, and what is there already is the same by its ids."
            ).ofService()
        }
    }

    /// Takes the batch back, where that still goes through: a new start would discard it too.
    private func giveUp(attempts: Int) {
        _ = try? service.post(
            bodies.completed(success: false, message: "not complete", token: token), closingAttempts: attempts)
    }
}
