"""Without network, without server, with a wrong clock: typing goes on, the page tells the truth, nothing is lost."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from assessment.tests.live_server import Server
from assessment.tests.sitting_page import EDITOR, Candidate, append, shown, write

pytestmark = pytest.mark.browser

TWO_HOURS_WRONG = """
const real = Date, wrong = 2 * 3600 * 1000;
globalThis.Date = class extends real {
  constructor(...given) { if (given.length) super(...given); else super(real.now() + wrong); }
  static now() { return real.now() + wrong; }
};
"""


@pytest.fixture
def cleo(server: Server, key: str) -> Iterator[Candidate]:
    made = Candidate(server, key)
    yield made
    made.check_nothing_lost()


def offline(page: Page, off: bool) -> None:
    """What the browser's own "offline" does: HTTP fails, and a socket that is open falls silent."""
    page.context.set_offline(off)


def held(page: Page) -> int:
    """How many changes the page says that it holds; waits until it says so."""
    expect(page.locator("#save")).to_have_text(re.compile(r"\d+ changes? held on this device"), timeout=30_000)
    return int(re.findall(r"\d+", page.locator("#save").inner_text())[0])


def test_typing_goes_on_without_network_and_is_sent_when_it_is_back(cleo: Candidate, browser: Browser) -> None:
    """In little: 14 s. test_browser_long.py has the two minutes."""
    context = browser.new_context()
    page = cleo.open(context)
    write(page, "n = 0\n")
    cleo.until_stored(page, "n = 0\n")
    offline(page, True)
    for number in range(1, 11):
        append(page, f"n = {number}\n")
        page.wait_for_timeout(1_000)
    assert held(page) == 10
    expect(page.locator("#lost")).to_contain_text("We cannot reach the server. Write on")
    page.wait_for_timeout(4_000)
    assert cleo.stored() == "n = 0\n"
    before = page.locator("#timer").inner_text()
    offline(page, False)
    cleo.until_stored(page, "".join(f"n = {number}\n" for number in range(11)), seconds=30)
    expect(page.locator("#lost")).to_have_count(0)
    assert page.locator("#timer").inner_text() <= before  # the clock went on
    assert cleo.session()["status"] == "active"
    context.close()


def test_a_tab_that_is_closed_offline_gives_its_text_to_the_next(cleo: Candidate, browser: Browser) -> None:
    context = browser.new_context()
    context.new_page()  # the browser stays open
    page = cleo.open(context)
    write(page, "a = 1\n")
    cleo.until_stored(page, "a = 1\n")
    offline(page, True)
    append(page, "b = 2\n" + "#" * 80_000)  # more than a beacon takes
    held(page)
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    context.set_offline(False)
    again = cleo.open(context)
    # Nothing could tell the server that the first page had gone: to it, another tab still writes.
    again.get_by_role("button", name="Continue here").click()
    cleo.until_stored(again, "a = 1\nb = 2\n" + "#" * 80_000)
    context.close()


def test_kill_9_of_the_server_in_mid_typing(server: Server, cleo: Candidate, browser: Browser) -> None:
    context = browser.new_context()
    page = cleo.open(context)
    write(page, "one\n")
    cleo.until_stored(page, "one\n")
    deadline = cleo.snapshot()["deadline"]
    append(page, "two\n")
    server.kill()
    append(page, "three\n")
    held(page)
    server.start()
    cleo.until_stored(page, "one\ntwo\nthree\n", seconds=40)
    assert cleo.snapshot()["deadline"] >= deadline  # our own outage takes nothing away
    expect(page.locator("#elsewhere")).to_have_count(0)
    context.close()


def test_a_machine_whose_clock_is_two_hours_wrong(cleo: Candidate, browser: Browser) -> None:
    context = browser.new_context()
    page = cleo.open(context, init=TWO_HOURS_WRONG)
    expect(page.locator("#timer")).to_have_text(re.compile(r"^(29|30):\d\d$"))
    write(page, "x = 1\n")
    cleo.until_stored(page, "x = 1\n")
    saved = next(d["saved_at"] for d in cleo.snapshot()["questions"][0]["drafts"] if d["code"] == "x = 1\n")
    said = page.evaluate(
        "at => new Date(at).toLocaleTimeString([], {hour: '2-digit', minute: '2-digit', "
        "second: '2-digit', hour12: false})",
        saved,
    )
    expect(page.locator("#save")).to_have_text(f"saved {said}")  # the server's moment, not the machine's
    context.close()


def test_a_conflict_shows_both_texts_and_the_keyboard_chooses(cleo: Candidate, browser: Browser) -> None:
    context = browser.new_context()
    page = cleo.open(context)
    write(page, "base\n")
    cleo.until_stored(page, "base\n")
    offline(page, True)
    append(page, "typed offline\n")
    held(page)
    other = {"language": "python", "code": "by an integrator\n"}  # no client_id: no lease, and it overwrites
    path = f"/api/test-session/{cleo.name}/drafts/{cleo.question}"
    assert cleo.server.call("PUT", path, other, key=cleo.key)[0] == 200
    offline(page, False)
    dialog = page.get_by_role("dialog", name="There are two versions of your answer")
    expect(dialog).to_be_visible(timeout=30_000)
    expect(dialog.get_by_role("group", name="On this page")).to_have_text("base\ntyped offline\n")
    expect(dialog.get_by_role("group", name=re.compile("^Saved "))).to_have_text("by an integrator\n")
    expect(page.locator("#save")).to_have_text("two versions")
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()  # only a choice closes it
    dialog.get_by_role("button", name="Take the saved one").focus()
    page.keyboard.press("Enter")
    expect(page.locator(EDITOR)).to_contain_text("by an integrator")
    page.locator(EDITOR).click()
    page.keyboard.press("Control+z")  # what was chosen against is an undo away
    assert "typed offline" in shown(page)
    cleo.until_stored(page, "base\ntyped offline\n")
    context.close()
