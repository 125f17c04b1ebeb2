import ExchangeFormats
import Testing

@testable import Reconstruct

/// A test for every rule of what a message trace counts for, alone and beside a tracking log.
@Suite struct TraceRuleTests {
    private let ann = MailLog.ann, bob = MailLog.bob, cay = MailLog.cay, dan = MailLog.dan, team = MailLog.team

    @Test func onlyDeliveredAndRecalledCount() {
        let log = MailLog.of {
            for (index, status) in MailStatus.allCases.enumerated() { $0.trace(5, status, to: "r\(index)@example.com") }
        }
        let received = [MailStatus.delivered, .recalled].map { "r\($0.rawValue)@example.com" }
        #expect(foldMail(log.events).messages.map(\.recipients) == [received])
        #expect(
            log.account.rows == [
                .provisional: 3, .unknownStatus: 1, .redirection: 1, .failure: 1, .filtered: 2, .expansion: 1,
            ])
    }

    @Test func aListIsDroppedAndItsMembersStand() {
        let log = MailLog.of {
            $0.trace(5, .expanded, to: team)
            $0.trace(5, .delivered, to: bob, id: "t2")
            $0.trace(5, .delivered, to: team, id: "t3")
        }
        #expect(log.counted == ["ann > bob @ 5"])
        #expect(log.account.recipients == [.list: 1])
    }

    @Test func aLaterStatusSupersedesAProvisionalOne() {
        let pending = MailLog.of { $0.trace(5, .pending, to: bob) }
        #expect(pending.counted.isEmpty)
        #expect(pending.account.rows == [.provisional: 1])
        let later = MailLog.of {
            $0.trace(5, .delivered, to: bob)
            $0.trace(5, .pending, to: bob)
            $0.trace(5, .gettingStatus, to: bob)
        }
        #expect(later.counted == ["ann > bob @ 5"])
        #expect(later.account.rows == [.superseded: 2])
    }

    @Test func whatWasReleasedFromQuarantineWasDelivered() {
        let log = MailLog.of {
            $0.trace(5, .quarantined, to: bob)
            $0.trace(5, .delivered, to: bob)
        }
        #expect(log.counted == ["ann > bob @ 5"])
    }

    @Test func aHistoricalSearchNamesAllRecipientsInOneRow() {
        let log = MailLog.of {
            $0.historical(
                5,
                "Bob@example.com##Receive, Deliver;dan@partner.org##Receive, Send;cay@example.com##Receive, Fail;team@example.com##Receive, Expand"
            )
        }
        #expect(log.counted == ["ann > bob, dan@partner.org @ 5"])
    }

    @Test func aHybridOrganisationSeesOneMessage() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob, cay], server: "ex1")
            $0.row(2, "DELIVER", to: [bob], sent: 1, server: "ex1")
            $0.row(
                2, "SEND", "SMTP", to: [cay], server: "example-com.mail.protection.outlook.com",
                connector: "To the cloud", client: "ex1")
            $0.trace(3, .delivered, to: cay)
            $0.trace(3, .delivered, to: bob)
        }
        #expect(log.counted == ["ann > bob, cay @ 1"])
    }

    @Test func theTraceOfAForwardedAddressIsItsReplacement() {
        let log = MailLog.of {
            $0.row(1, "REDIRECT", "ROUTING", to: [cay], related: [bob])
            $0.trace(3, .delivered, to: bob)
        }
        #expect(log.counted == ["ann > cay @ 1"])
    }

    @Test func theEnvelopesSenderIsNoSecondMessage() {
        let log = MailLog.of {
            $0.row(1, "DELIVER", from: dan, to: [bob], sent: 1)
            $0.trace(2, .delivered, from: "bounces+bob=example.com@partner.org", to: bob)
            $0.trace(2, .delivered, from: "bounces+bob=example.com@partner.org", to: cay)
        }
        #expect(log.counted == ["dan@partner.org > bob, cay @ 1"])
    }

    @Test func tracesOfAReusedIDStayApart() {
        let log = MailLog.of {
            $0.row(1, "DELIVER", to: [bob])
            $0.trace(9000, .delivered, from: dan, to: bob)
        }
        #expect(log.counted == ["ann > bob @ 1", "dan@partner.org > bob @ 9000"])
    }

    @Test func aSubmissionYieldsToWhatATraceSays() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob, cay])
            $0.trace(2, .failed, to: cay)
        }
        #expect(log.counted == ["ann > bob @ 1"])
    }
}
