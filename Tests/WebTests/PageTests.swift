import Foundation
import TestSupport
import Testing

@testable import Web

/// Pages as they are sent: what they hold, and that nothing of a log becomes more than text.
@Suite(.serialized) struct PageTests {
    private func page(_ server: RunningServer, _ target: String, _ cookie: String, status: Int = 200) throws -> String {
        let answer = try server.send("GET \(target) HTTP/1.1\r\nHost: localhost\r\nCookie: \(cookie)\r\n\r\n")
        #expect(answer.status == status, "\(target): \(answer.status)")
        return answer.body
    }

    private func signedIn(_ server: RunningServer) throws -> String {
        let body = "token=\(server.token)"
        let answer = try server.send(
            "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        #expect(answer.status == 303)
        return String(try #require(answer.headers["set-cookie"]).prefix { $0 != ";" })
    }

    @Test func everyPageLeadsToTheOthers() throws {
        let folder = try SampleStore.folder
        let server = try RunningServer(["--store", "sample.db", "--access-log", "pages.log"], in: folder)
        let cookie = try signedIn(server)
        let home = try page(server, "/", cookie)
        for (name, path) in HomePage.links {
            #expect(home.contains("<a href=\"\(path)\">\(name)</a>"))
            let text = try page(server, path, cookie)
            #expect(text.contains("<h1>") && text.contains("<main id=\"main\""))
        }
        let found = try page(server, "/meetings?q=budget&status=", cookie)
        #expect(found.contains("/meetings/040000008200E00074C5B7101A82E008"))
        _ = try page(server, "/meetings?q=03/04/2024", cookie, status: 400)
        _ = try page(server, "/nothing", cookie, status: 404)
        let answer = try server.send(
            "GET /people?address=carla.nowak5%40example.com&week=2024-W07&as-of= HTTP/1.1\r\nHost: localhost\r\nCookie: \(cookie)\r\n\r\n"
        )
        #expect(
            answer.status == 303 && answer.headers["location"] == "/people/carla.nowak5%40example.com/week/2024-W07")
        let week = try page(server, "/people/carla.nowak5@example.com/week/2024-W07?time-zone=Europe/Warsaw", cookie)
        #expect(week.contains("<time datetime=\"2024-02-1") && week.contains("data-label=\"Answer\">organizer"))
        _ = try page(server, "/people/carla.nowak5@example.com/week/2024-W54", cookie, status: 404)
    }

    @Test func aMeetingIsShownAsItStood() throws {
        let folder = try SampleStore.folder
        let server = try RunningServer(["--store", "sample.db", "--access-log", "meeting.log"], in: folder)
        let cookie = try signedIn(server)
        let newest = try page(server, "/meetings/8B907496", cookie)
        #expect(newest.contains("rel=\"prev\"") && !newest.contains("rel=\"next\""))
        #expect(newest.contains("<section aria-label=\"State\">") && newest.contains("type=\"range\""))
        let stops = try #require(newest.firstMatch(of: /data-stops="([^"]*)"/)).1.split(separator: " ")
        #expect(stops == stops.sorted() && stops.count > 1)
        // At each stop the page says what the interface says.
        for stop in stops {
            let text = try page(server, "/meetings/8B907496?as-of=\(stop)", cookie)
            let state = try #require(
                try server.get("/api/v1/meetings/8B907496?as-of=\(stop)").json() as? [String: Any])
            let status = try #require(state["status"] as? String)
            let region = try #require(text.firstMatch(of: /(?s)<section aria-label="State">.*?<\/section>/)).0
            #expect(region.contains(">\(status)</span>"))
            for answer in (state["participants"] as? [[String: Any]]) ?? [] {
                let person = try #require(answer["participant"] as? String)
                #expect(region.contains("<th scope=\"row\">\(person)</th>"))
            }
        }
        _ = try page(server, "/meetings/8B907496?as-of=2000-01-01", cookie, status: 404)
        let link = try #require(newest.firstMatch(of: /href="(\/meetings\/[^"]*\/rows\/[^"]*)"/)).1
        #expect(try page(server, String(link), cookie).contains("globalobjectid") || !link.isEmpty)
    }

