"""Walks the pages of a running server in a real browser, as people do, and says what is wrong with them.

    walk.py BASE TOKEN STORE CALFOLD SCREENSHOTS

STORE holds the sample organisation. Every page is looked at in three widths and by axe-core; a meeting is followed by its
slider, by its links without JavaScript and by the keyboard, and what it says is compared with the command line.
"""

import json
import pathlib
import subprocess
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

BASE, TOKEN, STORE, CALFOLD, SHOTS = sys.argv[1:]
MEETING, PERSON = "8B907496", "carla.nowak5@example.com"
PAGES = {
    "home": "/",
    "search": "/meetings?q=2024-02",
    "meeting": f"/meetings/{MEETING}",
    "week": f"/people/{PERSON}/week/2024-W07?time-zone=Europe/Warsaw",
    "changes": f"/people/{PERSON}/week/2024-W07?as-of=2024-02-14&since=2024-02-05",
    "difference": "/difference?between=2024-02-05&and=2024-02-12",
    "organisation": "/organisation?month=2024-02",
    "nights": "/nights",
    "mail": "/mail",
    "findings": "/findings",
    "quarantine": "/quarantine",
}
faults = []


def fault(text):
    faults.append(text)
    print("FAULT", text)


def watch(page, where):
    """Nothing on the console but what a refusal says by itself, and nothing from elsewhere."""
    page.on("console", lambda m: m.type in ("error", "warning") and fault(f"{where()}: console: {m.text}"))
    page.on("pageerror", lambda e: fault(f"{where()}: {e}"))
    page.on(
        "request",
        lambda r: r.url.startswith((BASE, "data:")) or fault(f"{where()}: asks {r.url}"),
    )


def replay(*options):
    lines = subprocess.run(
        [CALFOLD, "replay", MEETING, "--format", "json", "--store", STORE, *options],
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()
    return [json.loads(line) for line in lines]


def state(page):
    region = page.get_by_role("region", name="State")
    rows = region.locator("tbody tr")
    return region.locator(".badge").inner_text(), {
        rows.nth(i).locator("th").inner_text(): rows.nth(i).locator("td").first.inner_text() for i in range(rows.count())
    }


def expect_state(page, stop, where):
    status, people = state(page)
    after = replay("--as-of", stop)[-1]["after"]
    if status != after["status"]:
        fault(f"{where} at {stop}: {status} is not {after['status']}")
    for answer in after.get("participants") or []:
        if answer["ofSeries"] and people.get(answer["participant"]) != answer["response"]:
            fault(f"{where} at {stop}: {answer['participant']} {people.get(answer['participant'])}")


def look(page, axe, name, shots):
    """One page in each width, light and dark: nothing beside the screen, nothing that axe-core calls a violation."""
    address = page.url
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(address)
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                fault(f"{name} scrolls sideways at {width}")
            if scheme == "light" or width == 1280:
                page.screenshot(path=shots / f"{name}-{width}-{scheme}.png", full_page=True)
        for violation in axe.run(page).response["violations"]:
            nodes = [n["html"][:120] for n in violation["nodes"][:3]]
            fault(f"{name} {scheme}: axe {violation['id']}: {nodes}")
    page.emulate_media(color_scheme="light")


def kept_page(browser, axe, shots):
    """The page that `replay --format html` leaves to be kept: looked at from its file, without a server."""
    made = subprocess.run(
        [CALFOLD, "replay", MEETING, "--format", "html", "--store", STORE], capture_output=True, check=True
    )
    path = shots / "replay.html"
    path.write_bytes(made.stdout)
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.on("request", lambda r: r.url.startswith(("file:", "data:")) or fault(f"the kept page asks {r.url}"))
    page.goto(path.resolve().as_uri())
    look(page, axe, "replay", shots)
    context.close()


def main():
    shots = pathlib.Path(SHOTS)
    shots.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context()
        # Beside other tests a page may take its time.
        context.set_default_timeout(120_000)
        page = context.new_page()
        watch(page, lambda: page.url)
        page.goto(f"{BASE}/#{TOKEN}")
        page.get_by_role("heading", name="Calendars as they were").wait_for()
        if TOKEN in page.url:
            fault("the address keeps the token")
        axe = Axe()
        for name, path in PAGES.items():
            page.goto(BASE + path)
            look(page, axe, name, shots)
        # Pages that others lead to.
        page.goto(BASE + PAGES["meeting"])
        page.locator("td[data-label=Row] a").first.click()
        look(page, axe, "row", shots)
        page.goto(BASE + PAGES["mail"])
        page.locator("tbody td.id a").first.click()
        look(page, axe, "message", shots)
        kept_page(browser, axe, shots)
        # The slider, by the keyboard alone.
        page.goto(BASE + PAGES["meeting"])
        slider = page.locator("#moment")
        stops = slider.get_attribute("data-stops").split()
        slider.focus()
        for stop in reversed(stops[:-1][-4:]):
            page.keyboard.press("ArrowLeft")
            page.wait_for_function("s => new URL(location).searchParams.get('as-of') === s", arg=stop)
            if slider.get_attribute("aria-valuetext") != stop:
                fault(f"aria-valuetext is not {stop}")
            expect_state(page, stop, "slider")
        # Every link and field has its focus in sight.
        page.goto(BASE + "/")
        seen = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            found = page.evaluate(
                "(e => e && e !== document.body ? [e.outerHTML.slice(0, 80), getComputedStyle(e).outlineStyle] : null)(document.activeElement)"
            )
            if not found or found[0] in seen:
                break
            seen.add(found[0])
            if found[1] == "none":
                fault(f"no focus is seen on {found[0]}")
        if len(seen) < 8:
            fault(f"the keyboard reaches only {len(seen)} places of the first page")
        cookies = context.cookies()
        if not all(c["httpOnly"] and c["sameSite"] == "Strict" for c in cookies):
            fault(f"cookies: {cookies}")
        context.close()

        plain = browser.new_context(java_script_enabled=False)
        plain.set_default_timeout(120_000)
        page = plain.new_page()
        watch(page, lambda: page.url + " without JavaScript")
        page.goto(BASE + "/sign-in")
        page.get_by_label("Token").fill(TOKEN)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Calendars as they were").wait_for()
        page.get_by_label("Look for a meeting").fill(MEETING)
        page.get_by_role("button", name="Search").click()
        page.locator("tbody a").first.click()
        count = 1
        while page.locator("a[rel=prev]").count() and count < 40:
            page.locator("a[rel=prev]").click()
            count += 1
        if count != min(40, len(stops)):
            fault(f"{count} moments by links, {len(stops)} by the slider")
        page.locator("input[name=as-of]").fill(stops[-2])
        page.get_by_role("button", name="Show").click()
        expect_state(page, stops[-2], "form")
        browser.close()
    print(f"{len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
