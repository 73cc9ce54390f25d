"""What takes minutes, all in the same minutes: two minutes without network, a server that is away, an end offline.

Each candidate's story reads from top to bottom; where it waits, the others go on. Altogether it lasts as long as the
longest, and this process sleeps nearly all of it.
"""

import heapq
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from assessment.tests.live_server import Server
from assessment.tests.sitting_page import Candidate, append, write
from assessment.tests.staff_page import give_time, recruiter_page, seconds_left

pytestmark = pytest.mark.browser
Story = Iterator[float]  # yields the seconds for which it waits

HELD = re.compile(r"^(\d+) changes? held on this device$")
TWO_MINUTES = 120
DOWN = 40  # seconds: an outage is a gap of more than 30 s between two probes, of which there is one in 10 s
TEXTS = (
    "from sessions.models import Draft\n"
    "for draft in Draft.objects.filter(entry__session={!r}).order_by('late'): print(draft.late, repr(draft.source))"
)


def together(pump: Page, *stories: Story) -> None:
    """Play the stories, each at its own times. pump: any page; while it waits, all pages hear what happens."""
    due = [(0.0, number, story) for number, story in enumerate(stories)]
    began = time.monotonic()
    while due:
        at, number, story = heapq.heappop(due)
        pump.wait_for_timeout(max(0.0, at - (time.monotonic() - began)) * 1000)
        wait = next(story, None)
        if wait is not None:
            heapq.heappush(due, (time.monotonic() - began + wait, number, story))


def two_minutes_without_network(cleo: Candidate, browser: Browser) -> Story:
    """She types all the time; every few seconds the page says what is true."""
    context = browser.new_context()
    page = cleo.open(context)
    write(page, "n = 0\n")
    cleo.until_stored(page, "n = 0\n")
    context.set_offline(True)
    off, typed = time.monotonic(), 0
    before = page.locator("#timer").inner_text()
    while time.monotonic() - off < TWO_MINUTES:
        typed += 1
        append(page, f"n = {typed}\n")
        yield 5
        expect(page.locator("#save")).to_have_text(HELD, timeout=30_000)
        found = HELD.match(page.locator("#save").inner_text())
        assert found and int(found[1]) == typed
        after = page.locator("#timer").inner_text()
        assert after < before, "the clock goes on, and says so"
        before = after
    assert cleo.stored() == "n = 0\n"
    expect(page.get_by_role("dialog")).to_have_count(0)
    context.set_offline(False)
    cleo.until_stored(page, "".join(f"n = {number}\n" for number in range(typed + 1)), seconds=30)
    assert cleo.session()["status"] == "active"
    context.close()


def our_server_is_away(cleo: Candidate, browser: Browser) -> Story:
    """Her page stays open, she types on; afterwards she is told that she has the time back."""
    context = browser.new_context()
    page = cleo.open(context)
    write(page, "one\n")
    cleo.until_stored(page, "one\n")
    deadline = cleo.snapshot()["deadline"]
    cleo.server.kill()
    append(page, "two\n")
    yield DOWN / 2
    expect(page.locator("#save")).to_have_text("1 change held on this device")
    append(page, "three\n")
    yield DOWN / 2
    expect(page.locator("#save")).to_have_text("2 changes held on this device")
    before = page.locator("#timer").inner_text()
    cleo.server.start()
    cleo.until_stored(page, "one\ntwo\nthree\n", seconds=60)
    notice = page.locator("#notices")
    given = re.compile(r"Your time was changed: [\d.]+ minutes? more\. Our server was away from ")
    expect(notice).to_contain_text(given, timeout=40_000)  # said over the socket, which comes back in its own time
    expect(notice).to_contain_text("Your test now ends at")
    assert cleo.snapshot()["deadline"] > deadline
    assert page.locator("#timer").inner_text() > before
    expect(page.locator("#elsewhere")).to_have_count(0)
    context.close()


def the_end_comes_offline_and_the_grace_too(cleo: Candidate, browser: Browser, staff: Page) -> Story:
    """What she typed comes after all, and is kept for staff; the page says that it is not graded."""
    yield DOWN + 5  # our outage is over: it would give her time
    context = browser.new_context()
    page = cleo.open(context)
    write(page, "in time\n")
    cleo.until_stored(page, "in time\n")
    give_time(staff, cleo, 12 - int(seconds_left(cleo)))
    expect(page.locator("#timer")).to_have_text(re.compile(r"^00:\d\d$"))
    context.set_offline(True)
    append(page, "typed offline\n")
    yield 15
    dialog = page.get_by_role("dialog", name="Time is up")
    expect(dialog).to_contain_text("Your last changes are kept on this device", timeout=30_000)
    yield 65
    expect(dialog).to_contain_text("Please keep this page open")
    context.set_offline(False)
    expect(page.get_by_role("heading", name="We have received your test")).to_be_visible(timeout=30_000)
    expect(page.locator("section", has_text="What we received").first).to_contain_text("Too late to be graded")
    assert cleo.session()["status"] == "completed"
    assert cleo.stored() == "in time\n"
    assert cleo.server.manage("shell", "-v", "0", "-c", TEXTS.format(cleo.id)).splitlines() == [
        "False 'in time\\n'",
        "True 'in time\\ntyped offline\\n'",
    ]
    context.close()


def test_two_minutes_of_everything(server: Server, key: str, browser: Browser) -> None:
    staff = recruiter_page(server, browser)
    ann, bea, cleo = (Candidate(server, key) for _ in range(3))
    together(
        staff,
        two_minutes_without_network(ann, browser),
        our_server_is_away(bea, browser),
        the_end_comes_offline_and_the_grace_too(cleo, browser, staff),
    )
    for candidate in (ann, bea, cleo):
        candidate.check_nothing_lost()
