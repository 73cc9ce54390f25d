"""What staff do from the live board: to one, to several, to everyone; with a reason, written down, by right."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import Group

from executor import publish
from sessions.board import BoardConsumer
from sessions.models import Adjustment, SessionEvent, TestSession
from sessions.routing import websocket_urlpatterns
from sessions.sockets import NOT_YOURS
from sessions.tokens import session_token

pytestmark = pytest.mark.django_db(transaction=True)
application = URLRouter(websocket_urlpatterns)
database = sync_to_async(thread_sensitive=True)


def socket(path: str, **scope: Any) -> WebsocketCommunicator:
    made = WebsocketCommunicator(application, path)
    told: dict[str, Any] = made.scope  # type: ignore[assignment]
    told.update({"cookies": {}} | scope)
    return made


async def until(made: WebsocketCommunicator, kind: str) -> dict[str, Any]:
    while True:
        message: dict[str, Any] = await made.receive_json_from(timeout=5)
        if message["type"] == kind:
            return message


@pytest.fixture(autouse=True)
async def on_this_loop() -> None:
    publish.use_loop(asyncio.get_running_loop())


@pytest.fixture
async def board(live: TestSession, bobs: TestSession, recruiter: Any) -> AsyncIterator[WebsocketCommunicator]:
    """The board of the assessment that alice and bob sit, on a recruiter's screen."""
    made = socket(f"/board/{live.assessment_id}/live", user=recruiter)
    await made.connect()
    assert (await until(made, "snapshot"))["may_act"] is True
    yield made
    await made.disconnect()


async def act(board: WebsocketCommunicator, action: str, sessions: list[TestSession] | None, **more: Any) -> Any:
    ids = None if sessions is None else [str(one.id) for one in sessions]
    await board.send_json_to({"type": "act", "id": 7, "action": action, "sessions": ids, "reason": "noise", **more})
    said = await until(board, "acted")
    assert said["id"] == 7
    return said


async def test_time_for_one_is_written_down_with_its_actor_and_reason(
    board: WebsocketCommunicator, live: TestSession, bobs: TestSession, recruiter: Any
) -> None:
    assert (await act(board, "time", [live], seconds=300))["done"] == 1
    given = await database(Adjustment.objects.get)()
    assert (given.session_id, given.seconds, given.reason, given.actor_id) == (live.id, 300, "noise", recruiter.pk)
    rows = (await until(board, "rows"))["rows"]
    assert [row["session_id"] for row in rows] == [str(live.id)]


async def test_time_for_everyone_passes_over_who_has_ended(
    board: WebsocketCommunicator, live: TestSession, bobs: TestSession
) -> None:
    assert (await act(board, "end", [bobs]))["done"] == 1
    assert (await act(board, "time", None, seconds=60))["done"] == 1
    assert (await database(Adjustment.objects.get)()).session_id == live.id
    assert (await act(board, "time", [live, bobs], seconds=60))["done"] == 2  # one who is named may have ended
    assert (await act(board, "reopen", [bobs]))["done"] == 1
    said = await act(board, "time", [live, bobs], seconds=60)
    assert (said["done"], [one["session_id"] for one in said["refused"]]) == (1, [str(bobs.id)])
    assert "reopened" in said["refused"][0]["message"]


async def test_a_message_reaches_the_candidate_and_is_kept_with_its_reason(
    board: WebsocketCommunicator, live: TestSession, recruiter: Any
) -> None:
    page = socket(f"/s/{live.id}/live", cookies={"sitting": await database(session_token)(live)})
    await page.connect()
    await act(board, "message", [live], text="n may be 0.")
    heard = await until(page, "message")
    assert heard["text"] == "n may be 0." and "noise" not in str(heard)
    kept = await database(SessionEvent.objects.get)(kind="message")
    assert (kept.data, kept.actor_id) == ({"text": "n may be 0.", "reason": "noise"}, recruiter.pk)
    await page.disconnect()


