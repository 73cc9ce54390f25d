"""axe finds nothing on any page of a candidate, in both themes, at 320 and 1440 px; nothing scrolls sideways; the
policy is strict and no request leaves the server."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assessment.tests.candidate_world import CHROMIUM, invite, make_test, start, watched
from assessment.tests.live_server import ROOT, Server
from conftest import require

pytestmark = pytest.mark.browser

AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 1440)
MOVING = """document.getAnimations().filter((each) => each.effect.getComputedTiming().duration > 0)
  .map((each) => String(each.animationName ?? each.transitionProperty))"""
FELL_BACK = "addEventListener('DOMContentLoaded', () => document.documentElement.classList.remove('js'))"
RUN_FAILED = "import sys\nprint(int(sys.stdin.readline().split()[0]) - 1)\n"


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    require(AXE.exists(), "axe-core (make bundle installs it)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    yield from watched(browser.new_context(viewport={"width": 1440, "height": 800}), server)


@pytest.fixture(scope="module")
def assessment_id(server: Server, key: str) -> str:
    return make_test(server, key)


def violations(page: Page) -> list[str]:
    """What axe says of the page as it stands, one line a place."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [f"{rule['id']} ({rule['impact']}): {node['html'][:150]}" for rule in found for node in rule["nodes"]]


def clean(page: Page, what: str, pane: str = "") -> None:
    """Look at the page in both themes and both widths. pane: what a narrow page has in front."""
    before = page.viewport_size
    wrong: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if pane and width == WIDTHS[0]:
            page.click(f"[data-pane={pane}]")
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.wait_for_timeout(150)  # colours change within 120 ms
            wrong += [f"{what}, {width} px, {theme}: {said}" for said in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{what}, {width} px: scrolls sideways")
    page.set_viewport_size(before or {"width": 1440, "height": 800})
    assert not wrong, "\n".join(wrong)


def test_before_the_start(page: Page, server: Server, key: str, assessment_id: str) -> None:
    page.goto(f"{server.url}/t/wrong/")
    clean(page, "a wrong link")
    page.goto(invite(server, key, assessment_id))
    expect(page.locator("[data-check=run]")).to_have_attribute("data-state", "good", timeout=30_000)
    clean(page, "instructions")
    page.click("text=Try a practice question")
    page.wait_for_selector("html[data-ready]")
    clean(page, "practice", pane="statement")


def test_the_workspace_with_a_program(page: Page, server: Server, key: str, assessment_id: str) -> None:
    start(page, invite(server, key, assessment_id))
    clean(page, "a fresh workspace", pane="statement")
    clean(page, "the editor", pane="editor")
    page.locator("#editor .cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(RUN_FAILED)
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("#panel-results .outcome")).to_contain_text("Wrong answer", timeout=30_000)
    clean(page, "a wrong answer with its diff", pane="results")
    page.click("#tab-history")
    clean(page, "submissions", pane="results")
    page.click("#tab-input")
    clean(page, "own input", pane="results")
    page.click("#tab-results")
    page.locator("#editor .cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("print(1/0)\n")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".cm-lint-marker-error")).to_be_visible(timeout=30_000)
    page.locator("[data-question]").first.locator("[data-mark]").click()
    page.click("#vim")
    expect(page.locator(".cm-vim-panel")).to_be_visible()
    clean(page, "marks of errors, and vim", pane="editor")


def test_the_other_kinds_the_dialogs_and_the_receipt(page: Page, server: Server, key: str, assessment_id: str) -> None:
    start(page, invite(server, key, assessment_id))
    for number in (2, 3, 4, 5):
        page.locator("#questions [data-state]").nth(number - 1).click()
        clean(page, f"question {number}")
    page.locator(".part-name").last.click()
    clean(page, "handing in a part")
    page.keyboard.press("Escape")
    page.click("#finish")
    clean(page, "finishing")
    page.click("dialog button[value=finish]")
    expect(page.get_by_role("heading", name="We have received your test")).to_be_visible()
    clean(page, "the receipt")


def test_a_second_tab_that_may_only_read(
    page: Page, browser: Browser, server: Server, key: str, assessment_id: str
) -> None:
    link = invite(server, key, assessment_id)
    start(page, link)
    page.wait_for_timeout(500)  # the first tab takes the pen
    for other in watched(browser.new_context(viewport={"width": 1440, "height": 800}), server):
        other.goto(link)
        expect(other.locator("#elsewhere")).to_be_visible()
        clean(other, "a tab that may only read", pane="statement")


def test_where_the_bundle_does_not_come_the_forms_are_as_good(
    page: Page, server: Server, key: str, assessment_id: str
) -> None:
    page.context.route("**/bundle/workspace.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.add_init_script(
        "window.addEventListener('DOMContentLoaded', () => document.documentElement.classList.remove('js'))"
    )
    page.goto(invite(server, key, assessment_id))
    page.click("form.start button")
    clean(page, "the forms")
    page.get_by_label("A set").first.check()
    page.locator("form.answer button[type=submit]").first.click()
    expect(page.locator("form.answer").first).to_contain_text("saved")
    expect(page.get_by_label("A set").first).to_be_checked()


def test_the_policy_is_strict_on_every_page(page: Page, server: Server, key: str, assessment_id: str) -> None:
    link = invite(server, key, assessment_id)
    page.goto(link)
    sitting = page.url
    # Nobody's session, instructions, practice; then the workspace. (A 404 under DEBUG is Django's own page.)
    paths = [f"{server.url}/s/{assessment_id}/", sitting, f"{sitting}practice"]
    answers = [page.request.get(path) for path in paths]
    page.click("form.start button")
    page.wait_for_selector("html[data-ready]")
    answers.append(page.request.get(sitting))
    for answer in answers:
        said = answer.headers["content-security-policy"]
        assert "default-src 'none'" in said
        assert "script-src 'self';" in said + ";"
        assert "unsafe" not in said
        text = answer.text()
        assert not re.search(r"<[^>]+\s(on\w+|style)=", text)
        assert not re.search(r"<script(?![^>]*(\ssrc=|application/json))", text)


def test_nothing_moves_under_reduced_motion(
    browser: Browser, server: Server, key: str, assessment_id: str, artifacts: Path
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 800}, reduced_motion="reduce")
    for page in watched(context, server):
        start(page, invite(server, key, assessment_id))
        page.locator("#editor .cm-content").click()
        page.keyboard.press("Control+Enter")
        assert page.evaluate(MOVING) == []
        page.screenshot(path=artifacts / "workspace.png")
