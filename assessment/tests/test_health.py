"""/health/live and /health/ready: no credentials, and reasons that name no secret."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from executor.models import WorkerBeat


@pytest.fixture
def worker(db: None) -> WorkerBeat:
    return WorkerBeat.objects.create(
        name="w", at=timezone.now(), sandbox="bubblewrap", languages={"python": "3.11"}, protections={}, slots=2
    )


def test_live_asks_nothing_of_the_database(client: Client) -> None:
    answer = client.get("/health/live")  # without the db fixture a query would fail
    assert answer.status_code == 200
    assert answer.json() == {"success": True, "status": "live"}
    assert "no-store" in answer.headers["Cache-Control"]


def test_ready_when_everything_works(client: Client, worker: WorkerBeat) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 200, answer.content
    assert answer.json()["status"] == "ready"
    assert set(answer.json()["checks"]) == {"database", "cache", "channel layer", "sandbox"}


def test_unready_without_a_worker(client: Client, worker: WorkerBeat) -> None:
    WorkerBeat.objects.update(at=timezone.now() - timedelta(minutes=1))
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["sandbox: no worker is running"]


def test_unready_where_no_sandbox_works(client: Client, worker: WorkerBeat) -> None:
    WorkerBeat.objects.update(sandbox="", reason="bubblewrap is missing")
    assert client.get("/health/ready").json()["checks"]["sandbox"] == {"ok": False, "reason": "bubblewrap is missing"}


def test_unready_without_the_database_and_no_word_of_where_it_is(
    client: Client, worker: WorkerBeat, settings: Any
) -> None:
    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        raise ConnectionError("could not connect to secret-host as secret-user")

    with connection.execute_wrapper(refuse):
        answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"ok": False, "reason": "does not answer"}
    assert b"secret" not in answer.content


def test_unready_without_the_cache(client: Client, worker: WorkerBeat, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["cache"]["reason"] == "does not keep what it is given"


def test_health_takes_no_writing(client: Client) -> None:
    assert client.post("/health/live").status_code == 405


def test_the_executors_health_says_what_it_offers(api_key: str, worker: WorkerBeat) -> None:
    key = Client(headers={"Authorization": f"Api-Key {api_key}"})
    answer = key.get("/proxy/health")
    assert answer.status_code == 200
    assert answer.json()["languages"] == {"python": "3.11"}
    assert (answer.json()["status"], answer.json()["slots"]) == ("ok", 2)
    worker.delete()
    assert key.get("/proxy/health").status_code == 503
