"""A test with a question of every kind, made over the API, and candidates who are invited to it: for a browser."""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from assessment.tests.live_server import Server

CHROMIUM = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
CASES = [
    {"input": "1 2\n", "expected_output": "3\n", "sample": True},
    {"input": "4  5\n", "expected_output": "9\n", "sample": True},
    {"input": "70 1\n", "expected_output": "71\n"},
]
CHOICES = [{"text": "A list", "right": False}, {"text": "A set", "right": True}, {"text": "A very long " * 12}]
QUESTIONS: list[dict[str, Any]] = [
    {"title": "Sum", "test_cases": CASES, "boiler_plate": {"python": "# your code\n"}},
    {"title": "Which is fast?", "kind": "single", "choices": CHOICES},
    {"title": "Which are sorted?", "kind": "multiple", "choices": CHOICES},
    {"title": "Name it", "kind": "short", "accepted_answers": ["heap"]},
    {"title": "Tell us", "kind": "text"},
]
STATEMENT = "Read `a` and `b`, print **a + b**.\n\n## Input\n\nTwo numbers.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
names = itertools.count(1)


def made(server: Server, key: str, path: str, body: Any) -> Any:
    status, answer = server.call("POST", path, body, key=key)
    assert status in (200, 201), answer
    return answer


def make_test(server: Server, key: str) -> str:
    """An assessment in two parts, with the policy to show everything afterwards; its id."""
    entries = []
    for body in QUESTIONS:
        question = made(server, key, "/api/questions", {"description": STATEMENT, **body})["question"]
        made(server, key, f"/api/questions/{question['id']}/publish", {})
        entries.append({"question_id": question["id"], "weight": 10})
    body = {
        "title": "Every kind of question",
        "instructions": "Good luck.",
        "shows_afterwards": "verdicts",
        "sections": [{"title": "Code", "questions": entries[:1]}, {"title": "Words", "questions": entries[1:]}],
    }
    return str(made(server, key, "/api/assessments", body)["assessment"]["id"])


def invite(server: Server, key: str, assessment_id: str) -> str:
    """A new candidate's link."""
    name = f"c-{next(names)}"
    made(server, key, "/api/candidates", {"candidate_id": name, "name": "Cleo Candidate", "email": ""})
    body = {"candidate_id": name, "assessment_id": assessment_id}
    return str(made(server, key, "/api/invitations", body)["invitation"]["url"])


def watched(context: BrowserContext, server: Server) -> Iterator[Page]:
    """A page on which an error of a script, a refusal of the policy or a request to elsewhere fails the test."""
    page = context.new_page()
    page.set_default_timeout(20_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on("console", lambda said: wrong.append(f"console: {said.text}") if _complains(said) else None)
    page.on("request", lambda sent: wrong.append(f"to elsewhere: {sent.url}") if _leaves(sent.url, server) else None)
    yield page
    context.close()
    if wrong:
        pytest.fail("\n".join(wrong))


def _complains(said: Any) -> bool:
    """Whether a line of the console is a fault; a page that is refused (403, 404) is one we asked for."""
    return "Content Security Policy" in said.text or (said.type == "error" and "status of 40" not in said.text)


def _leaves(url: str, server: Server) -> bool:
    own = (server.url + "/", server.url.replace("http", "ws", 1) + "/", "data:", "blob:")
    return not url.startswith(own)


def start(page: Page, link: str) -> None:
    """Open the link and press Start; the workspace is ready."""
    page.goto(link)
    page.get_by_role("button", name=re.compile("Start the test")).click()
    page.wait_for_selector("html[data-ready]")


def longest_task_ms(trace: bytes) -> float:
    """The longest task of the pages' main threads in a trace of the category "toplevel", by its processor time.

    The clock of a thread's processor time jumps on some virtual machines (22 ms were counted within a task of 8 ms):
    no task takes more of the processor than time went by.
    """
    events = json.loads(trace)["traceEvents"]
    names = (
        (each["pid"], each["tid"], each["args"].get("name")) for each in events if each.get("name") == "thread_name"
    )
    main = {(pid, tid) for pid, tid, name in names if name == "CrRendererMain"}
    tasks = (
        min(each["tdur"], each["dur"]) / 1000
        for each in events
        if (each.get("pid"), each.get("tid")) in main and "RunTask" in each.get("name", "") and "tdur" in each
    )
    return float(max(tasks))
