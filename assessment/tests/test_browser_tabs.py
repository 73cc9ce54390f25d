"""Two tabs, two devices, a reload, a closed tab: one page writes, and nothing that was acknowledged is lost."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from assessment.tests.live_server import Server
from assessment.tests.sitting_page import EDITOR, Candidate, append, shown, write

pytestmark = pytest.mark.browser


@pytest.fixture
def cleo(server: Server, key: str) -> Iterator[Candidate]:
    made = Candidate(server, key)
    yield made
    made.check_nothing_lost()


def test_a_reload_in_mid_typing_gives_everything_back(cleo: Candidate, browser: Browser) -> None:
    context = browser.new_context()
    page = cleo.open(context)
    write(page, "print('first')\n")
    cleo.until_stored(page, "print('first')\n")
    append(page, "print('typed just now')\n")
    page.reload()  # sooner than any autosave
    expect(page.locator("html")).to_have_attribute("data-ready", "1")
    expect(page.locator(EDITOR)).to_contain_text("typed just now")
    append(page, "print('and on')\n")
    cleo.until_stored(page, "print('first')\nprint('typed just now')\nprint('and on')\n")
    expect(page.locator("#elsewhere")).to_have_count(0)  # it was the same tab: nobody is asked
    assert cleo.session()["status"] == "active"
    context.close()


def test_a_second_tab_reads_until_it_takes_over(cleo: Candidate, browser: Browser) -> None:
    context = browser.new_context()
    first = cleo.open(context)
    write(first, "print('from the first')\n")
    cleo.until_stored(first, "print('from the first')\n")
    second = cleo.open(context)
    expect(second.locator("#elsewhere")).to_contain_text("open in another tab")
    for press in ("#run", "#submit", "#reset", "#finish"):
        expect(second.locator(press)).to_be_disabled()
        expect(second.locator(press)).to_have_accessible_description(re.compile("open in another tab"))
        second.locator(press).focus()  # in reach of the keyboard: the reason can be heard
        second.keyboard.press("Enter")
        expect(second.locator("#announcer")).to_contain_text("You can read here")
        expect(second.get_by_role("dialog")).to_have_count(0)
    append(second, "nothing of this")
    assert "nothing of this" not in shown(second)

    append(first, "print('still the first')\n")
    second.get_by_role("button", name="Continue here").click()
    expect(first.locator("#elsewhere")).to_be_visible()
    expect(second.locator("#elsewhere")).to_have_count(0)
    expect(second.locator(EDITOR)).to_contain_text("from the first")
    expect(second.locator("#submit")).to_be_enabled()
    expect(second.locator("#submit")).to_have_accessible_description("Ctrl Shift Enter")
    context.close()


# The page does not hear that another one took over: a socket that hangs.
DEAF = """window.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener("message", (event) => {
      if (JSON.parse(event.data).type === "lease") event.stopImmediatePropagation();
    });
  }
};"""


def test_a_page_that_has_not_heard_of_the_take_over_runs_and_ends_nothing(cleo: Candidate, browser: Browser) -> None:
    context = browser.new_context()
    for press in ("#run", "#submit", "#finish"):
        page = cleo.open(context, init=DEAF)
        write(page, f"print('{press}')\n")
        cleo.until_stored(page, f"print('{press}')\n")
        taken = {"client_id": f"other {press}", "take": True}
        status, _ = cleo.server.call("PUT", f"/api/test-session/{cleo.name}/lease", taken, token=cleo.token)
        assert status == 200
        expect(page.locator("#elsewhere")).to_have_count(0)
        page.locator(press).click()
        if press == "#finish":
            page.get_by_role("button", name="Finish the test").click()
        expect(page.locator("#elsewhere")).to_contain_text("open in another tab")
        expect(page.locator(press)).to_be_disabled()
        page.close()
        leave = {"completion_method": "tab_close", "client_id": taken["client_id"]}
        assert cleo.server.call("PUT", f"/api/test-session/{cleo.name}/abandon", leave, token=cleo.token)[0] == 200
    assert cleo.snapshot()["questions"][0]["submissions"] == []
    assert cleo.session()["status"] == "abandoned"
    context.close()


def test_a_take_over_from_a_second_device(cleo: Candidate, browser: Browser) -> None:
    laptop, phone = browser.new_context(), browser.new_context(viewport={"width": 360, "height": 740})
    first = cleo.open(laptop)
    write(first, "print('laptop')\n")
    cleo.until_stored(first, "print('laptop')\n")
    second = cleo.open(phone)
    second.get_by_role("button", name="Continue here").click()
    expect(second.locator("#elsewhere")).to_have_count(0)
    second.get_by_role("button", name="Code", exact=True).click()
    append(second, "print('phone')\n")
    cleo.until_stored(second, "print('laptop')\nprint('phone')\n")

    # Back at the laptop: it reads what the phone wrote, and goes on from there.
    expect(first.locator("#elsewhere")).to_be_visible()
    first.get_by_role("button", name="Continue here").click()
    expect(first.locator(EDITOR)).to_contain_text("phone")
    append(first, "print('laptop again')\n")
    cleo.until_stored(first, "print('laptop')\nprint('phone')\nprint('laptop again')\n")
    laptop.close()
    phone.close()


def test_a_closed_tab_is_abandoned_and_comes_back(cleo: Candidate, browser: Browser) -> None:
    context = browser.new_context()
    keeper = context.new_page()  # the browser stays open
    page = cleo.open(context)
    write(page, "print('before')\n")
    cleo.until_stored(page, "print('before')\n")
    append(page, "print('last words')\n")
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    for _ in range(50):
        if cleo.session()["status"] == "abandoned":
            break
        keeper.wait_for_timeout(100)
    assert cleo.session()["status"] == "abandoned"
    again = cleo.open(context)
    expect(again.locator(EDITOR)).to_contain_text("last words")
    expect(again.locator("#elsewhere")).to_have_count(0)  # it was let go: nobody is asked
    append(again, "print('after')\n")
    cleo.until_stored(again, "print('before')\nprint('last words')\nprint('after')\n")
    assert cleo.session()["status"] == "active"
    context.close()
