"""The older system's pages live on another origin: it is let in by name, and none is by default."""

from typing import Any

import pytest
from django.test import Client

ASKING = {"Origin": "https://old.example.org", "Access-Control-Request-Method": "PUT"}


@pytest.mark.parametrize("path", ["/api/questions", "/proxy/execute", "/api/test-session/alice/heartbeat"])
def test_an_origin_that_is_named_may_ask(path: str, client: Client, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://old.example.org"]
    headers = ASKING | {"Access-Control-Request-Headers": "authorization, content-type, idempotency-key"}
    answer = client.options(path, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "https://old.example.org"
    assert "authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_no_origin_may_by_default(client: Client, db: None) -> None:
    assert "Access-Control-Allow-Origin" not in client.options("/api/questions", headers=ASKING).headers


def test_pages_of_people_are_never_shared(client: Client, settings: Any, db: None) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://old.example.org"]
    assert "Access-Control-Allow-Origin" not in client.get("/admin/login/", headers=ASKING).headers
