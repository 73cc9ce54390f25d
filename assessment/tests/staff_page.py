"""A recruiter at the live board in a real browser, beside the candidates of `sitting_page`."""

from datetime import datetime

from playwright.sync_api import Browser, Page, expect

from assessment.tests.live_server import Server
from assessment.tests.sitting_page import Candidate

ACT = """
async ({board, act}) => {
  const socket = new WebSocket(`ws://${location.host}/board/${board}/live`);
  await new Promise((opened) => (socket.onopen = opened));
  const acted = new Promise((done) => (socket.onmessage = ({data}) => {
    const said = JSON.parse(data);
    if (said.type === "acted") done(said);
  }));
  socket.send(JSON.stringify({type: "act", id: 1, ...act}));
  const said = await acted;
  socket.close();
  return said;
}
"""


def recruiter_page(server: Server, browser: Browser) -> Page:
    """A recruiter's page, logged in."""
    server.manage(
        "shell",
        "-c",
        "from django.contrib.auth.models import Group, User\n"
        "user = User.objects.create_user('rita', password='last-Minute5', is_staff=True)\n"
        "user.groups.add(Group.objects.get(name='recruiter'))",
    )
    page = browser.new_context().new_page()
    page.goto(f"{server.url}/admin/login/")
    page.fill("[name=username]", "rita")
    page.fill("[name=password]", "last-Minute5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Overview").first).to_be_visible()
    return page


def give_time(staff: Page, cleo: Candidate, seconds: int) -> None:
    """As the live board does it: in the server's own process, so that it is pushed at once."""
    act = {"action": "time", "sessions": [cleo.id], "seconds": seconds, "reason": "The fire alarm"}
    said = staff.evaluate(ACT, {"board": cleo.session()["assessment_id"], "act": act})
    assert said["done"] == 1, said


def seconds_left(cleo: Candidate) -> float:
    now = cleo.snapshot()
    return (datetime.fromisoformat(now["deadline"]) - datetime.fromisoformat(now["server_now"])).total_seconds()
