"""Signals: kept once with their time and duration, bounded, never judged; and the candidate's own note."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from executor.errors import Conflict, Invalid
from sessions.incoming import Allowance, address_of
from sessions.lifecycle import Method
from sessions.models import SessionEvent, TestSession
from sessions.selectors import BOARD_SIGNALS, board_rows, board_sessions
from sessions.services import signals
from sessions.services.sitting import complete
from sessions.tokens import session_token

pytestmark = pytest.mark.django_db


def item(n: Any = 1, **more: Any) -> dict[str, Any]:
    return {"n": n, "kind": "left_page", "ago_ms": 5000, "duration_ms": 4000, **more}


def observe(session: TestSession, *items: dict[str, Any], page: str = "p", now: Any = None) -> int:
    name, observed = signals.read({"page": page, "signals": list(items)})
    return signals.observe(session_id=session.id, page=name, observed=observed, received_at=now or timezone.now())


def test_a_signal_is_dated_by_the_servers_clock(live: TestSession) -> None:
    now = timezone.now() + timedelta(minutes=1)
    assert observe(live, item(), now=now) == 1
    event = SessionEvent.objects.get(kind="left_page")
    assert event.at == now - timedelta(seconds=5)
    assert event.data == {"n": "p:1", "duration_ms": 4000}


def test_what_is_said_to_be_older_than_the_start_is_dated_at_the_start(live: TestSession) -> None:
    observe(live, item(ago_ms=signals.LONGEST_MS))
    assert SessionEvent.objects.get(kind="left_page").at == live.started_at


def test_what_is_sent_twice_is_kept_once_and_another_pages_is_its_own(live: TestSession) -> None:
    assert observe(live, item(1), item(2)) == 2
    assert observe(live, item(1), item(2), item(3)) == 1
    assert observe(live, item(1), page="other") == 1


def test_a_session_keeps_so_many_and_no_more(live: TestSession) -> None:
    for first in range(0, signals.MOST + 40, 20):
        observe(live, *(item(first + n) for n in range(20)))
    assert SessionEvent.objects.filter(kind="left_page").count() == signals.MOST


def test_nothing_before_the_start_and_nothing_after_the_end(live: TestSession, alice: Any) -> None:
    complete(session_id=live.id, method=Method.MANUAL, now=timezone.now())
    with pytest.raises(Conflict, match="ended"):
        observe(live, item())
    TestSession.objects.filter(id=live.id).update(status="invited", started_at=None, finalised_at=None)
    with pytest.raises(Conflict, match="not started"):
        observe(live, item())


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"page": ""}, "page"),
        ({"page": "x" * 41}, "page"),
        ({"page": "a\x00"}, "page"),
        ({"signals": []}, "signals"),
        ({"signals": {}}, "signals"),
        ({"signals": [item()] * 21}, "signals"),
        ({"signals": [5]}, "signals.0"),
        ({"signals": [item(kind="cheated")]}, "signals.0.kind"),
        ({"signals": [item(kind=["left_page"])]}, "signals.0.kind"),
        ({"signals": [item(), item(ago_ms=-1)]}, "signals.1.ago_ms"),
        ({"signals": [item(duration_ms=True)]}, "signals.0.duration_ms"),
        ({"signals": [item(size=10**12)]}, "signals.0.size"),
        ({"signals": [item(n="1")]}, "signals.0.n"),
        ({"signals": [{"n": 1, "kind": "pasted"}]}, "signals.0.ago_ms"),
        ({"signals": [item(question="x")]}, "signals.0.question"),
        ({"signals": [item(question=5)]}, "signals.0.question"),
    ],
)
def test_a_wrong_shape_is_refused_by_the_name_of_its_field(wrong: dict[str, Any], named: str) -> None:
    with pytest.raises(Invalid, match=rf"^{named}: "):
        signals.read({"page": "p", "signals": [item()], **wrong})


def test_over_http_for_the_own_session_alone(live: TestSession, bobs: TestSession, question: Any) -> None:
    own = Client(headers={"Authorization": f"Bearer {session_token(live)}"})
    body = {"page": "p", "signals": [item(kind="pasted", size=812, question=str(question.id))]}
    answer = own.put("/api/test-session/alice/signals", body, content_type="application/json")
    assert (answer.status_code, answer.json()["kept"]) == (200, 1)
    assert own.put("/api/test-session/alice/signals", body, content_type="application/json").json()["kept"] == 0
    foreign = Client(headers={"Authorization": f"Bearer {session_token(bobs)}"})
    assert foreign.put("/api/test-session/alice/signals", body, content_type="application/json").status_code == 404
    bad = {"page": "p", "signals": [item(kind="cheated")]}
    wrong = own.put("/api/test-session/alice/signals", bad, content_type="application/json")
    assert wrong.status_code == 400 and "kind" in wrong.json()["errors"][0]["field"]


def test_connections_are_written_down_where_they_are_news(live: TestSession) -> None:
    def met(address: str, agent: str) -> None:
        signals.met(session=live, address=address, agent=agent, now=timezone.now())

    for address, agent in [
        ("1.1.1.1", "A"),
        ("1.1.1.1", "A"),
        ("1.1.1.1", "B\x00"),
        ("1.1.1.1", "A"),
        ("2.2.2.2", "A"),
    ]:
        met(address, agent)
    kinds = list(live.events.filter(kind__in=signals.OF_CONNECTION).order_by("id").values_list("kind", flat=True))
    assert kinds == ["connected", "other_device", "network_changed"]
    for n in range(100):
        met(f"3.3.3.{n}", "A")
    assert live.events.filter(kind__in=signals.OF_CONNECTION).count() == signals.MOST_CONNECTIONS


@pytest.mark.parametrize(("behind", "address"), [(False, "9.9.9.9"), (True, "2.2.2.2")])
def test_the_address_is_the_proxys_word_only_behind_one(behind: bool, address: str, settings: Any) -> None:
    settings.BEHIND_PROXY = behind
    headers = {b"x-forwarded-for": "1.1.1.1, 2.2.2.2"}
    assert address_of({"client": ("9.9.9.9", 1)}, headers) == address
    assert address_of({"client": ("9.9.9.9", 1)}, {}) == "9.9.9.9"


def test_an_allowance_lets_a_few_through_at_once_and_then_one_a_second() -> None:
    allowance, now = Allowance(), timezone.now()
    assert [allowance.take(now) for _ in range(12)] == [True] * 10 + [False] * 2
    assert allowance.take(now + timedelta(seconds=1.1)) and not allowance.take(now + timedelta(seconds=1.2))


def test_the_board_counts_them(live: TestSession) -> None:
    observe(live, item(1), item(2), item(3, kind="pasted", size=9))
    signals.leave_note(session_id=live.id, text="The fire alarm rang.", now=timezone.now())
    row = board_rows(board_sessions(live.assessment_id), timezone.now())[0]
    assert (row["signals"], row["notes"]) == ({"left_page": 2, "pasted": 1}, 1)
    assert set(BOARD_SIGNALS) == {*signals.OF_BROWSER, signals.OTHER_DEVICE, signals.NETWORK_CHANGED}


def test_staff_read_times_and_durations_and_the_note_escaped(live: TestSession, recruiter: Any, question: Any) -> None:
    observe(live, item(1, duration_ms=64_000), item(2, duration_ms=2500))
    observe(live, item(3, kind="pasted", size=1812, question=str(question.id)))
    signals.met(session=live, address="1.1.1.1", agent="<script>x</script>", now=timezone.now())
    signals.leave_note(session_id=live.id, text="<b>alarm</b>\nagain", now=timezone.now())
    client = Client()
    client.force_login(recruiter)
    page = client.get(f"/admin/test_sessions/testsession/{live.id}/change/").content.decode()
    assert "2 times, 1 min in all" in page and "for 2.5 s" in page and "1,812 characters" in page
    assert "&lt;b&gt;alarm&lt;/b&gt;<br>again" in page and "<script>x" not in page


@pytest.fixture
def browser(live: TestSession) -> Client:
    made = Client()
    made.get(f"/t/{session_token(live)}/")
    return made


def test_a_note_is_left_in_the_workspace_and_on_the_receipt(browser: Client, live: TestSession) -> None:
    assert browser.post(f"/s/{live.id}/note", {"note": "The fire\r\nalarm"}).status_code == 302
    assert SessionEvent.objects.get(kind="note").data == {"text": "The fire\nalarm"}
    assert "1 note of yours received" in browser.get(f"/s/{live.id}/").content.decode()
    complete(session_id=live.id, method=Method.MANUAL, now=timezone.now())
    assert browser.post(f"/s/{live.id}/note", {"note": "Thank you"}).status_code == 302
    assert "2 notes of yours received" in browser.get(f"/s/{live.id}/").content.decode()


@pytest.mark.parametrize(("text", "status"), [(" ", 400), ("x" * 2001, 400), ("\x00", 400)])
def test_a_note_that_cannot_be_kept_says_why(browser: Client, live: TestSession, text: str, status: int) -> None:
    answer = browser.post(f"/s/{live.id}/note", {"note": text})
    assert answer.status_code == status and answer["Content-Type"].startswith("text/plain")
    assert not SessionEvent.objects.filter(kind="note").exists()


def test_so_many_notes_and_only_to_the_own_session(browser: Client, live: TestSession, bobs: TestSession) -> None:
    for _ in range(signals.MOST_NOTES):
        browser.post(f"/s/{live.id}/note", {"note": "again"})
    assert browser.post(f"/s/{live.id}/note", {"note": "again"}).status_code == 409
    assert browser.post(f"/s/{bobs.id}/note", {"note": "hello"}).status_code == 403
    assert browser.post(f"/s/{uuid4()}/note", {"note": "hello"}).status_code == 403


def test_the_instructions_say_what_is_recorded(alice: Any, assessment: Any) -> None:
    from sessions.services.inviting import invite

    invitation = invite(candidate=alice, assessment=assessment, now=timezone.now())
    client = Client()
    client.get(f"/t/{session_token(invitation.sessions.get())}/")
    page = client.get(f"/s/{invitation.sessions.get().id}/").content.decode()
    for words in ("network address", "another tab", "full screen", "paste", "long silence", "Nothing is decided"):
        assert words in page
