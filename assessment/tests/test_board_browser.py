"""The live board in a real browser: a recruiter gives time and ends a test by keyboard; a reviewer only looks."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from assessment.tests.live_server import Server
from assessment.tests.test_accessibility import clean

pytestmark = pytest.mark.browser

WORLD = """
import json
from django.contrib.auth.models import Group, User
from django.utils import timezone
from questions.models import Assessment
from sessions.models import Candidate
from sessions.services.sitting import start_for_candidate
for name in ("recruiter", "reviewer"):
    User.objects.create_user(f"board-{name}", password="board-Passw0rd", is_staff=True).groups.add(
        Group.objects.get(name=name))
demo = Assessment.objects.get(slug="demo")
for name in ("Berta Board", "Carl Card"):
    who = Candidate.objects.create(id=name.split()[0].lower(), name=name)
    start_for_candidate(candidate_id=who.id, assessment=demo, duration_minutes=60, now=timezone.now())
print("@@" + json.dumps(str(demo.id)))
"""


@pytest.fixture(scope="module")
def board_url(server: Server) -> str:
    said = server.manage("shell", "-c", WORLD)
    assessment = json.loads(said.split("@@")[1].splitlines()[0])
    return f"{server.url}/board/{assessment}/"


def board_of(browser: Browser, server: Server, who: str, url: str) -> Page:
    page = browser.new_context().new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error on {page.url}: {error}"))
    page.set_default_timeout(20_000)
    page.goto(f"{server.url}/admin/login/?next={url.removeprefix(server.url)}")
    page.fill("[name=username]", who)
    page.fill("[name=password]", "board-Passw0rd")
    page.keyboard.press("Enter")
    expect(page.locator("#rows tr", has_text="Berta Board")).to_be_visible()
    return page


def test_time_is_given_and_a_test_ended_by_keyboard(browser: Browser, server: Server, board_url: str) -> None:
    page = board_of(browser, server, "board-recruiter", board_url)
    row = page.locator("#rows tr", has_text="Berta Board")
    act = row.get_by_role("button", name="Act on Berta Board")
    act.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Minutes").fill("30")
    page.get_by_label("Reason").fill("The fire alarm rang")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Time was changed for Berta Board.")
    expect(act).to_be_focused()
    expect(row).to_contain_text("1:2")  # an hour and half an hour, less what has gone
    act.press("Enter")
    page.get_by_label("End the test").check()
    page.get_by_role("button", name="End the test").click()  # without a reason nothing is done
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Reason").fill("Left the room")
    page.keyboard.press("Enter")
    expect(row).to_contain_text("finished")
    expect(page.locator("#rows tr", has_text="Carl Card")).not_to_contain_text("finished")
    page.context.close()


def test_a_board_without_network_says_so_at_once(browser: Browser, server: Server, board_url: str) -> None:
    page = board_of(browser, server, "board-recruiter", board_url)
    expect(page.locator("#live")).to_have_text("Live")
    clean(page, "the board")
    page.get_by_role("button", name="Act on Berta Board").click()
    clean(page, "what may be done to one")
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    expect(page.locator("#live")).to_contain_text("Connection lost", timeout=3_000)
    page.context.set_offline(False)
    expect(page.locator("#live")).to_have_text("Live", timeout=10_000)
    page.context.close()


def test_a_reviewer_sees_the_board_and_no_way_to_act(browser: Browser, server: Server, board_url: str) -> None:
    page = board_of(browser, server, "board-reviewer", board_url)
    expect(page.locator("#live")).to_contain_text("Live")
    assert page.get_by_role("button", name="Act on").count() == 0
    assert not page.locator("#time-all").is_visible()
    page.context.close()
