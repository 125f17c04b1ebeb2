/// What may happen to a meeting once it stands.
enum Deed: CaseIterable {
    case move, changePattern, changeShape, cancel, saveIdly, answer, answerOccurrence, declineByDeletion, deleteBriefly
    case deleteByOrganizer, takeOff, inviteAgain, inviteMore, changeOccurrence, removeOccurrence, inviteToOccurrence
    case deleteExceptionItem, declineOnlyOccurrence, noticeForward, deleteRequestMail, saveStale, deleteBySystem,
        logImpostor
    case takeExceptionBack, purge, deleteByAssistant
    /// One of the faults that an audit should find, and something healthy that looks like it.
    case goWrong, lookWrong

    /// How often it happens, beside the others that may.
    func weight(in story: MeetingStory) -> Int {
        let hasHolders = !story.holders.isEmpty
        // An organizer outside acts through the copies here, so one must be left to act through.
        let canPlan = story.isOrganizerInside || hasHolders
        func when(_ behaviour: Behaviours, _ possible: Bool, _ weight: Int) -> Int {
            story.can(behaviour) && possible ? weight : 0
        }
        return switch self {
        case .move: when(.moves, canPlan, 16)
        case .changePattern: when(.patternChanges, canPlan && story.isSeries, 8)
        case .changeShape: when(.shapeChanges, canPlan, 4)
        case .cancel: when(.cancellations, canPlan && !story.isPersonal, 5)
        case .saveIdly: when(.idleSaves, true, 10)
        case .answer: when(.responses, !story.isPersonal, 30)
        case .answerOccurrence: when(.occurrenceResponses, story.isSeries && hasHolders, 10)
        case .declineByDeletion: when(.declinesByDeletion, hasHolders, 7)
        case .deleteBriefly: when(.briefDeletions, canPlan, 5)
        case .deleteByOrganizer: when(.organizerDeletions, story.isOrganizerInside, 3)
        case .takeOff: when(.takingOff, story.isOrganizerInside && story.holders.count > 1, 4)
        case .inviteAgain: when(.takingOff, story.isOrganizerInside, 2)
        case .inviteMore: when(.laterInvitations, story.isOrganizerInside, 5)
        case .changeOccurrence: when(.exceptions, canPlan && story.isSeries, 18)
        case .removeOccurrence: when(.removedOccurrences, canPlan && story.isSeries, 10)
        case .inviteToOccurrence: when(.occurrenceGuests, story.isOrganizerInside && story.isSeries, 6)
        case .deleteExceptionItem:
            when(.removedOccurrences, story.isOrganizerInside && !story.state.plan.overrides.isEmpty, 5)
        case .declineOnlyOccurrence:
            when(
                .occurrenceGuests,
                story.isSeries && story.state.guests.contains { $0.onlyDates != nil && $0.hasLiveCopy }, 4)
        case .noticeForward: when(.forwardNotices, hasHolders, 3)
        case .deleteRequestMail: when(.deletedRequestMails, hasHolders, 3)
        case .saveStale: when(.staleRows, story.formerPlan != nil, 6)
        case .deleteBySystem: when(.systemDeletions, hasHolders, 2)
        case .logImpostor: when([], story.options.hasExtraColumns, 8)
        case .takeExceptionBack:
            when(.exceptionsTakenBack, canPlan && story.isSeries && !story.state.plan.overrides.isEmpty, 12)
        case .purge: when(.purges, story.state.guests.contains { $0.isVisible && !$0.hasLiveCopy }, 8)
        case .deleteByAssistant: when(.returnsAfterAssistants, hasHolders, 6)
        case .goWrong: story.options.faults.isEmpty || !story.isOrganizerInside ? 0 : 40
        case .lookWrong: story.options.faults.isEmpty || !story.isOrganizerInside ? 0 : 25
        }
    }

    func perform(in story: inout MeetingStory) {
        switch self {
        case .move: story.move()
        case .changePattern: story.changePattern()
        case .changeShape: story.changeShape()
        case .cancel: story.cancel()
        case .saveIdly: story.saveIdly()
        case .answer: story.answer()
        case .answerOccurrence: story.answerOccurrence()
        case .declineByDeletion: story.declineByDeletion()
        case .deleteBriefly: story.deleteBriefly()
        case .deleteByOrganizer: story.deleteByOrganizer()
        case .takeOff: story.takeOff()
        case .inviteAgain: story.inviteAgain()
        case .inviteMore: story.inviteMore()
        case .changeOccurrence: story.changeOccurrence()
        case .removeOccurrence: story.removeOccurrence()
        case .inviteToOccurrence: story.inviteToOccurrence()
        case .deleteExceptionItem: story.deleteExceptionItem()
        case .declineOnlyOccurrence: story.declineOnlyOccurrence()
        case .noticeForward: story.noticeForward()
        case .deleteRequestMail: story.deleteRequestMail()
        case .saveStale: story.saveStale()
        case .deleteBySystem: story.deleteBySystem()
        case .logImpostor: story.logImpostor()
        case .takeExceptionBack: story.takeExceptionBack()
        case .purge: story.purge()
        case .deleteByAssistant: story.deleteByAssistant()
        case .goWrong: story.goWrong()
        case .lookWrong: story.lookWrong()
        }
    }
}
