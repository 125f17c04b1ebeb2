"""The list of message traces as Graph gives it, and as the reporting web service did."""
import base64
import datetime
import json
import random
import re
import urllib.parse

import world as worlds
from world import TICKS, text

PATH = "/v1.0/admin/exchange/tracing/messageTraces"
REPORTING = "/ecp/reportingwebservice/reporting.svc/MessageTrace"
INSTANT = r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?Z"


class Rejected(Exception):
    def __init__(self, message, code="BadRequest"):
        self.message, self.code = message, code


def ticks_of(match_text):
    found = re.fullmatch(INSTANT, match_text)
    if not found:
        raise Rejected(f"|System.FormatException|String '{match_text}' was not recognized as a valid DateTime.")
    seconds = int(datetime.datetime.fromisoformat(found.group(1) + "+00:00").timestamp())
    return seconds * TICKS + int((found.group(2) or "0").ljust(7, "0"))


class Traces:
    def __init__(self, world, clock, settings):
        self.world, self.clock, self.settings = world, clock, settings
        self.served = {}

    # -- Graph

    def page(self, base, query, fault, headers):
        options = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        if set(options) - {"$filter", "$top", "$skiptoken", "$orderby"}:
            raise Rejected("The query specified in the URI is not valid.")
        top = self._top(options.get("$top", "1000"))
        low, high, equal = self._filter(options.get("$filter"))
        start = self.world.after(high, "")
        if "$skiptoken" in options:
            start = max(start, self._resume(options["$skiptoken"]))
        if fault == "lost-place":
            start = self.world.after(high, "")
        rows, at = [], start
        count = max(1, top // 3) if fault == "short-page" else 0 if fault == "empty-page" else top
        visible = self.world.visible
        low = max(low, self._oldest())
        while at < len(visible) and len(rows) < count and visible[at].ticks >= low:
            if all(self._value(visible[at], name) == value for name, value in equal):
                rows.append(visible[at])
            at += 1
        has_more = at < len(visible) and visible[at].ticks >= low
        if equal and len(rows) < count:
            has_more = False
        body = {"@odata.context": f"{base}/v1.0/$metadata#admin/exchange/tracing/messageTraces", "value": [self._row(row, headers) for row in rows]}
        if has_more:
            body["@odata.nextLink"] = self._link(base, options, top, low, high, rows[-1] if rows else None, query, start, fault)
        for row in rows:
            self.served[(row.id, row.recipient.lower())] = row.state(self.world.step)
        return body

    def _oldest(self):
        """Older rows are gone."""
        days = self.settings.get("forget-days")
        return int((self.clock() - days * 86400) * TICKS) if days is not None else 0

    @staticmethod
    def _top(value):
        if not re.fullmatch(r"\d+", value) or not 1 <= int(value) <= 5000:
            raise Rejected(f"Invalid value '{value}' for $top: it must be between 1 and 5000.")
        return int(value)

    def _filter(self, given):
        now = int(self.clock() * TICKS)
        if given is None:
            return now - 48 * 3600 * TICKS, now, []
        given = re.split(r" or ", given)[0]  # the service does not see the rest
        low = high = None
        equal = []
        for clause in given.split(" and "):
            bound = re.fullmatch(rf"receivedDateTime (ge|le) ({INSTANT})", clause)
            value = re.fullmatch(r"(id|messageId|senderAddress|recipientAddress|status|fromIP|toIP) eq '((?:[^']|'')*)'", clause)
            if bound and bound.group(1) == "ge" and low is None:
                low = ticks_of(bound.group(2))
            elif bound and bound.group(1) == "le" and high is None:
                high = ticks_of(bound.group(2))
            elif value:
                equal.append((value.group(1), value.group(2).replace("''", "'")))
            else:
                raise Rejected(f"Invalid filter clause: '{clause}'.")
        if (low is None) != (high is None):
            raise Rejected("Both a start and an end of receivedDateTime are needed.")
        if low is None:
            return now - 48 * 3600 * TICKS, now, equal
        if high < low or high - low > 10 * 86400 * TICKS:
            raise Rejected("|System.ArgumentException|The span of receivedDateTime must not exceed 10 days.")
        if low < now - 90 * 86400 * TICKS:
            raise Rejected("|System.ArgumentException|receivedDateTime must not be more than 90 days ago.")
        if high > now:
            raise Rejected("|System.ArgumentException|receivedDateTime must not be in the future.")
        return low, high, equal

    def _value(self, row, name):
        return {"id": row.id, "messageId": row.message_id, "senderAddress": row.sender, "recipientAddress": row.recipient,
                "status": row.state(self.world.step), "fromIP": row.from_ip, "toIP": row.to_ip}[name]

    def _resume(self, token):
        try:
            fields = json.loads(base64.b64decode(token + "=" * (-len(token) % 4)))
        except ValueError:
            raise Rejected("The skip token is not valid.")
        if fields["EndDate"].startswith('"'):
            raise Rejected("Cannot process argument transformation on parameter 'StartDate'. Cannot convert value to type \"System.DateTime\".")
        recipient = fields["StartingRecipientAddress"]
        if recipient and recipient.lower() in self.settings.get("poisoned", []):
            raise Rejected("|System.ArgumentException|Invalid starting recipient address")
        return self.world.after(ticks_of(fields["EndDate"]), recipient, inclusive=self.settings.get("ties", False))

    def _link(self, base, options, top, low, high, last, query, start, fault):
        if fault == "repeat-link" and "$skiptoken" in options:
            return f"{base}{PATH}?{query}"
        end = last.ticks if last else (self.world.visible[start - 1].ticks if start else high)
        recipient = last.recipient if last else (self.world.visible[start - 1].recipient if start else "")
        if self.settings.get("poison-every") and recipient and sum(recipient.encode()) % self.settings["poison-every"] == 0:
            self.settings.setdefault("poisoned", []).append(recipient.lower())
        fields = {"StartDate": text(low, 7), "EndDate": text(end, 7), "StartingRecipientAddress": recipient, "ResultSize": top}
        if fault == "double-encoded":
            fields["StartDate"], fields["EndDate"] = json.dumps(fields["StartDate"]), json.dumps(fields["EndDate"])
        if fault == "lost-place":
            fields["Nonce"] = random.random()
        token = base64.b64encode(json.dumps(fields).encode()).decode()
        if sum(recipient.encode()) % 2:
            token = token.rstrip("=")
        host = "http://127.0.0.2:9" if fault == "foreign-link" else base
        parts = {"$filter": options.get("$filter", ""), "$top": str(top), "$skiptoken": token}
        return f"{host}{PATH}?" + "&".join(f"{name}={urllib.parse.quote_plus(value)}" for name, value in parts.items() if value)

    def _row(self, row, headers):
        status = row.state(self.world.step)
        if status == "recalled" and "include-unknown-enum-members" not in headers.get("Prefer", ""):
            status = "unknownFutureValue"
        odd = sum(row.recipient.encode())
        fields = [("@odata.type", "#microsoft.graph.exchangeMessageTrace"), ("id", row.id), ("senderAddress", "<>" if row.sender is None else row.sender),
                  ("recipientAddress", row.recipient), ("messageId", row.message_id), ("receivedDateTime", text(row.ticks)), ("subject", row.subject),
                  ("size", row.size), ("fromIP", row.from_ip), ("toIP", row.to_ip), ("status", status), ("newProperty", {"of": ["a", "later", "version"]})]
        if odd % 3 == 0:
            fields.reverse()
        return {name: value for name, value in fields if not (name == "subject" and value is None and odd % 2) and not (name == "@odata.type" and odd % 5)}

    # -- The reporting web service

    def report(self, base, query, fault):
        options = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        top = options.get("$top", "2000")
        if not top.isdigit() or not 1 <= int(top) <= 2000:
            raise Rejected(f"Incorrect format for $top argument '{top}'.", "")
        found = re.fullmatch(r"StartDate eq datetime'([^']+)' and EndDate eq datetime'([^']+)'", options.get("$filter", ""))
        if not found:
            raise Rejected("StartDate and EndDate are needed together.", "")
        low, high = ticks_of(found.group(1)), ticks_of(found.group(2))
        if low < (self.clock() - 10 * 86400) * TICKS:
            raise Rejected("StartDate is too old.", "")
        rows = sorted((row for row in self.world.visible if max(low, self._oldest()) <= row.ticks <= high), key=lambda row: row.ticks)
        skipped = 0 if fault == "lost-place" else int(options.get("$skiptoken", "0"))
        part = rows[skipped:skipped + int(top)]
        values = []
        for number, row in enumerate(part):
            state = row.state(self.world.step)
            self.served[(row.id, row.recipient.lower())] = state
            received = f"/Date({row.ticks // 10_000})/" if self.settings.get("verbose") else text(row.ticks, 7).rstrip("Z")
            values.append({"Organization": "example.com", "MessageId": row.message_id, "Received": received, "SenderAddress": row.sender or "<>",
                           "RecipientAddress": row.recipient, "Subject": row.subject, "Status": state[:1].upper() + state[1:], "ToIP": row.to_ip,
                           "FromIP": row.from_ip, "Size": row.size, "MessageTraceId": row.id, "StartDate": text(low, 0), "EndDate": text(high, 0), "Index": skipped + number})
        link = f"{base}{REPORTING}?" + urllib.parse.urlencode({**options, "$skiptoken": skipped + len(part)}) if skipped + len(part) < len(rows) else None
        if self.settings.get("verbose"):
            return {"d": {"results": values, **({"__next": link} if link else {})}}
        return {"odata.metadata": f"{base}/$metadata#MessageTrace", "value": values, **({"odata.nextLink": link} if link and self.settings.get("links") else {})}
