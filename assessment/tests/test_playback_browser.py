"""Staff play how an answer was written: by button, slider and keyboard, under the strict policy."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from assessment.tests.candidate_world import watched
from assessment.tests.live_server import Server
from assessment.tests.sitting_page import Candidate, append, write
from assessment.tests.staff_page import recruiter_page
from assessment.tests.test_accessibility import clean

pytestmark = pytest.mark.browser
PASTED = "print('from elsewhere')\n"
PASTE = """text => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  document.querySelector('#editor .cm-content').dispatchEvent(
    new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def page(browser: Browser, server: Server, key: str) -> Iterator[Page]:
    """A recruiter at the playback of an answer with three saves, the last of them a paste."""
    cleo = Candidate(server, key)
    candidate = cleo.open(browser.new_context())
    write(candidate, "x = 1\n")
    cleo.until_stored(candidate, "x = 1\n")
    append(candidate, "y = 2\n")
    cleo.until_stored(candidate, "x = 1\ny = 2\n")
    candidate.evaluate(PASTE, PASTED)
    cleo.until_stored(candidate, "x = 1\ny = 2\n" + PASTED)
    candidate.context.close()
    staff = recruiter_page(server, browser)
    for page in watched(staff.context, server):
        page.goto(f"{server.url}/admin/test_sessions/testsession/{cleo.id}/change/")
        page.locator("summary", has_text="Draft in").click()
        page.get_by_role("link", name="How it was written").click()
        expect(page.locator("html")).to_have_attribute("data-ready", "1")
        yield page


def test_it_plays_to_the_end_and_is_moved_by_keyboard(page: Page) -> None:
    text, which = page.locator("#text"), page.locator("#which")
    expect(which).to_have_text("save 1 of 3")
    expect(text).to_have_text("x = 1\n")
    play = page.get_by_role("button", name="Play")
    play.focus()
    page.keyboard.press("Enter")
    expect(which).to_have_text("save 3 of 3", timeout=10_000)
    expect(play).to_be_focused()  # it has stopped, and is the same button
    expect(page.locator("#text ins")).to_have_text(PASTED)
    expect(text).to_have_text("x = 1\ny = 2\n" + PASTED)
    expect(page.locator("#noticed")).to_have_text(f"Pasted {len(PASTED)} characters")
    slider = page.get_by_role("slider", name="Save")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(which).to_have_text("save 2 of 3")
    expect(page.locator("#text ins")).to_have_text("y = 2\n")
    expect(page.locator("#noticed")).to_have_text("")
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("after the start, save 1 of 3"))
    page.get_by_role("button", name="Pasted").click()
    expect(which).to_have_text("save 3 of 3")
    said = page.request.get(page.url).headers["content-security-policy"]
    assert "unsafe" not in said
    clean(page, "the playback")
