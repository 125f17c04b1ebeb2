import ExchangeFormats
import Testing

@testable import Reconstruct

/// People of a hybrid organisation, whom servers reach by the routing address of their tenant and a trace knows by
/// their own.
@Suite struct HybridRuleTests {
    private let bob = MailLog.bob, cay = MailLog.cay, dan = MailLog.dan, team = MailLog.team
    private let bobInTheCloud = "bob@example.mail.onmicrosoft.com"

    @Test func aRoutingAddressIsThePerson() {
        let log = MailLog.of {
            $0.row(1, "SUBMIT", to: [bob, cay])
            $0.row(1, "RESOLVE", "ROUTING", to: [bobInTheCloud], related: [bob])
            $0.row(2, "DELIVER", to: [cay], sent: 1)
            $0.row(
                2, "SENDEXTERNAL", "SMTP", to: [bobInTheCloud], sent: 1,
                server: "example-com.mail.protection.outlook.com")
            $0.trace(3, .delivered, to: bob)
        }
        #expect(log.counted == ["ann > bob, cay @ 1"])
    }

    @Test func theLookUpOfAnotherNameTellsThePerson() {
        let log = MailLog.of {
            $0.row(1, "RESOLVE", "ROUTING", to: [bob], related: ["robert@example.com"])
            $0.row(1, "RESOLVE", "ROUTING", to: ["b17@example.mail.onmicrosoft.com"], related: [bob])
            $0.row(
                2, "SEND", "SMTP", to: ["b17@example.mail.onmicrosoft.com"],
                server: "example-com.mail.protection.outlook.com", client: "ex1")
        }
        #expect(log.counted == ["ann > bob @ 1"])
    }

