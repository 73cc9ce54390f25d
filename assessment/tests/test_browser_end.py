"""The last minutes: time that staff give arrives at once, a test that ends offline is handed in, fifty end at once."""

import contextlib
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from assessment.tests.live_server import Server
from assessment.tests.sitting_page import Candidate, append, write
from assessment.tests.staff_page import ACT, give_time, recruiter_page, seconds_left

pytestmark = pytest.mark.browser
FIFTY = 50


@pytest.fixture
def cleo(server: Server, key: str) -> Iterator[Candidate]:
    made = Candidate(server, key)
    yield made
    made.check_nothing_lost()


@pytest.fixture(scope="module")
def staff(server: Server, browser: Browser) -> Page:
    return recruiter_page(server, browser)


def test_extra_time_arrives_live(cleo: Candidate, staff: Page, browser: Browser) -> None:
    context = browser.new_context()
    page = cleo.open(context)
    write(page, "x = 1\n")
    cleo.until_stored(page, "x = 1\n")
    give_time(staff, cleo, 600)
    expect(page.locator("#timer")).to_have_text(re.compile(r"^39:\d\d$"), timeout=3_000)
    expect(page.locator("#notices")).to_contain_text("Your time was changed: 10 minutes more. The fire alarm.")
    page.reload()
    expect(page.locator("#timer")).to_have_text(re.compile(r"^39:\d\d$"))
    context.close()


def test_long_messages_leave_room_for_the_test_on_a_telephone(cleo: Candidate, staff: Page, browser: Browser) -> None:
    context = browser.new_context()
    page = cleo.open(context)
    write(page, "x = 1\n")
    cleo.until_stored(page, "x = 1\n")
    page.set_viewport_size({"width": 360, "height": 640})
    board = cleo.session()["assessment_id"]
    for number in range(4):
        text = f"{number}: " + "please read this. " * 100
        act = {"action": "message", "sessions": [cleo.id], "text": text, "reason": "a fault"}
        assert staff.evaluate(ACT, {"board": board, "act": act})["done"] == 1
    expect(page.locator("#notices .passing")).to_have_count(4)
    statement = page.locator("#statement").bounding_box()
    assert statement
    assert statement["height"] > 200
    for _ in range(4):  # each is within reach
        page.get_by_role("button", name="Close").last.click()
    expect(page.locator("#notices")).to_be_empty()
    context.close()


def test_the_time_can_be_hidden_and_its_last_minutes_are_said_all_the_same(
    cleo: Candidate, staff: Page, browser: Browser
) -> None:
    context = browser.new_context()
    page = cleo.open(context)
    write(page, "x = 1\n")
    cleo.until_stored(page, "x = 1\n")
    page.get_by_role("button", name="Hide the time").click()
    expect(page.locator("#timer")).to_be_hidden()
    expect(page.locator("#announcer")).to_contain_text("The time is hidden.")
    page.reload()  # it is remembered
    hide = page.get_by_role("button", name="Hide the time")
    expect(hide).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#timer")).to_be_hidden()
    give_time(staff, cleo, 604 - int(seconds_left(cleo)))
    expect(page.locator("#announcer")).to_have_text(re.compile("10 minutes"), timeout=15_000)
    hide.click()
    expect(page.locator("#timer")).to_have_text(re.compile(r"^(10|09):\d\d$"))
    context.close()


def test_a_test_that_ends_offline_is_handed_in_with_what_was_typed(
    cleo: Candidate, staff: Page, browser: Browser
) -> None:
    context = browser.new_context()
    page = cleo.open(context)
    write(page, "in time\n")
    cleo.until_stored(page, "in time\n")
    give_time(staff, cleo, 10 - int(seconds_left(cleo)))
    expect(page.locator("#timer")).to_have_text(re.compile(r"^00:\d\d$"))
    context.set_offline(True)
    append(page, "typed offline\n")
    expect(page.get_by_role("dialog", name="Time is up")).to_contain_text(
        "Your last changes are kept on this device", timeout=30_000
    )
    assert cleo.stored() == "in time\n"
    context.set_offline(False)  # within the grace
    expect(page.get_by_text(re.compile("received", re.I)).first).to_be_visible(timeout=30_000)
    session = cleo.session()
    assert (session["status"], session["completion_method"]) == ("completed", "timer_expired")
    draft = cleo.snapshot()["questions"][0]["drafts"][0]
    assert draft["code"] == "in time\ntyped offline\n"
    context.close()


def test_fifty_hand_in_at_the_last_second(server: Server, key: str) -> None:
    """Clients of HTTP, not fifty browsers: each saves, submits and completes around its own last moment."""
    class_ = [Candidate(server, key) for _ in range(FIFTY)]
    deadline = datetime.now(UTC) + timedelta(seconds=2)
    # Straight into the database: on a busy machine a command of ours takes longer to begin than the last second lasts.
    with contextlib.closing(sqlite3.connect(server.data_dir / "db.sqlite3", timeout=20)) as database, database:
        ends = [(f"{deadline:%Y-%m-%d %H:%M:%S.%f}", one.id.replace("-", "")) for one in class_]
        done = database.executemany("UPDATE test_session SET deadline = ? WHERE id = ?", ends)
        assert done.rowcount == FIFTY
    answers: dict[str, list[Any]] = {}
    threads = [threading.Thread(target=_hand_in, args=(one, deadline, i, answers)) for i, one in enumerate(class_)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    for index, one in enumerate(class_):
        saved, submitted, completed = answers[one.name]
        assert (saved[0], submitted[0], completed[0]) == (200, 202, 200), answers[one.name]
        snapshot = one.snapshot()
        question = snapshot["questions"][0]
        assert snapshot["status"] == "completed"
        assert [draft["code"] for draft in question["drafts"]] == [f"print({index})\n"]
        assert [each["id"] for each in question["submissions"]] == [submitted[1]["submission"]["id"]]
        session = one.session()
        assert session["completion_method"] == "timer_expired"
        assert datetime.fromisoformat(session["completed_at"]) <= deadline


def _hand_in(one: Candidate, deadline: datetime, index: int, answers: dict[str, list[Any]]) -> None:
    """All within the second before the deadline and the grace's first seconds: whoever is served late is not late."""
    time.sleep(max(0.0, (deadline - datetime.now(UTC)).total_seconds() - 0.5 + index / FIFTY))
    code = {"language": "python", "code": f"print({index})\n"}
    draft = {**code, "client_id": "t", "client_seq": 1, "base_rev": 0}
    path = f"/api/test-session/{one.name}"
    answers[one.name] = [
        one.server.call("PUT", f"{path}/drafts/{one.question}", draft, token=one.token),
        one.server.call("POST", "/api/submissions", {"question_id": one.question, **code}, token=one.token),
        one.server.call("PUT", f"{path}/complete", {"completion_method": "timer_expired"}, token=one.token),
    ]
