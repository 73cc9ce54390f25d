"""Keys, tokens, staff: what lets in, what does not, and what the answer says."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from sessions.models import ApiKey
from sessions.services.keys import create_key
from sessions.tokens import session_token

PATH = "/api/questions"


def with_header(value: str) -> Client:
    return Client(headers={"Authorization": value})


def test_a_key_lets_in(api_key: str) -> None:
    assert with_header(f"Api-Key {api_key}").get(PATH).status_code == 200
    assert with_header(f"api-key {api_key}").get(PATH).status_code == 200


@pytest.mark.django_db
def test_without_credentials_the_answer_says_which_there_are() -> None:
    answer = Client().get(PATH)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Api-Key realm="coding-engine", Bearer realm="coding-engine"'
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"secret_sha256": "0" * 64},
        {"prefix": "000000000000"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_key_that_no_longer_holds(change: dict[str, Any], api_key: str) -> None:
    ApiKey.objects.update(**change)
    assert with_header(f"Api-Key {api_key}").get(PATH).status_code == 401


@pytest.mark.parametrize(
    "header",
    [
        *("Api-Key", "Api-Key ", "Api-Key x", "Api-Key .", "Api-Key x.y", "Api-Key a b", "Api-Key " + "x" * 1000),
        *("Bearer", "Bearer x", "Bearer x~y", "Bearer \xff\xfe", "Api-Key a\x00.b", "Basic YTpi", "Nonsense", ""),
    ],
)
@pytest.mark.django_db
def test_credentials_that_are_none(header: str) -> None:
    assert with_header(header).get(PATH).status_code == 401


def test_wrong_credentials_are_not_made_good_by_a_cookie(recruiter: Any) -> None:
    client = Client()
    client.force_login(recruiter)
    assert client.get(PATH).status_code == 200
    assert client.get(PATH, headers={"Authorization": "Bearer x"}).status_code == 401


def test_the_secret_is_not_kept(api_key: str) -> None:
    secret = api_key.split(".")[1]
    assert not any(secret in str(value) for row in ApiKey.objects.values() for value in row.values())
    assert len(secret) >= 43  # 256 bits


def test_the_last_use_is_written_once_a_minute(api_key: str) -> None:
    client = with_header(f"Api-Key {api_key}")
    client.get(PATH)
    first = ApiKey.objects.get().last_used_at
    client.get(PATH)
    assert ApiKey.objects.get().last_used_at == first
    ApiKey.objects.update(last_used_at=timezone.now() - timedelta(minutes=2))
    client.get(PATH)
    assert timezone.now() - ApiKey.objects.get().last_used_at < timedelta(minutes=1)  # type: ignore[operator]


def test_a_token_that_was_replaced(live: Any) -> None:
    client = with_header(f"Bearer {session_token(live)}")
    assert client.get(PATH).status_code == 200
    live.token_version += 1
    live.save()
    assert client.get(PATH).status_code == 401


def test_the_candidates_cookie_means_nothing_to_the_api(live: Any) -> None:
    client = Client()
    client.cookies["sitting"] = session_token(live)
    assert client.get("/api/test-session/alice").status_code == 401


def test_who_is_no_staff_gets_nothing_by_logging_in(django_user_model: Any, db: None) -> None:
    client = Client()
    client.force_login(django_user_model.objects.create_user("guest", password="x"))
    assert client.get(PATH).status_code == 401


# --- create_api_key -----------------------------------------------------------------------------------------


def made(*words: str) -> str:
    out = StringIO()
    call_command("create_api_key", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_prints_a_key_that_works(db: None) -> None:
    text = made("--name", "demo").strip()
    assert re.fullmatch(r"[0-9a-f]{12}\.[\w-]{43}", text)
    assert with_header(f"Api-Key {text}").get(PATH).status_code == 200
    assert ApiKey.objects.get().scopes == list(ApiKey.SCOPES)


def test_the_command_takes_scopes_and_an_end(db: None) -> None:
    text = made("--name", "demo", "--scopes", "candidates, results", "--expires-days", "30").strip()
    key = ApiKey.objects.get()
    assert key.scopes == ["candidates", "results"]
    assert key.expires_at is not None
    assert timedelta(days=29) < key.expires_at - timezone.now() <= timedelta(days=30)
    client = with_header(f"Api-Key {text}")
    assert client.get(PATH).status_code == 403
    assert client.get("/api/candidates").status_code == 200


@pytest.mark.parametrize("words", [["--scopes", "all"], ["--scopes", ","], ["--expires-days", "0"], ["--name", " "]])
def test_the_command_refuses(words: list[str], db: None) -> None:
    with pytest.raises(CommandError):
        made(*(["--name", "demo"] if "--name" not in words else []), *words)
    assert not ApiKey.objects.exists()


def test_a_key_has_the_scopes_that_there_are(db: None) -> None:
    from executor.errors import Invalid

    with pytest.raises(Invalid, match="scopes"):
        create_key(name="x", scopes=["root"])