    /// What a week says of an earlier moment, beside the two lists of which it is made.
    @Test func aWeekTellsWhatBecameOfIt() throws {
        let folder = try SampleStore.folder
        let server = try RunningServer(["--store", "sample.db", "--access-log", "week.log"], in: folder)
        let cookie = try signedIn(server)
        func ids(_ moment: String) throws -> Set<String> {
            let answer = try server.get(
                "/api/v1/occurrences?from=2024-02-12&to=2024-02-19&person=carla.nowak5@example.com&limit=1000&as-of="
                    + moment)
            let rows = try #require((try answer.json() as? [String: Any])?["rows"] as? [[String: Any]])
            return Set(rows.compactMap { $0["occurrence_id"] as? String })
        }
        let earlier = try ids("2024-01-20"), later = try ids("2024-02-14")
        let week = "/people/carla.nowak5@example.com/week/2024-W07?as-of=2024-02-14"
        let text = try page(server, week + "&since=2024-01-20", cookie)
        #expect(text.matches(of: /data-label="Change">new</).count == later.subtracting(earlier).count)
        #expect(text.matches(of: /data-label="Answer then">/).count == earlier.subtracting(later).count)
        #expect(text.contains("Since 2024-01-20") && later != earlier)
        #expect(try !page(server, week, cookie).contains("No longer there"))
    }

    /// Whoever deleted a meeting that others still hold is told so in their week, as tables and the interface have it.
    @Test func aWeekSaysWhatIsOrphaned() throws {
        let folder = try SampleStore.folder
        let server = try RunningServer(["--store", "sample.db", "--access-log", "orphaned.log"], in: folder)
        let cookie = try signedIn(server)
        let week = "/people/carla.nowak5@example.com/week/2024-W05?as-of=2024-02-02T11:52:30Z"
        let text = try page(server, week, cookie)
        #expect(text.contains("budget planning 810 (orphaned)"))
        #expect(try page(server, week + "&since=2024-02-02T11:00:00Z", cookie).contains("orphaned, was scheduled"))
        #expect(try !page(server, week.replacing("T11:52:30", with: "T11:00:00"), cookie).contains("(orphaned)"))
    }

