import Foundation
import Night
import Partner
import TestSupport
import Testing

/// Whatever the service does wrong, one more push ends in the set that an undisturbed one ends in, and never are two
/// batches open.
@Suite(.serialized) struct PushFaultTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var call: String
        var name: String
        var times = 1
        var more = ""
        /// How the push ends that meets the fault.
        var status: Night.ExitStatus = .done
        /// Whether the batch is taken back in so many words; nil where nobody can tell, or it is not open.
        var isRolledBack: Bool?
        var testDescription: String { "\(call) \(name) × \(times)\(more)" }

        func fault() throws -> [String: Any] {
            let after = call == "interactions" ? 1 : 0
            let text = "{\"call\": \"\(call)\", \"name\": \"\(name)\", \"after\": \(after), \"times\": \(times)\(more)}"
            return try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
        }
    }

    static let cases: [Case] = {
        let passing = ["408", "429", "500", "503", "refused", "lost", "cut"]
        let refusing: [(String, Night.ExitStatus)] = [
            ("400", .inputNotUnderstood), ("401", .refused), ("403", .refused), ("404", .usage),
            ("413", .inputNotUnderstood),
            ("202", .serviceUnavailable), ("204", .serviceUnavailable), ("redirect", .serviceUnavailable),
            ("echo", .inputNotUnderstood),
        ]
        return ["start", "groups", "users", "entities", "interactions", "completed"].flatMap { call in
            passing.flatMap { name -> [Case] in
                // A repeat of 'completed' whose reply was lost is answered with 400: nothing is open any more.
                let isLost = call == "completed" && ["lost", "cut"].contains(name)
                return [
                    Case(call: call, name: name, status: isLost ? .serviceUnavailable : .done),
                    Case(call: call, name: name, times: 3, status: isLost ? .serviceUnavailable : .done),
                    Case(
                        call: call, name: name, times: 5, status: .serviceUnavailable,
                        isRolledBack: call == "start" || call == "completed" ? nil : true),
                ]
            }
                + refusing.map { name, status in
                    Case(call: call, name: name, status: status, isRolledBack: call == "start" ? nil : true)
                }
        }
            // A service that came up anew knows of no batch, which is nobody's fault.
            + ["groups", "users", "entities", "interactions", "completed"].map {
                Case(call: $0, name: "anew", status: .serviceUnavailable)
            }
            // A start that was done, and is said to be so with another 2xx, is taken back.
            + ["201", "202", "204"].map {
                Case(
                    call: "start", name: $0, more: ", \"done\": true", status: .serviceUnavailable, isRolledBack: true)
            }
    }()

    /// Of everybody and everything in the tables.
    static let pseudonyms =
        (0..<12).map { PartnerScratch.pseudonym("person \($0)") }
        + ["A", "B"].map { PartnerScratch.pseudonym("team \($0)") }
        + (0..<400).map { PartnerScratch.pseudonym("interaction \($0)") }
        + (0..<58).map { PartnerScratch.pseudonym("event \($0)") }

    @Test func aRerunEndsInTheSameSet() throws {
        let scratch = try PartnerScratch(interactions: 400)
        try scratch.write("users", ["email;report_ids", "alice@example.com;[]", "bob@example.com;[]"])
        let service = try PartnerStub()
        _ = try scratch.push(to: service, withUsers: true).push(PartnerScratch.month)
        let undisturbed = try service.facts()
        #expect(undisturbed.counts == ["groups": 2, "users": 2, "entities": 12, "interactions": 400])
        #expect(
            undisturbed.calls == ["start", "groups", "users", "entities"] + Array(repeating: "interactions", count: 4)
                + [
                    "completed"
                ])
        #expect(undisturbed.messages == ["groups 2, users 2, entities 12, interactions 400"])
        for fault in PushFaultTests.cases {
            try? FileManager.default.removeItem(atPath: scratch.tables + "/pushed.json")
            try service.set(["forget": true, "faults": [try fault.fault()]])
            let before = try service.facts()
            var status = Night.ExitStatus.done, words = ""
            do {
                _ = try scratch.push(to: service, withUsers: true).push(PartnerScratch.month)
            } catch {
                let failure = try #require(Failure(translating: error), "\(fault): \(error)")
                (status, words) = (failure.status, failure.description)
            }
            #expect(status == fault.status, "\(fault): \(words)")
            let secrets = ["@", PartnerStub.token] + PushFaultTests.pseudonyms
            #expect(!secrets.contains(where: words.contains), "\(fault): \(words)")
            // The service names somebody, or sends our body back: its words are shown, and those are not.
            if fault.name == "echo", fault.call != "users" {
                #expect(words.contains("syncPeriod") || words.contains(":["), "\(words)")
            }
            if Int(fault.name) != nil, fault.name != "204", fault.more.isEmpty, status != .done {
                #expect(words.contains("is not known"), "\(fault): \(words)")
            }
            let after = try service.facts()
            #expect(after.elsewhere == 0, "\(fault): a redirect was followed with a token")
            if let isRolledBack = fault.isRolledBack {
                #expect((after.rolledBack > before.rolledBack) == isRolledBack, "\(fault)")
                #expect(!after.isOpen, "\(fault)")
            }
            let isNoted = FileManager.default.fileExists(atPath: scratch.tables + "/pushed.json")
            #expect(isNoted == (status == .done), "\(fault)")
            try service.set(["faults": [Any]()])
            _ = try scratch.push(to: service, withUsers: true).push(PartnerScratch.month, again: true)
            let last = try service.facts()
            #expect(last.digest == undisturbed.digest && !last.isOpen, "\(fault)")
        }
        #expect(try service.facts().mostItems == 100)
    }

    /// A service that asks to be left alone for longer than anybody waits is left alone.
    @Test func whatTheServiceAsksFor() throws {
        let scratch = try PartnerScratch(interactions: 10), service = try PartnerStub()
        try service.set(["faults": [["call": "groups", "name": "429", "retry-after": "1"]]])
        let began = ContinuousClock.now
        _ = try scratch.push(to: service).push(PartnerScratch.month)
        #expect(ContinuousClock.now - began > .seconds(1))
        try service.set(["faults": [["call": "groups", "name": "429", "retry-after": "601"]]])
        let error = #expect(throws: PartnerError.self) {
            try scratch.push(to: service).push(PartnerScratch.month, again: true)
        }
        #expect(error?.reason == .unavailable && error?.what.contains("601 s") == true)
        #expect(try service.facts().rolledBack == 1)
    }

    /// One attempt has its own time.
    @Test func aSlowAnswerIsNotWaitedForForEver() throws {
        let scratch = try PartnerScratch(interactions: 10), service = try PartnerStub()
        try service.set(["faults": [["call": "entities", "name": "slow", "seconds": 20]]])
        let began = ContinuousClock.now
        _ = try scratch.push(to: service, requestSeconds: 1).push(PartnerScratch.month)
        #expect(ContinuousClock.now - began < .seconds(15))
        #expect(try service.facts().counts["entities"] == 12)
    }

    @Test func nobodyIsThere() throws {
        let scratch = try PartnerScratch(interactions: 10)
        var service: PartnerStub? = try PartnerStub()
        let run = try scratch.push(to: #require(service))
        service = nil
        let error = #expect(throws: PartnerError.self) { try run.push(PartnerScratch.month) }
        #expect(error?.reason == .unavailable)
        #expect(!FileManager.default.fileExists(atPath: scratch.tables + "/pushed.json"))
    }

    /// Tables that somebody changes between the look and the end are not sent as if nothing were.
    @Test func tablesThatChangeMeanwhile() throws {
        let scratch = try PartnerScratch(interactions: 400), service = try PartnerStub()
        var run = try scratch.push(to: service)
        nonisolated(unsafe) var isChanged = false
        let folder = scratch
        run.progress = { words in
            guard words.contains("1 calls"), !isChanged else { return }
            isChanged = true
            try? folder.writeInteractions(399)
        }
        let error = #expect(throws: PartnerError.self) { try run.push(PartnerScratch.month) }
        #expect(error?.what.contains("changed by somebody") == true, "\(String(describing: error))")
        let facts = try service.facts()
        #expect(facts.committed == 0 && facts.rolledBack == 1 && !facts.isOpen)
    }
}
