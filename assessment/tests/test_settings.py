"""Each variable of the environment does what it says; read in a process of its own, as at a real start."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
READ = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name, None) for name in %r}, default=str))
"""


def read(names: list[str], tmp_path: Path, **environment: str) -> dict[str, Any]:
    """Settings as a new process sees them under `environment` alone."""
    clean = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "assessment.settings"}
    done = subprocess.run(
        [sys.executable, "-c", READ % names], env=clean | environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_default_database_is_sqlite_in_wal_mode(tmp_path: Path) -> None:
    database = read(["DATABASES"], tmp_path)["DATABASES"]["default"]
    assert database["ENGINE"].endswith("sqlite3")
    assert database["NAME"] == str(tmp_path / "db.sqlite3")
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert database["OPTIONS"]["timeout"] == 20


def test_database_url(tmp_path: Path) -> None:
    url = "postgres://u:p@db.example.org:6432/engine?sslmode=require"
    database = read(["DATABASES"], tmp_path, DATABASE_URL=url)["DATABASES"]["default"]
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.org", 6432, "engine")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["CONN_MAX_AGE"] == 0


def test_redis_url(tmp_path: Path) -> None:
    without = read(["CHANNEL_LAYERS", "CACHES"], tmp_path)
    assert "InMemory" in without["CHANNEL_LAYERS"]["default"]["BACKEND"]
    assert "locmem" in without["CACHES"]["default"]["BACKEND"]
    found = read(["CHANNEL_LAYERS", "CACHES"], tmp_path, REDIS_URL="redis://cache.example.org:6380/2")
    assert found["CHANNEL_LAYERS"]["default"]["CONFIG"]["hosts"] == ["redis://cache.example.org:6380/2"]
    assert found["CACHES"]["default"]["LOCATION"] == "redis://cache.example.org:6380/2"


def test_the_development_secret_is_made_once_and_is_private(tmp_path: Path) -> None:
    first = read(["SECRET_KEY", "SECRET_KEY_IS_DEFAULT"], tmp_path, DEBUG="1")
    assert read(["SECRET_KEY"], tmp_path, DEBUG="1")["SECRET_KEY"] == first["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) >= 50
    assert first["SECRET_KEY_IS_DEFAULT"] is True
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_public_url_sets_hosts_and_origins(tmp_path: Path) -> None:
    names = ["ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SOCKET_ORIGINS", "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS"]
    found = read(names, tmp_path, PUBLIC_URL="https://tests.example.org/")
    assert found["ALLOWED_HOSTS"][0] == "tests.example.org"
    assert "https://tests.example.org" in found["CSRF_TRUSTED_ORIGINS"]
    assert "https://tests.example.org" in found["SOCKET_ORIGINS"]
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] > 0


@pytest.mark.parametrize(
    ("variable", "value", "setting", "expected", "default"),
    [
        ("CORS_ALLOWED_ORIGINS", "https://a.example.org", "CORS_ALLOWED_ORIGINS", ["https://a.example.org"], []),
        ("PORT", "9001", "PORT", 9001, 8000),
        ("HOST", "127.0.0.2", "HOST", "127.0.0.2", "127.0.0.1"),
        ("MAX_WORKERS", "7", "MAX_WORKERS", 7, os.cpu_count()),
        ("TIMEOUT_SECONDS", "3.5", "TIMEOUT_SECONDS", 3.5, 2.0),
        ("MEMORY_LIMIT_MB", "512", "MEMORY_LIMIT_MB", 512, 256),
        ("EXECUTOR_SANDBOX", "bubblewrap", "EXECUTOR_SANDBOX", "bubblewrap", "auto"),
        ("EMBEDDED", "0", "EMBEDDED", False, True),
        ("DEBUG", "1", "DEBUG", True, False),
        ("DEFAULT_ASSESSMENT", "demo", "DEFAULT_ASSESSMENT", "demo", ""),
        ("GRACE_SECONDS", "30", "GRACE_SECONDS", 30, 60),
        ("EXECUTOR_ABSENT_SECONDS", "60", "EXECUTOR_ABSENT_SECONDS", 60, 600),
    ],
)
def test_plain_variables(
    tmp_path: Path, variable: str, value: str, setting: str, expected: object, default: object
) -> None:
    assert read([setting], tmp_path)[setting] == default
    assert read([setting], tmp_path, **{variable: value})[setting] == expected


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "EMBEDDED": "0"}
    return subprocess.run(
        [sys.executable, "-c", "import assessment.asgi; print('started')"],
        env=clean | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


GOOD = "s" * 60


@pytest.mark.parametrize(
    ("environment", "names"),
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + GOOD}, "SECRET_KEY"),
        ({"SECRET_KEY": GOOD, "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": GOOD, "COOKIES_SECURE": "0"}, "COOKIES_SECURE"),
    ],
)
def test_the_server_refuses_an_insecure_start_and_says_why(
    tmp_path: Path, environment: dict[str, str], names: str
) -> None:
    done = start(tmp_path, DEBUG="0", **environment)
    assert done.returncode != 0
    assert names in done.stderr
    assert "started" not in done.stdout


def test_the_server_starts_in_development_and_with_good_settings(tmp_path: Path) -> None:
    assert start(tmp_path, DEBUG="1", ALLOWED_HOSTS="*").stdout.strip().endswith("started")
    assert start(tmp_path, DEBUG="0", SECRET_KEY=GOOD).stdout.strip().endswith("started")
