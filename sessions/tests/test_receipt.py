"""Rule 3: the time of receipt is taken at the door, on every way in."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone

from sessions import views
from sessions.models import Draft, TestSession
from sessions.receipt import received_at, stamped
from sessions.services.sweeping import sweep
from sessions.tests.test_sockets import database, socket
from sessions.tokens import PAGE_COOKIE, session_token


async def test_a_message_that_waits_has_the_time_at_which_it_came() -> None:
    come = asyncio.Queue[dict[str, str]]()
    async with stamped(come.get) as received:
        before = timezone.now()
        for text in ("first", "second"):
            come.put_nowait({"type": "websocket.receive", "text": text})
        await asyncio.sleep(0.2)
        after = [await received(), await received()]
    assert [message["text"] for message in after] == ["first", "second"]
    for message in after:
        assert before <= message["received_at"] < before + timedelta(seconds=0.15)


@pytest.mark.django_db(transaction=True)
async def test_a_save_behind_others_on_its_socket_was_received_when_it_came(live: TestSession, question: Any) -> None:
    made = socket(f"/s/{live.id}/live", cookies={"sitting": await database(session_token)(live)})
    assert (await made.connect())[0]
    await made.receive_json_from(timeout=5)
    for seq in range(1, 9):  # all at once; each waits for its commit before the next is looked at
        save = {"type": "save", "question": str(question.id), "language": "python", "code": f"print({seq})"}
        await made.send_json_to(save | {"client_id": "a", "client_seq": seq, "base_rev": 0})
    sent = timezone.now()
    saved = 0
    while saved < 8:
        saved += (await made.receive_json_from(timeout=10))["type"] == "saved"
    draft = await database(Draft.objects.get)()
    assert draft.source == "print(8)"
    assert draft.saved_at <= sent + timedelta(milliseconds=100)
    await made.disconnect()


def test_a_form_has_the_time_of_the_door() -> None:
    door = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    request = RequestFactory().post("/s/x/save")
    request.scope = {"received_at": door}  # type: ignore[attr-defined]
    assert received_at(request) == door


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "late"), [(3599, False), (3661, True)])
def test_a_text_of_the_form_is_dated_at_the_door_although_the_end_was_written(
    sitting: TestSession, question: Any, later: Any, seconds: float, late: bool
) -> None:
    TestSession.objects.update(last_heartbeat_at=later(3590))
    sweep(now=later(9000))
    form = {"question": str(question.id), "language": "python", "code": "print(1)", "base_rev": "0"}
    request = RequestFactory().post(f"/s/{sitting.id}/save", form)
    request.COOKIES[PAGE_COOKIE] = session_token(sitting)
    request.scope = {"received_at": later(seconds)}  # type: ignore[attr-defined]
    assert views.save(request, sitting.id).status_code == 302
    draft = Draft.objects.get()
    assert (draft.late, draft.saved_at) == (late, later(seconds))
