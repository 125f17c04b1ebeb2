import Simulation

/// Lives one meeting through: plans, invites, answers, moves, cancels; hands out each row as it is logged.
struct MeetingHistory {
    private struct Copy {
        var created = 0
        var version = 0
        var requestCreated = 0
        var requests = 0
        var isLive = false
    }

    private var meeting: GeneratedMeeting
    private var clock: Int
    private var organizerCopy = Copy()
    private var copies: [Copy]
    private var random: RandomSource
    private let emit: (GeneratedRow, GeneratedMeeting) -> Void

    init(
        meeting: GeneratedMeeting, created: Int, random: RandomSource,
        emit: @escaping (GeneratedRow, GeneratedMeeting) -> Void
    ) {
        self.meeting = meeting
        clock = created
        copies = [Copy](repeating: Copy(), count: meeting.guests.count)
        self.random = random
        self.emit = emit
    }

    mutating func run() {
        saveByOrganizer("Create", state: 1)
        invite()
        answer(share: 0.6)
        if random.chance(0.3) {
            wait()
            replan()
            saveByOrganizer("Update", state: 1)
            invite()
            answer(share: 0.2)
        }
        if random.chance(0.12) {
            wait()
            throwAway()
        }
        if random.chance(0.3) {
            wait()
            saveByOrganizer("Update", state: 1)
        }
        if random.chance(0.07) {
            wait()
            cancel()
        }
    }

    private mutating func wait() { clock += random.number(in: 600_000...260_000_000) }

    private mutating func log(
        mailbox: Int, _ kind: GeneratedRow.Kind, _ trigger: StaticString, by: Int?, state: Int, version: Int,
        created: Int
    ) {
        emit(
            GeneratedRow(
                mailbox: mailbox, kind: kind, trigger: trigger, by: by, state: state, version: version, logged: clock,
                created: created == 0 ? clock - 90 : created),
            meeting)
        clock += random.number(in: 180...4_000)
    }

    private mutating func saveByOrganizer(_ trigger: StaticString, state: Int) {
        if organizerCopy.created == 0 { organizerCopy.created = clock - 90 }
        organizerCopy.version += 1
        log(
            mailbox: meeting.organizer, .appointment, trigger, by: meeting.organizer, state: state,
            version: organizerCopy.version, created: organizerCopy.created)
    }

    private mutating func saveCopy(_ index: Int, _ trigger: StaticString, by: Int?, state: Int = 3) {
        if copies[index].created == 0 { copies[index].created = clock - 90 }
        copies[index].version += 1
        log(
            mailbox: meeting.guests[index], .appointment, trigger, by: by, state: state, version: copies[index].version,
            created: copies[index].created)
    }

    /// A request to every guest, and the item that the assistant saves from it.
    private mutating func invite() {
        for index in copies.indices {
            if copies[index].requestCreated == 0 { copies[index].requestCreated = clock - 90 }
            copies[index].requests += 1
            log(
                mailbox: meeting.guests[index], .request, "Create", by: nil, state: 3, version: copies[index].requests,
                created: copies[index].requestCreated)
            if copies[index].isLive || copies[index].created == 0 {
                saveCopy(index, copies[index].created == 0 ? "Create" : "Update", by: nil)
                copies[index].isLive = true
            }
        }
    }

    /// Guests answer: their own item, then the message in the organizer's mailbox.
    private mutating func answer(share: Double) {
        for index in copies.indices where copies[index].isLive && random.chance(share) {
            wait()
            saveCopy(index, "Update", by: meeting.guests[index])
            let kinds: [GeneratedRow.Kind] = [.accept, .accept, .accept, .tentative, .decline]
            log(
                mailbox: meeting.organizer, random.pick(kinds) ?? .accept, "Create", by: meeting.guests[index],
                state: 0,
                version: 1, created: 0)
        }
    }

    /// Moves the meeting, or takes an occurrence out of the series.
    private mutating func replan() {
        meeting.sequence += 1
        if meeting.series != nil {
            meeting.series?.remove(occurrence: random.number(in: 1...3))
        } else {
            meeting.start += random.number(in: -8...60) * 900_000
        }
    }

    private mutating func throwAway() {
        guard let index = random.pick(copies.indices), copies[index].isLive else { return }
        copies[index].isLive = false
        saveCopy(index, random.chance(0.5) ? "SoftDelete" : "MoveToDeletedItems", by: meeting.guests[index])
    }

    private mutating func cancel() {
        meeting.sequence += 1
        saveByOrganizer("Update", state: 5)
        for index in copies.indices {
            log(mailbox: meeting.guests[index], .cancellation, "Create", by: nil, state: 7, version: 1, created: 0)
            if copies[index].isLive { saveCopy(index, "Update", by: nil, state: 7) }
        }
    }
}
