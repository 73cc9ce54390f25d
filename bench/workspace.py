"""How soon can a candidate write, and does typing stay smooth while a run streams in?

Real Chromium, real server, loopback, the cache cold each time. "usable": from the navigation's start to the editor's
being ready. Tasks: those of the page's main thread while somebody types and a submission of many tests streams in; the
longest by its processor time (what the page costs) and by the clock (which a busy machine stretches), and how many
took over 50 ms by the clock.

    python -m bench.workspace --repeats 7 --tests 60 --output bench/results/NAME.json
"""

import argparse
import json
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from assessment.tests.candidate_world import CHROMIUM, invite, longest_task_ms, made, start
from assessment.tests.live_server import Server

WATCH = """
window.measured = {long: [], ready: null};
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) measured.long.push([task.startTime, task.duration]);
}).observe({type: "longtask", buffered: true});
new MutationObserver(() => {
  if (document.documentElement?.dataset.ready) measured.ready ??= performance.now();
}).observe(document, {subtree: true, attributes: true, attributeFilter: ["data-ready"]});
"""
PROGRAM = "import time\ntime.sleep(0.03)\nprint(sum(map(int, input().split())))\n"


def world(server: Server, key: str, tests: int) -> str:
    """An assessment with one question of so many tests."""
    cases = [{"input": f"{n} 1\n", "expected_output": f"{n + 1}\n", "sample": n < 2} for n in range(tests)]
    body = {"title": "Sum", "description": "Add them.\n" * 60, "test_cases": cases}
    question = made(server, key, "/api/questions", body)["question"]["id"]
    made(server, key, f"/api/questions/{question}/publish", {})
    sections = [{"questions": [{"question_id": question}]}]
    return str(made(server, key, "/api/assessments", {"title": "Bench", "sections": sections})["assessment"]["id"])


def loaded(page: Page, link: str) -> dict[str, float]:
    """One cold load of the workspace: milliseconds until it is usable, the longest task, bytes of script."""
    start(page, link)
    page.wait_for_timeout(500)
    scripts = "performance.getEntriesByType('resource').filter((each) => each.name.endsWith('.js'))"
    return {
        "usable_ms": page.evaluate("measured.ready"),
        "longest_task_ms": page.evaluate("Math.max(0, ...measured.long.map(([, took]) => took))"),
        "script_bytes_on_the_wire": page.evaluate(f"{scripts}.reduce((sum, each) => sum + each.transferSize, 0)"),
    }


def streamed(browser: Browser, page: Page) -> dict[str, Any]:
    """Submit, and type into the editor until the verdict is there."""
    page.select_option("#language", "python")
    page.locator("#editor .cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(PROGRAM)
    page.wait_for_timeout(300)
    browser.start_tracing(page=page, categories=["toplevel"])
    page.evaluate("measured.from = performance.now()")
    page.keyboard.press("Control+Shift+Enter")
    keys = 0
    while not page.evaluate("Boolean(document.querySelector('#panel-results .outcome.good'))") and keys < 2_000:
        page.keyboard.type("# typing ")
        keys += 9
    during = page.evaluate("measured.long.filter(([at]) => at >= measured.from).map(([, took]) => took)")
    cpu = longest_task_ms(browser.stop_tracing())
    return {
        "keys": keys,
        "longest_cpu_ms": cpu,
        "over_50_ms": len(during),
        "longest_over_50_ms": max(during, default=0),
    }


def measure(browser: Browser, server: Server, key: str, options: argparse.Namespace) -> dict[str, Any]:
    assessment_id = world(server, key, options.tests)
    loads, streams = [], []
    for _ in range(options.repeats):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.add_init_script(WATCH)
        loads.append(loaded(page, invite(server, key, assessment_id)))
        streams.append(streamed(browser, page))
        context.close()
    return {
        "usable_ms": {
            "median": statistics.median(load["usable_ms"] for load in loads),
            "worst": max(load["usable_ms"] for load in loads),
        },
        "loads": loads,
        "streams": streams,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--tests", type=int, default=60)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.manage("migrate", "--verbosity", "0")
        words = server.manage("create_api_key", "--name", "bench").split()
        key = next(word for word in words if "." in word and len(word) > 40)
        server.start()
        try:
            browser = playwright.chromium.launch(executable_path=options.chromium, args=CHROMIUM)
            result = {"cores": os.cpu_count(), "load_before": os.getloadavg()[0], "tests": options.tests}
            result |= measure(browser, server, key, options)
            browser.close()
        finally:
            server.stop()
    text = json.dumps(result, indent=2)
    print(text)
    if options.output:
        options.output.write_text(text + "\n")


if __name__ == "__main__":
    main()
