"""A whole test with the keyboard alone: practice, the start, a program, a choice, a text, and the end."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assessment.tests.candidate_world import CHROMIUM, invite, make_test, watched
from assessment.tests.live_server import Server

pytestmark = pytest.mark.browser

PROGRAM = "print(sum(map(int, input().split())))"


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    yield from watched(browser.new_context(viewport={"width": 1440, "height": 900}), server)


def tab_to(page: Page, selector: str, *, most: int = 80, back: bool = False) -> None:
    """Press Tab until the focus is on `selector`; it has to be seen there."""
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", selector):
            style = "getComputedStyle(document.activeElement)"
            ring = page.evaluate(
                f"{style}.outlineStyle !== 'none' || document.activeElement.closest('.editor, .choice')"
            )
            assert ring, f"the focus on {selector} cannot be seen"
            return
    pytest.fail(f"Tab does not reach {selector}")


def test_the_whole_test_by_keyboard(page: Page, server: Server, key: str) -> None:
    page.goto(invite(server, key, make_test(server, key)))
    tab_to(page, "a[href$='/practice']")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-ready]")
    tab_to(page, "#back")
    page.keyboard.press("Enter")
    page.wait_for_selector("form.start")
    tab_to(page, "form.start button")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-ready]")

    # A program: into the editor, out of it, and run.
    tab_to(page, "#language")
    page.keyboard.type("Pyth")
    tab_to(page, ".cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.type(PROGRAM)
    page.keyboard.press("Tab")  # indents, and does not leave
    assert page.evaluate("document.activeElement.classList.contains('cm-content')")
    expect(page.locator(".cm-line").first).to_have_text(f"    {PROGRAM}")
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".cm-line").first).to_have_text(PROGRAM)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "run"
    page.click("#vim")  # its first Escape ends an insertion, as the line under the editor says
    expect(page.locator("#way-out")).to_have_text("Esc, Esc, Tab leaves")
    page.locator(".cm-content").focus()
    for press in ("A", "Escape", "Escape", "Tab"):
        page.keyboard.press(press)
    assert page.evaluate("document.activeElement.id") == "run"
    page.click("#vim")
    page.locator("#run").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-results .outcome")).to_contain_text("2 of 2 tests passed", timeout=30_000)
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("#panel-results .outcome")).to_contain_text("3 of 3 tests passed", timeout=30_000)

    # Panes are moved, and stay where they were put.
    tab_to(page, ".separator.first", back=True)
    width = page.locator(".statement-pane").bounding_box()
    page.keyboard.press("ArrowRight")
    wider = page.locator(".statement-pane").bounding_box()
    assert width
    assert wider
    assert wider["width"] > width["width"]

    # A choice by arrow keys, a mark, a short text whose Enter sends nothing away.
    tab_to(page, "#questions [data-state='untouched']", back=True)
    page.keyboard.press("Home")
    for number in (2, 4):
        while page.evaluate("document.activeElement.dataset.key") != str(number):
            page.keyboard.press("Tab" if number == 4 else "Shift+Tab")
        page.keyboard.press("Enter")
        if number == 2:
            tab_to(page, ".question.current input[type=radio]")
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
            tab_to(page, ".question.current [data-mark]", back=True)
            page.keyboard.press("Space")
            expect(page.locator(".question.current [data-mark]")).to_have_attribute("aria-pressed", "true")
            tab_to(page, "#questions [data-key='2']", back=True)
        else:
            tab_to(page, ".question.current input[name=code]:not([type=hidden])")
            page.keyboard.type("a heap")
            page.keyboard.press("Enter")
    expect(page.locator("#questions [data-state='answered']")).to_have_count(2)
    expect(page.locator("#save")).to_contain_text("saved", timeout=10_000)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.locator(".statement-pane").bounding_box() is not None
    expect(page.get_by_label("A set").first).to_be_checked()

    # The end asks once, and says what is open.
    tab_to(page, "#finish")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_contain_text("3 questions still open or marked")
    expect(page.locator("dialog")).to_contain_text("Which is fast?: answered, marked to come back to")
    tab_to(page, "dialog button[value=finish]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="We have received your test")).to_be_visible()
    expect(page.locator("#result")).to_contain_text("20 of 50 points", timeout=30_000)