    /// The page that a replay leaves to be kept says what it was made of, and under pseudonyms nobody's name.
    @Test func aKeptPageSaysWhatItWasMadeOf() throws {
        let folder = try SampleStore.folder
        func kept(_ options: String...) throws -> String {
            let run = try SampleStore.run(
                ["replay", "8B907496", "--format", "html", "--store", "sample.db"] + options, in: folder)
            #expect(run.status == 0, "\(run.errors)")
            return run.output
        }
        let status = try SampleStore.run(["status", "--format", "json", "--store", "sample.db"], in: folder).output
        let head = try #require(status.firstMatch(of: /"head" *: *"([0-9a-f]{64})"/)).1
        let version = try SampleStore.run(["--version"], in: folder).output.trimmingCharacters(
            in: .whitespacesAndNewlines)
        let all = try kept()
        #expect(
            all.contains("head \(head)") && all.contains("calfold \(version)") && all.contains("<dd>sample.db</dd>"))
        #expect(all.contains("every entry that the store has") && all.contains("<h2 id=\"short\">In short</h2>"))
        let entries = all.matches(of: /<tr class="[a-z]+" id="entry-\d+">/).count
        #expect(all.contains("<p>\(entries) entries of ") && all.contains("<h2 id=\"words\">Words</h2>"))
        let then = try kept("--as-of", "2024-02-12T06:00:00Z")
        #expect(then.contains("entries that Exchange had logged by 2024-02-12 06:00:00 UTC"))
        let hidden = try kept("--pseudonyms", "--key-file", "key.txt", "--mailbox", "carla.nowak5@example.com")
        #expect(!hidden.contains("@") && hidden.contains("pseudonyms") && hidden.contains("one mailbox"))
    }

    /// Where there is no index, a week says so, at a moment of the past too; that a fold lags behind is said of now
    /// alone.
    @Test func aWeekSaysThatThereIsNoIndex() throws {
        let scratch = try Scratch()
        try scratch.write(
            "logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;itemclass;sentrepresentingemailaddress;itemversion;appointmentsequencenumber;appointmentstate;globalobjectid;creationtime;timezone\r\n2024-01-02 08:00:00;2024-02-13 23:30:00;2024-02-14 00:30:00;Review;Create;IPM.Appointment;alice@example.com;1;0;1;\(FoundID.text);2024-01-02 08:00:00;UTC\r\n",
            to: "alice@example.com.csv")
        _ = try SampleStore.run(["ingest", "alice@example.com.csv"], in: scratch.path)
        let server = try RunningServer([], in: scratch.path)
        let cookie = try signedIn(server)
        let week = "/people/alice@example.com/week/2024-W07", noIndex = "no index of people and words"
        let now = try page(server, week, cookie), then = try page(server, week + "?as-of=2024-02-01", cookie)
        #expect(now.contains(noIndex) && now.contains("not folded yet"))
        #expect(then.contains(noIndex) && !then.contains("not folded yet") && then.contains(">Review</a>"))
        _ = try SampleStore.run(["fold"], in: scratch.path)
        #expect(try !page(server, week + "?as-of=2024-02-01", cookie).contains(noIndex))
    }

    /// Nobody has an empty week whom the log does not know; who it knows has one before and after all that was logged.
    @Test func aWeekOfNobodySaysSo() throws {
        let folder = try SampleStore.folder
        let server = try RunningServer(["--store", "sample.db", "--access-log", "nobody.log"], in: folder)
        let cookie = try signedIn(server), unknown = "No entry of the log names nobody@example.com"
        for moment in ["", "?as-of=2024-02-12", "?since=2024-02-12"] {
            #expect(try page(server, "/people/nobody@example.com/week/2024-W07\(moment)", cookie).contains(unknown))
        }
        for week in ["2014-W07", "2024-W07?as-of=2014-01-01"] {
            let text = try page(server, "/people/carla.nowak5@example.com/week/\(week)", cookie)
            #expect(text.contains("Nothing stood on this calendar.") && !text.contains("No entry"), "\(week)")
        }
        func note(_ person: String, _ rest: String = "") throws -> (rows: Int, note: String?) {
            let answer = try server.get("/api/v1/occurrences?from=2024-02-12&to=2024-02-19&person=\(person)\(rest)")
            let list = try #require(try answer.json() as? [String: Any])
            return (try #require(list["rows"] as? [Any]).count, list["note"] as? String)
        }
        #expect(try note("nobody@example.com").note?.hasPrefix(unknown) == true)
        #expect(try note("nobody@example.com", "&as-of=2024-02-12").note?.hasPrefix(unknown) == true)
        let known = try note("carla.nowak5@example.com")
        #expect(known.rows > 0 && known.note == nil)
        #expect(try note("carla.nowak5@example.com", "&as-of=2014-01-01") == (0, nil))
    }

    @Test func hostileNamesStayText() throws {
        let scratch = try Scratch()
        let evil = "<script>alert(1)</script>\\\"'><img src=x onerror=alert(2)>&amp;\u{202E}"
        let id = FoundID.text
        let head =
            "logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;itemclass;sentrepresentingemailaddress;itemversion;appointmentsequencenumber;appointmentstate;globalobjectid;creationtime;timezone"
        let subject = "\"" + evil.replacing("\"", with: "\"\"") + "\""
        try scratch.write(
            "\(head)\r\n2024-01-02 08:00:00;2024-02-13 23:30:00;2024-02-14 00:30:00;\(subject);Create;IPM.Appointment;\"<b>@example.com\";1;0;1;\(id);2024-01-02 08:00:00;\"<i>zone\"\r\nbroken;<script>alert(3)</script>\r\n",
            to: "alice@example.com.csv")
        for arguments in [["ingest", "alice@example.com.csv"], ["fold"]] {
            _ = try SampleStore.run(arguments, in: scratch.path)
        }
        let server = try RunningServer([], in: scratch.path)
        let cookie = try signedIn(server)
        for target in [
            "/meetings?q=%3Cscript%3E", "/meetings/\(id)", "/meetings?q=2024", "/quarantine",
            "/people/alice@example.com/week/2024-W07",
        ] {
            let text = try page(server, target, cookie)
            #expect(
                !text.contains("<script>") && !text.contains("<img") && !text.contains("<b>") && !text.contains("<i>"))
            #expect(!text.contains("\u{202E}"))
        }
        #expect(try page(server, "/meetings/\(id)", cookie).contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    }

    @Test func pseudonymsHideNamesEverywhere() throws {
        let folder = try SampleStore.folder
        let server = try RunningServer(
            ["--store", "sample.db", "--pseudonyms", "--key-file", "key.txt", "--access-log", "hidden.log"], in: folder)
        let cookie = try signedIn(server)
        let clear = ["@", "example.com", "nowak", "smith", "udget", "lanning"]
        for target in [
            "/", "/meetings?q=2024-02", "/meetings/8B907496", "/nights", "/mail", "/quarantine", "/findings",
        ] {
            let text = try page(server, target, cookie)
            for word in clear { #expect(!text.contains(word), "\(target) holds \(word)") }
        }
        for target in [
            "/api/v1/status", "/api/v1/meetings?limit=1000", "/api/v1/meetings/8B907496",
            "/api/v1/meetings/8B907496/history", "/api/v1/occurrences?from=2024-02-01&to=2024-02-15&limit=1000",
            "/api/v1/messages", "/api/v1/quarantine",
        ] {
            let answer = try server.get(target)
            #expect(answer.status == 200)
            for word in clear { #expect(!answer.body.contains(word), "\(target) holds \(word)") }
        }
        for target in [
            "/api/v1/meetings?q=budget", "/api/v1/meetings?q=carla.nowak5@example.com",
            "/api/v1/meetings?organizer=carla.nowak5@example.com",
            "/api/v1/occurrences?from=2024-02-01&to=2024-02-15&person=carla.nowak5@example.com",
        ] {
            #expect(try server.get(target).body.contains("\"rows\":[]"), "\(target)")
        }
        let key = try SampleStore.run(["hash", "carla.nowak5@example.com", "--key-file", "key.txt"], in: folder)
        let pseudonym = try #require(key.output.firstMatch(of: /[A-Za-z0-9+\/]{43}=/)).0
        let asked = pseudonym.replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
        #expect(
            try server.get("/api/v1/occurrences?from=2024-02-01&to=2024-02-15&person=\(asked)").body.contains(
                "\"response\":"))
        #expect(try server.get("/api/v1/quarantine?raw=true").status == 403)
    }

    @Test func weeksAreThoseOfTheCalendar() {
        for (text, monday) in [
            ("2024-W01", "2024-01-01"), ("2020-W53", "2020-12-28"), ("2021-W01", "2021-01-04"),
            ("2026-W53", "2026-12-28"), ("2024-W07", "2024-02-12"),
        ] {
            #expect(ISOWeek(text)?.monday.description == monday)
            #expect(ISOWeek(text)?.description == text)
        }
        for text in ["2024-W53", "2024-W00", "2024W07", "2024-W7", "24-W07", "2024-W07x", ""] {
            #expect(ISOWeek(text) == nil, "\(text)")
        }
        #expect(ISOWeek("2024-W52")?.advanced(byWeeks: 1).description == "2025-W01")
    }
}

private enum FoundID {
    static let text =
        "040000008200E00074C5B7101A82E0080000000030F3D1A2B3C4D501000000000000000010000000A1B2C3D4E5F60718293A4B5C6D7E8F90"
}
