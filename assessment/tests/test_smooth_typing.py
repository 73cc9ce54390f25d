"""Typing never blocks: no task of the page takes 50 ms of the processor while a submission streams in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from assessment.tests.candidate_world import CHROMIUM, invite, longest_task_ms, made, start, watched
from assessment.tests.live_server import Server

pytestmark = pytest.mark.browser

TESTS = 40
WRONG = "import time\ntime.sleep(0.02)\nprint(*range(300), sep='\\n')\n"


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM)
        yield opened
        opened.close()


def test_no_long_task_while_results_with_a_long_diff_stream_in(browser: Browser, server: Server, key: str) -> None:
    wanted = "".join(f"{n + n % 2}\n" for n in range(300))
    cases = [{"input": f"{n}\n", "expected_output": wanted, "sample": n < 3} for n in range(TESTS)]
    body = {"title": "Many", "description": "Print them.", "test_cases": cases}
    question = made(server, key, "/api/questions", body)["question"]["id"]
    made(server, key, f"/api/questions/{question}/publish", {})
    sections = [{"questions": [{"question_id": question}]}]
    test = made(server, key, "/api/assessments", {"title": "Many tests", "sections": sections})["assessment"]["id"]
    for page in watched(browser.new_context(viewport={"width": 1440, "height": 900}), server):
        start(page, invite(server, key, test))
        page.select_option("#language", "python")
        page.locator("#editor .cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(WRONG)
        page.wait_for_timeout(500)
        browser.start_tracing(page=page, categories=["toplevel"])
        page.keyboard.press("Control+Shift+Enter")
        outcome = page.locator("#panel-results .outcome.bad")
        for _ in range(200):
            page.keyboard.type("# more ")
            if outcome.count():
                break
        expect(outcome).to_contain_text(f"0 of {TESTS} tests passed", timeout=60_000)
        expect(page.locator("#panel-results .diff tr")).to_have_count(300 + 300 - 150)
        assert 0 < longest_task_ms(browser.stop_tracing()) < 50
