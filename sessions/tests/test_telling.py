"""What a candidate is told after the end, on every way, and what a session keeps of its assessment."""

import asyncio
from typing import Any

import pytest
from channels.testing import WebsocketCommunicator
from django.test import Client
from django.utils import timezone

from executor.publish import publish, use_loop
from sessions.lifecycle import Method
from sessions.models import TestSession
from sessions.services.drafts import save_draft
from sessions.services.inviting import invite
from sessions.services.sitting import complete, start_session
from sessions.services.staff import reopen
from sessions.tests.judging import judged_submission
from sessions.tests.test_sockets import database, socket
from sessions.tokens import session_token


def answers(client: Client, submission: Any) -> list[Any]:
    """What the three routes say of a submission: (verdict, passed), of the run only its verdict."""
    snapshot = client.get("/api/test-session/alice/snapshot").json()["questions"][0]["submissions"][0]
    one = client.get(f"/api/submissions/{submission.id}").json()["submission"]
    listed = client.get("/api/submissions").json()["submissions"][0]
    run = client.get(f"/api/runs/{submission.run_id}").json()["run"]
    said = [(each["verdict"], each["passed"]) for each in (snapshot, one, listed)]
    return [*said, run.get("done", {}).get("verdict"), len(run["tests"]), len(one["run"]["tests"])]


@pytest.mark.django_db
@pytest.mark.parametrize(("shows", "told"), [("nothing", False), ("score", False), ("verdicts", True)])
def test_after_the_end_no_route_tells_more_than_the_assessment_shows(
    live: TestSession, question: Any, shows: str, told: bool, api_key: str
) -> None:
    TestSession.objects.update(shows_afterwards=shows)
    submission = judged_submission(live.id, question.id, timezone.now())
    client = Client(headers={"Authorization": f"Bearer {session_token(live)}"})
    everything = [("wrong_answer", submission.passed)] * 3 + ["wrong_answer", 5, 5]
    assert answers(client, submission) == everything
    complete(session_id=live.id, method=Method.MANUAL, now=timezone.now())
    assert answers(client, submission) == (everything if told else [("", None)] * 3 + [None, 0, 0])
    key = Client(headers={"Authorization": f"Api-Key {api_key}"})
    assert key.get(f"/api/submissions/{submission.id}").json()["submission"]["verdict"] == "wrong_answer"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shows", ["nothing", "verdicts"])
async def test_after_the_end_the_socket_tells_no_more_either(live: TestSession, shows: str) -> None:
    use_loop(asyncio.get_running_loop())  # as asgi.py does; else news are heard when the loop next wakes by itself
    await database(TestSession.objects.update)(shows_afterwards=shows)
    page = socket(f"/s/{live.id}/live", cookies={"sitting": await database(session_token)(live)})
    assert (await page.connect())[0]
    await heard(page, "welcome")
    await database(complete)(session_id=live.id, method=Method.MANUAL, now=timezone.now())
    await heard(page, "state")
    event = {"type": "run.update", "run_id": str(live.id), "seq": 1, "state": "running", "total": 5, "tests": []}
    await database(publish)(live.group, event)
    said = []
    while not await page.receive_nothing(timeout=0.5):
        said.append((await page.receive_json_from())["type"])
    assert ("run" in said) == (shows == "verdicts")
    await page.disconnect()


async def heard(page: WebsocketCommunicator, kind: str) -> None:
    while (await page.receive_json_from(timeout=5))["type"] != kind:
        pass


@pytest.mark.django_db
def test_a_session_keeps_the_languages_and_the_policy_of_its_start(
    alice: Any, assessment: Any, question: Any, now: Any, later: Any
) -> None:
    assessment.languages, assessment.shows_afterwards = ["python"], "verdicts"
    assessment.save()
    session = invite(candidate=alice, assessment=assessment, now=now).sessions.get()
    start_session(session_id=session.id, now=now)
    assessment.languages, assessment.shows_afterwards = ["java"], "nothing"
    assessment.save()
    given: dict[str, Any] = {"question_id": question.id, "language": "python", "code": "x", "received_at": later(5)}
    assert save_draft(session_id=session.id, **given).rev == 1
    complete(session_id=session.id, method=Method.MANUAL, now=later(10))
    new = reopen(session_id=session.id, reason="x", actor=None, now=later(20))
    assert (new.languages, new.shows_afterwards) == (["python"], "verdicts")