    /// The log with the look-up was not collected; the submission and the Edge server's send are there.
    @Test func theOneOfThatNameIsThePerson() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob, cay])
            $0.row(
                2, "SENDEXTERNAL", "SMTP", to: [bobInTheCloud, "cay@example.mail.onmicrosoft.com"],
                server: "example-com.mail.protection.outlook.com")
            $0.trace(3, .delivered, to: bob)
        }
        #expect(log.counted == ["ann > bob, cay @ 1"])
    }

    @Test func twoOfOneNameAreNotGuessedAt() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob, "bob@partner.org"])
            $0.row(2, "SENDEXTERNAL", "SMTP", to: [bobInTheCloud], server: "example-com.mail.protection.outlook.com")
        }
        #expect(log.counted == ["ann > bob@example.mail.onmicrosoft.com @ 1"])
    }

    /// One message to everybody whose mailbox is in the cloud: its cost grows with the people, not with their square.
    @Test func aMessageToEverybodyInTheCloudIsNamedAtOnce() {
        let names = (0..<5_000).map { "person.\($0)" }
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: names.map { $0 + "@example.com" })
            $0.row(
                2, "SENDEXTERNAL", "SMTP", to: names.map { $0 + "@example.mail.onmicrosoft.com" },
                server: "example-com.mail.protection.outlook.com")
        }
        #expect(log.counted.count == 1)
        #expect(log.counted.first?.contains("onmicrosoft") == false)
    }

    /// A mailbox here forwards to somebody whose mailbox is in the cloud.
    @Test func aForwardingToTheCloudIsNotTheForwarder() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob])
            $0.row(1, "REDIRECT", "ROUTING", to: ["cay@example.mail.onmicrosoft.com"], related: [bob])
            $0.row(
                2, "SENDEXTERNAL", "SMTP", to: ["cay@example.mail.onmicrosoft.com"],
                server: "example-com.mail.protection.outlook.com")
            $0.trace(3, .delivered, to: cay)
        }
        #expect(log.counted == ["ann > cay @ 1"])
    }

    /// The address of a partner's tenant stays the partner's.
    @Test func aTenantsOwnAddressIsNoRoutingAddress() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob, "dan@partner.onmicrosoft.com"])
            $0.row(2, "DELIVER", to: [bob])
            $0.row(
                2, "SENDEXTERNAL", "SMTP", to: ["dan@partner.onmicrosoft.com"],
                server: "partner.mail.protection.outlook.com")
        }
        #expect(log.counted == ["ann > bob, dan@partner.onmicrosoft.com @ 1"])
    }

    /// What Exchange Online held back did not arrive because a server here had sent it there.
    @Test(arguments: [MailStatus.failed, .quarantined, .filteredAsSpam, .pending])
    func whatTheCloudHeldBackDidNotArrive(status: MailStatus) {
        let log = MailLog.of {
            $0.row(1, "RESOLVE", "ROUTING", to: [bobInTheCloud], related: [bob])
            $0.row(
                2, "SENDEXTERNAL", "SMTP", to: [bobInTheCloud, dan], server: "example-com.mail.protection.outlook.com")
            $0.trace(3, status, to: bob)
        }
        #expect(log.counted == ["ann > dan@partner.org @ 1"])
    }

    // MARK: - States

    @Test func whatWasRecalledHadBeenDelivered() {
        for states: [MailStatus] in [
            [.recalled], [.delivered, .recalled], [.pending, .recalled], [.recalled, .delivered, .pending],
        ] {
            let log = MailLog.of { for status in states { $0.trace(5, status, to: bob) } }
            #expect(log.counted == ["ann > bob @ 5"])
            #expect(log.account.countedRows == 1 && log.account.rows[.superseded, default: 0] == states.count - 1)
            #expect(log.account.rows[.provisional] == nil)
        }
    }

    @Test func aHiddenStatusSupersedesTheProvisionalAloneAndIsCountedAsUnknown() {
        #expect(
            MailStatus("unknownFutureValue") == .unlisted && MailStatus("Teleported") == .unlisted
                && MailStatus("None") == .unknown)
        #expect(MailStatus("recalled") == .recalled && MailStatus("Recalled") == .recalled)
        let delivered = MailLog.of {
            $0.trace(5, .unlisted, to: bob)
            $0.trace(5, .delivered, to: bob)
        }
        #expect(delivered.counted == ["ann > bob @ 5"])
        let pending = MailLog.of {
            $0.trace(5, .pending, to: bob)
            $0.trace(5, .unlisted, to: bob)
        }
        #expect(pending.counted.isEmpty)
        #expect(pending.account.rows == [.superseded: 1, .unknownStatus: 1])
    }

    /// It says nothing of the recipient, so what a server here knows stands.
    @Test func aHiddenStatusTakesNothingAway() {
        let log = MailLog.of {
            $0.row(2, "SENDEXTERNAL", "SMTP", to: [bobInTheCloud], server: "example-com.mail.protection.outlook.com")
            $0.trace(3, .unlisted, to: bob)
        }
        #expect(log.counted == ["ann > bob @ 2"])
    }

    // MARK: - One trace id, two senders

    @Test func oneRecordIsOneReceiptWhateverItsSenderIsCalled() {
        let log = MailLog.of {
            $0.trace(5, .pending, from: MailLog.ann, to: bob)
            $0.trace(5, .delivered, from: "bounces@example.com", to: bob)
        }
        #expect(log.counted == ["bounces > bob @ 5"])
        let equal = MailLog.of {
            $0.trace(5, .delivered, from: MailLog.ann, to: bob)
            $0.trace(5, .delivered, from: "bounces@example.com", to: bob)
            $0.trace(5, .delivered, from: nil, to: bob)
        }
        #expect(equal.counted == ["bounces > bob @ 5"])
    }

    @Test func recordsOfOneIDKeepTheirOwnSenders() {
        let log = MailLog.of {
            $0.trace(5, .delivered, from: MailLog.ann, to: bob)
            $0.trace(5, .delivered, from: "bounces@example.com", to: cay)
        }
        #expect(log.counted == ["ann > bob @ 5", "bounces > cay @ 5"])
    }
}
