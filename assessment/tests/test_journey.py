"""The whole product in a real browser: a recruiter asks and invites, a candidate solves, the board shows it live,
an API client reads the result."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assessment.tests.live_server import Server

pytestmark = pytest.mark.browser

WRONG_PYTHON = "a, b = map(int, input().split())\nprint(a - b)\n"
RIGHT_CPP = "#include <iostream>\nint main() { long long a, b; std::cin >> a >> b; std::cout << a + b << '\\n'; }\n"
CASES = [
    ("3 0\n", "3\n", True),
    ("10 0\n", "10\n", True),
    ("700100 1\n", "700101\n", False),
    ("-7002 -1\n", "-7003\n", False),
]


@pytest.fixture(scope="module")
def password(server: Server) -> str:
    """A recruiter who can log in."""
    secret = "journey-Passw0rd"
    server.manage(
        "shell",
        "-c",
        "from django.contrib.auth.models import Group, User\n"
        f"user = User.objects.create_user('rita', password={secret!r}, is_staff=True)\n"
        "user.groups.add(Group.objects.get(name='recruiter'))",
    )
    return secret


def watched(page: Page) -> Page:
    """A page whose script errors fail the test, and which may load nothing from elsewhere."""
    page.on("pageerror", lambda error: pytest.fail(f"script error on {page.url}: {error}"))
    page.set_default_timeout(20_000)
    return page


def log_in(page: Page, server: Server, password: str) -> None:
    page.goto(f"{server.url}/admin/login/")
    page.fill("[name=username]", "rita")
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Overview").first).to_be_visible()


def open_tab(page: Page, name: str, inside: Locator) -> None:
    """A click that comes before the page's script is ready does nothing: click until this tab alone is open."""
    for _ in range(40):
        page.get_by_role("link", name=re.compile(f"^{name}")).first.click()
        page.wait_for_timeout(250)
        if inside.is_visible() and not page.locator("[name=title]").is_visible():
            return
    pytest.fail(f"the tab {name} does not open")


def pick(page: Page, field: str, text: str) -> None:
    """Choose in one of the admin's fields that search while one types."""
    page.locator(f"#select2-id_{field}-container").click()
    page.locator("input.select2-search__field").last.fill(text)
    page.locator(".select2-results__option", has_text=text).first.click()


def write_question(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/admin/questions/question/add/")
    page.fill("[name=title]", "Two numbers, one sum")
    page.fill("[name=tags]", "math, input")
    page.fill("[name=statement]", "Read two numbers and print their **sum**.\n\n## Input\n\nTwo integers.\n")
    add = page.get_by_role("link", name=re.compile("Add another Test case", re.I))
    open_tab(page, "Test cases", add)
    for index, (given, wanted, sample) in enumerate(CASES):
        row = f"[name=test_cases-{index}-"
        if not page.locator(row + "input]").count():
            add.click()
        page.fill(row + "input]", given)
        page.fill(row + "expected_output]", wanted)
        page.fill(row + "points]", "0" if sample else "1")
        page.locator(row + "sample]").set_checked(sample)
    page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_text(re.compile("published", re.I)).first).to_be_visible()


def make_assessment(page: Page, server: Server) -> str:
    page.goto(f"{server.url}/admin/questions/assessment/add/")
    page.fill("[name=title]", "Journey test")
    page.fill("[name=slug]", "journey-test")
    page.fill("[name=duration_minutes]", "45")
    open_tab(page, "Sections", page.locator("[name=sections-0-title]"))
    page.fill("[name=sections-0-title]", "Only part")
    if not page.locator("[name=sections-0-entries-0-question]").count():
        page.get_by_role("link", name=re.compile("Add another", re.I)).first.click()
    pick(page, "sections-0-entries-0-question", "Two numbers, one sum")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("[name=title]")).to_have_value("Journey test")
    found = re.search(r"assessment/([0-9a-f-]{36})/", page.url)
    assert found, page.url
    return found[1]


