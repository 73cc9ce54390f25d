"""Which sandbox is used: what the settings ask for, what works here, and what is said where nothing does."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from conftest import require
from executor.checks import executor_settings
from executor.errors import Unavailable
from executor.sandboxes.bubblewrap import BubblewrapSandbox
from executor.sandboxes.choose import choose

ROOT = Path(__file__).parents[2]
NO_DAEMON = "unix:///nowhere/docker.sock"


@pytest.fixture
def no_docker(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setenv("DOCKER_HOST", NO_DAEMON)
    settings.EXECUTOR_SANDBOX = "auto"


@pytest.fixture
def nothing(no_docker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")


def with_bubblewrap() -> None:
    missing = BubblewrapSandbox().why_not()
    require(not missing, f"bubblewrap ({missing})")


def test_without_a_daemon_auto_takes_bubblewrap_and_says_why(no_docker: None) -> None:
    with_bubblewrap()
    sandbox, passed_over = choose()
    sandbox.close()
    assert sandbox.name == "bubblewrap"
    assert len(passed_over) == 1
    assert "docker: no Docker daemon answers" in passed_over[0]


def test_where_nothing_works_every_reason_is_given(nothing: None) -> None:
    with pytest.raises(Unavailable) as refused:
        choose()
    assert "docker: no Docker daemon answers" in refused.value.detail
    assert "bubblewrap: bubblewrap is not installed: apt-get install bubblewrap" in refused.value.detail


@pytest.mark.parametrize("name", ["docker", "socket"])
def test_a_sandbox_that_was_asked_for_is_never_replaced_by_another(no_docker: None, settings: Any, name: str) -> None:
    settings.EXECUTOR_SANDBOX, settings.EXECUTOR_SOCKET = name, "/nowhere/agent.sock"
    with pytest.raises(Unavailable, match=f"^{name}: no "):
        choose()


def test_a_sandbox_that_starts_nothing_is_not_chosen(
    no_docker: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho no namespaces here >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(Unavailable, match="no namespaces here"):
        choose()


def test_an_unknown_sandbox_is_named_with_the_choices(settings: Any) -> None:
    settings.EXECUTOR_SANDBOX = "foo"
    with pytest.raises(
        ImproperlyConfigured, match="EXECUTOR_SANDBOX='foo': it must be one of auto, docker, bubblewrap"
    ):
        choose()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EXECUTOR_SANDBOX", "foo"),
        ("EXECUTOR_SCOPE", "everybody"),
        ("MAX_WORKERS", 0),
        ("EXECUTOR_QUEUE_LIMIT", 0),
        ("EXECUTOR_TENANT_LIMIT", -1),
        ("EXECUTOR_LEASE_SECONDS", 0),
    ],
)
def test_every_command_refuses_a_setting_without_a_meaning(settings: Any, name: str, value: Any) -> None:
    assert executor_settings() == []
    setattr(settings, name, value)
    assert [name in error.msg and str(value) in error.msg for error in executor_settings()] == [True]


# --- doctor -----------------------------------------------------------------------------------------------


def test_doctor_says_what_there_is(no_docker: None, capsys: pytest.CaptureFixture[str]) -> None:
    with_bubblewrap()
    call_command("doctor", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["sandbox"]) == (True, "bubblewrap")
    assert said["languages"]["python"].startswith("Python 3")
    assert sorted([*said["languages"], *said["absent"]]) == ["cpp", "csharp", "java", "javascript", "python"]
    assert said["protections"]
    call_command("doctor")
    text = capsys.readouterr().out
    assert all(part in text for part in ("Code runs in bubblewrap.", said["languages"]["python"], "Not used"))


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_doctor_fails_where_code_cannot_run(
    nothing: None, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    with pytest.raises(CommandError, match="apt-get install bubblewrap") as failed:
        call_command("doctor", *options)
    assert failed.value.returncode == 1
    said = capsys.readouterr().out
    if options:
        assert json.loads(said)["ok"] is False
        assert "no Docker daemon" in json.loads(said)["reason"]


# --- the web process --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sandbox", "expected"), [("bubblewrap", False), ("docker", True)])
def test_the_docker_sdk_is_loaded_only_where_docker_is_used(sandbox: str, expected: bool) -> None:
    code = (
        "import sys, django; django.setup(); import assessment.asgi, executor.worker\n"
        "assert 'docker' not in sys.modules, 'the web process has it'\n"
        "from executor.sandboxes.choose import _made, wanted; _made(wanted()).close()\n"
        f"assert ('docker' in sys.modules) is {expected}"
    )
    environment = os.environ | {
        "EXECUTOR_SANDBOX": sandbox,
        "EMBEDDED": "0",
        "DJANGO_SETTINGS_MODULE": "assessment.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
