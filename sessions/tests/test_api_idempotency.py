"""An Idempotency-Key: one request makes one thing, however often it is sent."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from sessions.idempotency import once
from sessions.models import Candidate, IdempotencyKey, Submission
from sessions.services.keys import create_key
from sessions.tokens import session_token

PATH = "/api/candidates"
CLEO = {"name": "Cleo", "email": "cleo@example.org"}


@pytest.fixture
def key(api_key: str) -> Client:
    return Client(headers={"Authorization": f"Api-Key {api_key}"})


def post(client: Client, body: Any, idempotency_key: str | None = "k-1", path: str = PATH) -> Any:
    headers = {} if idempotency_key is None else {"Idempotency-Key": idempotency_key}
    return client.post(path, body, content_type="application/json", headers=headers)


def test_a_repeated_request_gets_the_first_answer(key: Client) -> None:
    first, again = post(key, CLEO), post(key, CLEO)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert Candidate.objects.count() == 1


def test_without_a_key_each_request_makes_its_own(key: Client) -> None:
    assert post(key, CLEO, None).json() != post(key, CLEO, None).json()
    assert Candidate.objects.count() == 2


def test_the_same_key_with_another_body_is_refused(key: Client) -> None:
    post(key, CLEO)
    answer = post(key, {**CLEO, "name": "Dora"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert Candidate.objects.count() == 1


def test_the_same_key_on_another_path_is_refused(key: Client, question: Any) -> None:
    post(key, CLEO)
    assert post(key, CLEO, path=f"/api/questions/{question.id}/publish").status_code == 422


def test_keys_of_two_callers_do_not_meet(key: Client, db: None) -> None:
    other = Client(headers={"Authorization": f"Api-Key {create_key(name='other', scopes=['candidates'])[1]}"})
    assert post(key, CLEO).json() != post(other, CLEO).json()


def test_while_the_first_is_under_way_the_second_is_refused(key: Client) -> None:
    post(key, CLEO)
    IdempotencyKey.objects.update(status=None, body=b"")
    answer = post(key, CLEO)
    assert answer.status_code == 409
    assert answer.json()["code"] == "idempotency_in_flight"
    assert Candidate.objects.count() == 1


def test_a_claim_whose_process_died_is_taken_over(key: Client) -> None:
    post(key, CLEO)
    IdempotencyKey.objects.update(status=None, body=b"", created_at=timezone.now() - timedelta(minutes=6))
    assert post(key, CLEO).status_code == 201
    assert Candidate.objects.count() == 2  # the crash had undone the first; here only the claim was


def test_a_refusal_is_not_kept(key: Client) -> None:
    assert post(key, {"name": ""}).status_code == 400
    assert IdempotencyKey.objects.count() == 0
    assert post(key, CLEO).status_code == 201


def test_a_crash_undoes_the_work_with_the_answer(key: Client, api_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("the disk is full")

    monkeypatch.setattr("sessions.idempotency.JSONRenderer.render", crash)
    with pytest.raises(ConnectionError):
        post(key, CLEO)
    assert Candidate.objects.count() == 0
    assert IdempotencyKey.objects.count() == 0


def test_answers_are_kept_for_a_day(key: Client) -> None:
    post(key, CLEO)
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert post(key, CLEO, "another").status_code == 201
    assert [row.key for row in IdempotencyKey.objects.all()] == ["another"]


@pytest.mark.parametrize("bad", ["", "x" * 256, "käse"])
def test_a_malformed_key_is_refused(bad: str, key: Client) -> None:
    answer = key.post(PATH, CLEO, content_type="application/json", HTTP_IDEMPOTENCY_KEY=bad)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


def test_a_candidates_submission_is_made_once(live: Any, question: Any) -> None:
    client = Client(headers={"Authorization": f"Bearer {session_token(live)}"})
    body = {"question_id": str(question.id), "language": "python", "code": "print(3)"}
    first, again = (post(client, body, path="/api/submissions") for _ in range(2))
    assert first.status_code == again.status_code == 202
    assert first.json()["submission"]["id"] == again.json()["submission"]["id"]
    assert Submission.objects.count() == 1


def test_it_is_what_the_settings_name(settings: Any) -> None:
    from django.utils.module_loading import import_string

    assert import_string(settings.API_ONCE) is once


def test_requests_at_the_same_moment_make_one_thing(transactional_db: None, api_key: str) -> None:
    together = threading.Barrier(4)

    def send(_: int) -> Any:
        try:
            client = Client(headers={"Authorization": f"Api-Key {api_key}"})
            together.wait(timeout=10)
            return post(client, CLEO)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, range(4)))
    made = {answer.json()["candidate"]["candidate_id"] for answer in answers if answer.status_code == 201}
    assert Candidate.objects.count() == len(made) == 1
    assert {answer.status_code for answer in answers} <= {201, 409}