def invite(page: Page, server: Server) -> str:
    page.goto(f"{server.url}/admin/test_sessions/candidate/add/")
    page.fill("[name=name]", "Jo <script>alert(1)</script> Journey")
    page.fill("[name=email]", "jo@example.org")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(f"{server.url}/admin/test_sessions/invitation/add/")
    pick(page, "candidate", "Journey")
    pick(page, "assessment", "Journey test")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(f"{server.url}/admin/test_sessions/invitation/")
    link = re.search(re.escape(server.url) + r"/t/[^\"'\s<]+", page.content())
    assert link, "the list of invitations shows no link"
    return link[0]


def choose(page: Page, language: str, code: str) -> None:
    page.select_option("#language", language)
    page.locator("#editor .cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)


def test_the_whole_journey(server: Server, key: str, password: str, browser: Browser, artifacts: Path) -> None:
    staff = watched(browser.new_context(viewport={"width": 1440, "height": 900}).new_page())
    log_in(staff, server, password)
    write_question(staff, server)
    assessment = make_assessment(staff, server)
    link = invite(staff, server)
    staff.goto(f"{server.url}/board/{assessment}/")
    row = staff.locator("#rows tr").filter(has_text="Journey")
    expect(row).to_contain_text("Jo <script>alert(1)</script> Journey")
    expect(row).to_contain_text(re.compile("invited|not started", re.I))

    # The candidate, in a browser of his own.
    page = watched(browser.new_context(viewport={"width": 1440, "height": 900}).new_page())
    page.goto(link)
    expect(page.get_by_role("heading", name="Journey test")).to_be_visible()
    for check in ("socket", "save", "clock", "run"):
        expect(page.locator(f"[data-check={check}]")).to_have_attribute("data-state", "good", timeout=30_000)
    page.get_by_role("button", name=re.compile("Start the test")).click()
    expect(page.locator("#timer")).to_contain_text("44:")
    expect(row).to_contain_text(re.compile("active|online", re.I))

    # One wrong answer, in Python.
    choose(page, "python", WRONG_PYTHON)
    expect(page.locator("#save")).to_contain_text(re.compile(r"saved \d", re.I), timeout=10_000)
    page.click("#run")
    expect(page.locator("#panel-results")).to_contain_text(re.compile("accepted|passed", re.I))
    page.click("#submit")
    expect(page.locator("#panel-results")).to_contain_text(re.compile("wrong answer", re.I), timeout=30_000)
    assert "70010" not in page.content()
    page.screenshot(path=artifacts / "journey-wrong.png")

    # One accepted, in C++.
    choose(page, "cpp", RIGHT_CPP)
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("#panel-results")).to_contain_text("4 of 4 tests passed", timeout=60_000)
    page.screenshot(path=artifacts / "journey-accepted.png")
    expect(row).to_contain_text("4 of 4", timeout=15_000)
    staff.screenshot(path=artifacts / "journey-board.png")

    # A reload gives everything back, each language its own text.
    page.reload()
    page.select_option("#language", "python")
    expect(page.locator("#editor .cm-content")).to_contain_text("print(a - b)")
    page.click("#finish")
    page.locator("dialog[open]").get_by_role("button", name=re.compile("finish", re.I)).click()
    expect(page.get_by_text(re.compile("received", re.I)).first).to_be_visible()
    page.screenshot(path=artifacts / "journey-receipt.png")
    expect(row).to_contain_text(re.compile("completed|done|finished", re.I), timeout=15_000)

    # The API client reads the result, and the recruiter the session's page.
    status, found = server.call("GET", f"/api/results?assessment_id={assessment}", key=key)
    assert status == 200, found
    result = found["results"][0]
    assert (result["status"], result["result"], result["score"]) == ("completed", "ready", 100.0)
    row.get_by_role("link").first.click()
    staff.locator("details", has_text="counts").first.locator("summary").first.click()
    expect(staff.locator("details[open]", has_text="counts")).to_contain_text("std::cout")
    staff.screenshot(path=artifacts / "journey-session.png", full_page=True)
