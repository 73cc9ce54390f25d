"""The two sockets over the in-memory layer or, in the second run of the suite, real Redis."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.db.backends.signals import connection_created
from django.utils import timezone

from executor import publish
from sessions.board import BoardConsumer
from sessions.lifecycle import Method
from sessions.models import Draft, SessionEvent, TestSession
from sessions.routing import websocket_urlpatterns
from sessions.services.inviting import invite
from sessions.services.sitting import complete
from sessions.services.staff import adjust, send_message
from sessions.services.transition import record
from sessions.sockets import AGAIN
from sessions.tokens import session_token

pytestmark = pytest.mark.django_db(transaction=True)
application = URLRouter(websocket_urlpatterns)
database = sync_to_async(thread_sensitive=True)


def socket(path: str, **scope: Any) -> WebsocketCommunicator:
    made = WebsocketCommunicator(application, path)
    told: dict[str, Any] = made.scope  # type: ignore[assignment]
    told.update({"cookies": {}, "user": AnonymousUser()} | scope)
    return made


@pytest.fixture(autouse=True)
async def on_this_loop() -> None:
    """As asgi.py does: messages of other threads come to the loop that the sockets live on."""
    publish.use_loop(asyncio.get_running_loop())


@pytest.fixture
async def candidate(live: TestSession) -> AsyncIterator[WebsocketCommunicator]:
    made = socket(f"/s/{live.id}/live", cookies={"sitting": session_token(live)})
    assert (await made.connect())[0]
    yield made
    await made.disconnect()


async def until(made: WebsocketCommunicator, kind: str) -> dict[str, Any]:
    """The next message of a type; others are passed over."""
    while True:
        message: dict[str, Any] = await made.receive_json_from(timeout=5)
        if message["type"] == kind:
            return message


async def test_the_welcome_has_everything_and_nothing_hidden(candidate: WebsocketCommunicator) -> None:
    welcome = await until(candidate, "welcome")
    question = welcome["snapshot"]["questions"][0]
    assert [sample["input"] for sample in question["samples"]] == ["1 2\n", "2 2\n"]
    assert question["tests"] == 5
    assert "700" not in str(question)


async def test_a_save_is_in_the_database_when_it_is_acknowledged(
    candidate: WebsocketCommunicator, live: TestSession, question: Any
) -> None:
    save = {
        "type": "save",
        "question": str(question.id),
        "language": "python",
        "code": "print(1)",
        "client_id": "a",
        "client_seq": 1,
        "base_rev": 0,
    }
    await candidate.send_json_to(save)
    saved = await until(candidate, "saved")
    assert (saved["rev"], saved["client_seq"], saved["status"]) == (1, 1, "active")
    assert await database(Draft.objects.get)(source="print(1)")
    await candidate.send_json_to({**save, "code": "print(2)", "client_id": "b"})
    refused = await until(candidate, "save_refused")
    assert refused["code"] == "lease_elsewhere"
    await candidate.send_json_to({"type": "claim", "client_id": "b", "take": True})
    while (await until(candidate, "lease"))["holder"] != "b":
        pass  # the news of the claim before
    await candidate.send_json_to({**save, "code": "print(2)", "client_id": "b"})
    refused = await until(candidate, "save_refused")
    assert (refused["code"], refused["current"]["code"]) == ("conflict", "print(1)")


async def test_a_beat_is_answered_with_the_clock(candidate: WebsocketCommunicator, live: TestSession) -> None:
    await candidate.send_json_to({"type": "beat"})
    beat = await until(candidate, "beat")
    row = await database(TestSession.objects.get)(id=live.id)
    assert row.deadline and beat["deadline"] == row.deadline.isoformat()
    before = live.last_heartbeat_at
    for _ in range(100):  # answered at once, written with those of others
        row = await database(TestSession.objects.get)(id=live.id)
        if row.last_heartbeat_at != before:
            break
        await asyncio.sleep(0.1)
    assert row.last_heartbeat_at and before and row.last_heartbeat_at > before


async def test_a_beat_finds_what_was_changed_without_news(candidate: WebsocketCommunicator, live: TestSession) -> None:
    welcome = await until(candidate, "welcome")
    later = timezone.now() + timedelta(hours=3)
    await database(TestSession.objects.filter(id=live.id).update)(deadline=later)
    await candidate.send_json_to({"type": "beat"})
    assert (await until(candidate, "beat"))["deadline"] == welcome["deadline"]  # what was known
    assert (await until(candidate, "state"))["deadline"] == later.isoformat()


async def test_the_tab_that_loses_the_pen_hears_it_at_once_and_at_each_beat(
    candidate: WebsocketCommunicator, live: TestSession
) -> None:
    await candidate.send_json_to({"type": "claim", "client_id": "a", "take": False})
    assert (await until(candidate, "lease"))["holder"] == "a"
    other = socket(f"/s/{live.id}/live", cookies={"sitting": session_token(live)})
    assert (await other.connect())[0]
    await other.send_json_to({"type": "claim", "client_id": "b", "take": False})
    assert (await until(other, "lease"))["holder"] == "a"
    await other.send_json_to({"type": "claim", "client_id": "b", "take": True})
    while (await until(candidate, "lease"))["holder"] != "b":
        pass  # the news of its own claim
    await candidate.send_json_to({"type": "beat", "client_id": "a"})
    assert (await until(candidate, "beat"))["holder"] == "b"
    for wrong in ({}, {"client_id": "", "take": True}, {"client_id": "a"}, {"client_id": "a", "take": 1}):
        await other.send_json_to({"type": "claim", **wrong})
        assert "client_id" in (await until(other, "problem"))["detail"]
    await other.disconnect()


@pytest.mark.parametrize(
    "text",
    ["no json", "[]", "{}", '{"type": 5}', '{"type": "other"}', '{"type": "save"}', "[" * 100_000],
)
async def test_what_cannot_be_read_gets_a_problem_and_the_socket_stays(
    candidate: WebsocketCommunicator, text: str
) -> None:
    await candidate.send_to(text_data=text)
    assert (await until(candidate, "problem"))["detail"]
    await candidate.send_json_to({"type": "beat"})
    await until(candidate, "beat")


@pytest.mark.parametrize("client_id", ["a\x00", "\ud800", "x" * 41])
async def test_a_tabs_name_that_no_database_takes(
    candidate: WebsocketCommunicator, question: Any, client_id: str
) -> None:
    save = {"type": "save", "question": str(question.id), "language": "python", "code": "1", "client_id": client_id}
    await candidate.send_json_to({**save, "client_seq": 1, "base_rev": 0})
    assert "client_id" in (await until(candidate, "problem"))["detail"]


async def test_signals_are_kept_acknowledged_and_rationed(candidate: WebsocketCommunicator, live: TestSession) -> None:
    one = {"kind": "pasted", "ago_ms": 10, "size": 5}
    began = time.monotonic()
    for n in range(40):
        await candidate.send_json_to({"type": "signals", "page": "p", "signals": [{**one, "n": n}]})
        assert (await until(candidate, "kept"))["n"] == n
    took = time.monotonic() - began
    kept = await database(SessionEvent.objects.filter(session=live, kind="pasted").count)()
    assert 10 <= kept <= min(10 + took, 40)  # one more for every second that it took
    await candidate.send_json_to({"type": "signals", "page": "p", "signals": [{**one, "kind": "cheated", "n": 99}]})
    assert "signals.0.kind" in (await until(candidate, "problem"))["detail"]
    assert await database(SessionEvent.objects.filter(session=live, kind="connected").count)() == 1


async def test_time_and_messages_of_staff_arrive(candidate: WebsocketCommunicator, live: TestSession) -> None:
    await until(candidate, "welcome")
    await database(adjust)(session_id=live.id, seconds=300, reason="noise", actor=None, now=timezone.now())
    news = await until(candidate, "time")
    row = await database(TestSession.objects.get)(id=live.id)
    assert row.deadline
    assert (news["seconds"], news["deadline"]) == (300, row.deadline.isoformat())
    await database(send_message)(
        session_id=live.id, text="Five more minutes.", reason="noise", actor=None, now=timezone.now()
    )
    assert (await until(candidate, "message"))["text"] == "Five more minutes."


def said(session: TestSession, kind: str, **data: Any) -> int:
    """News that was pushed to whoever was there then; its id."""
    return record(session, kind, timezone.now(), reason="noise", **data).id


async def test_a_page_that_comes_back_hears_what_it_missed_and_nothing_twice(live: TestSession) -> None:
    heard = await database(said)(live, "message", text="first")
    second = await database(said)(live, "message", text="second")
    given = await database(said)(live, "time_added", seconds=60)
    token = session_token(live)
    made = socket(f"/s/{live.id}/live", cookies={"sitting": token}, query_string=f"after={heard}".encode())
    await made.connect()
    welcome = await until(made, "welcome")
    missed = [await until(made, kind) for kind in ("message", "time")]
    assert [(one["type"], one["event"]) for one in missed] == [("message", second), ("time", given)]
    assert (missed[0]["text"], missed[1]["seconds"], missed[1]["status"]) == ("second", 60, "active")
    assert "reason" not in missed[0]  # why staff wrote it is theirs
    assert welcome["snapshot"]["last_event"] == given
    while not await made.receive_nothing():  # its own arrival may be told, but nothing twice
        assert (await made.receive_json_from())["type"] not in ("message", "time")
    await made.disconnect()


@pytest.mark.parametrize("query", [b"", b"after=", b"after=-1", b"after=x", b"after=" + b"9" * 30, b"after=\xff"])
async def test_a_page_that_asks_for_nothing_sensible_is_welcome_all_the_same(live: TestSession, query: bytes) -> None:
    await database(said)(live, "message", text="first")
    made = socket(f"/s/{live.id}/live", cookies={"sitting": session_token(live)}, query_string=query)
    await made.connect()
    await until(made, "welcome")
    assert await made.receive_nothing()
    await made.disconnect()


@pytest.mark.parametrize("cookie", ["none", "forged", "bob"])
async def test_only_the_sessions_own_candidate_gets_in(live: TestSession, bobs: TestSession, cookie: str) -> None:
    token = {"none": "", "forged": session_token(live)[:-2] + "xx", "bob": session_token(bobs)}[cookie]
    made = socket(f"/s/{live.id}/live", cookies={"sitting": token})
    await made.connect()
    assert (await made.receive_output())["code"] == 4403
    await made.disconnect()


async def test_the_board_shows_a_snapshot_and_then_changes(
    live: TestSession, assessment: Any, recruiter: Any, candidate: WebsocketCommunicator
) -> None:
    board = socket(f"/board/{assessment.id}/live", user=recruiter)
    await board.connect()
    snapshot = await until(board, "snapshot")
    row = snapshot["rows"][0]
    assert (row["name"], row["status"], row["presence"]) == ("Alice Adams", "active", "online")
    await database(adjust)(session_id=live.id, seconds=300, reason="noise", actor=recruiter, now=timezone.now())
    changes = await until(board, "rows")
    assert changes["rows"][0]["deadline"] != row["deadline"]
    await board.disconnect()


@pytest.mark.parametrize(("who", "code"), [("nobody", 4403), ("plain", 4403), ("recruiter", 4404)])
async def test_the_board_is_for_staff(who: str, code: int, recruiter: Any, assessment: Any) -> None:
    from django.contrib.auth.models import User

    plain = await database(User.objects.create_user)("plain")
    user = {"nobody": AnonymousUser(), "plain": plain, "recruiter": recruiter}[who]
    wanted = uuid4() if who == "recruiter" else assessment.id
    board = socket(f"/board/{wanted}/live", user=user)
    await board.connect()
    assert (await board.receive_output())["code"] == code
    await board.disconnect()


async def test_a_board_that_cannot_be_read_is_closed_and_does_not_stand_still(
    live: TestSession, assessment: Any, recruiter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoardConsumer, "EVERY", 0.05)
    monkeypatch.setattr(BoardConsumer, "REREAD", 0.0)
    board = socket(f"/board/{assessment.id}/live", user=recruiter)
    await board.connect()
    await until(board, "snapshot")

    def away(**_: Any) -> None:
        raise OperationalError("the database is away")

    connection_created.connect(away)
    try:
        while (said := await board.receive_output(timeout=5))["type"] != "websocket.close":
            pass
    finally:
        connection_created.disconnect(away)
    assert said["code"] == AGAIN
    await board.disconnect()


async def test_the_system_check_saves_a_text_before_the_start_and_reads_it_back(alice: Any, assessment: Any) -> None:
    invitation = await database(invite)(candidate=alice, assessment=assessment, now=timezone.now())
    waiting = await database(invitation.sessions.get)()
    made = socket(f"/s/{waiting.id}/live", cookies={"sitting": await database(session_token)(waiting)})
    await made.connect()
    for wrong in (None, "x" * 101, "a\x00", "\ud800"):
        await made.send_json_to({"type": "check", "text": wrong})
        assert "text" in (await until(made, "problem"))["detail"]
    for number in range(20):
        await made.send_json_to({"type": "check", "text": f"text {number}"})
        assert (await until(made, "checked"))["text"] == f"text {number}"
    await made.send_json_to({"type": "check", "text": "one more"})
    assert "20 times" in (await until(made, "problem"))["detail"]
    written = SessionEvent.objects.filter(session=waiting, kind="system_check").order_by("id")
    stored = await database(list)(written)
    assert [event.data for event in stored] == [{"text": f"text {number}"} for number in range(20)]
    await database(waiting.refresh_from_db)()
    assert waiting.status == "invited"  # a check starts nothing
    await made.disconnect()


async def test_nothing_is_checked_after_the_end(candidate: WebsocketCommunicator, live: TestSession) -> None:
    await database(complete)(session_id=live.id, method=Method.MANUAL, now=timezone.now())
    await candidate.send_json_to({"type": "check", "text": "late"})
    assert "ended" in (await until(candidate, "problem"))["detail"]
    assert not await database(SessionEvent.objects.filter(kind="system_check").exists)()