async def test_an_ended_test_is_reopened_and_its_old_row_goes(board: WebsocketCommunicator, live: TestSession) -> None:
    await act(board, "end", [live])
    await until(board, "rows")
    assert (await act(board, "reopen", [live]))["done"] == 1
    changes = await until(board, "rows")
    while not changes["gone"]:
        changes = await until(board, "rows")
    assert changes["gone"] == [str(live.id)]
    new = await database(TestSession.objects.get)(continues=live)
    assert str(new.id) in [row["session_id"] for row in changes["rows"]]


async def test_a_quiet_board_is_still_heard_of(
    live: TestSession, recruiter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoardConsumer, "EVERY", 0.05)
    monkeypatch.setattr(BoardConsumer, "REREAD", 0.1)
    made = socket(f"/board/{live.assessment_id}/live", user=recruiter)
    await made.connect()
    for _ in range(3):
        said = await until(made, "rows")
    assert (said["rows"], said["gone"]) == ([], [])
    await made.disconnect()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"action": "erase"}, "action"),
        ({"reason": "  "}, "reason"),
        ({"reason": 5}, "reason"),
        ({"reason": "a\x00"}, "reason"),
        ({"seconds": "300"}, "seconds"),
        ({"seconds": 0}, "seconds"),
        ({"seconds": 10**9}, "seconds"),
        ({"sessions": []}, "sessions"),
        ({"sessions": ["x"]}, "sessions"),
        ({"sessions": [5]}, "sessions"),
        ({"sessions": {}}, "sessions"),
        ({"sessions": ["00000000-0000-4000-8000-000000000000"]}, "sessions"),
        ({"action": "end", "sessions": None}, "sessions"),
        ({"action": "message", "text": " "}, "text"),
    ],
)
async def test_what_cannot_be_done_names_its_field_and_changes_nothing(
    board: WebsocketCommunicator, live: TestSession, wrong: dict[str, Any], named: str
) -> None:
    good = {"type": "act", "id": 1, "action": "time", "sessions": [str(live.id)], "reason": "noise", "seconds": 60}
    await board.send_json_to({**good, **wrong})
    said = await until(board, "acted")
    assert said["done"] == 0 and said["problem"].startswith(named)
    assert not await database(SessionEvent.objects.filter(actor__isnull=False).exists)()


async def test_an_action_without_a_number_is_a_problem(board: WebsocketCommunicator) -> None:
    await board.send_json_to({"type": "act", "action": "time"})
    assert "id" in (await until(board, "problem"))["detail"]


async def test_a_session_of_another_assessment_is_out_of_reach(board: WebsocketCommunicator, live: TestSession) -> None:
    from questions.models import Assessment

    other = await database(Assessment.objects.create)(title="Other", slug="other")
    await database(TestSession.objects.filter(id=live.id).update)(assessment=other)
    assert "problem" in await act(board, "time", [live], seconds=60)
    assert not await database(Adjustment.objects.exists)()


async def test_a_reviewer_looks_and_changes_nothing(live: TestSession, reviewer: Any) -> None:
    made = socket(f"/board/{live.assessment_id}/live", user=reviewer)
    await made.connect()
    assert (await until(made, "snapshot"))["may_act"] is False
    assert "may look" in (await act(made, "time", [live], seconds=60))["problem"]
    assert not await database(Adjustment.objects.exists)()
    await made.disconnect()


async def test_rights_taken_while_the_board_is_open_are_gone(
    board: WebsocketCommunicator, live: TestSession, recruiter: Any
) -> None:
    await database(recruiter.groups.set)([await database(Group.objects.get)(name="reviewer")])
    assert "may look" in (await act(board, "time", [live], seconds=60))["problem"]


async def test_a_board_closes_when_its_reader_may_no_longer_look(
    live: TestSession, recruiter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoardConsumer, "EVERY", 0.05)
    monkeypatch.setattr(BoardConsumer, "REREAD", 0.1)
    made = socket(f"/board/{live.assessment_id}/live", user=recruiter)
    await made.connect()
    await until(made, "snapshot")
    await database(type(recruiter).objects.filter(pk=recruiter.pk).update)(is_active=False)
    while (said := await made.receive_output(timeout=5))["type"] != "websocket.close":
        pass
    assert said["code"] == NOT_YOURS
    await made.disconnect()
