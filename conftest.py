"""The cast of the tests, and what happens where a service is missing: a loud skip, or with REQUIRE_ALL a failure."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("DEBUG", "0")
os.environ.setdefault("SECRET_KEY", "for-tests-only-" + "x" * 50)
os.environ.setdefault("EMBEDDED", "0")

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def require(present: bool, what: str) -> None:
    """Skip loudly where `what` is missing; under REQUIRE_ALL=1 that is a failure."""
    if present:
        return
    if REQUIRE_ALL:
        pytest.fail(f"REQUIRE_ALL=1, and {what} is missing", pytrace=False)
    pytest.skip(f"MISSING: {what}")


def pytest_configure(config: pytest.Config) -> None:
    """Passwords of the cast need no slow hash: each costs a quarter of a second otherwise."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of real row locks belong to the run on PostgreSQL: elsewhere they are not collected, not skipped."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    elsewhere = [item for item in items if item.get_closest_marker("postgres")]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Under REQUIRE_ALL nothing may be skipped, whoever skipped it."""
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if REQUIRE_ALL and reporter and reporter.stats.get("skipped") and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any) -> None:
    missing = sorted(
        {str(r.longrepr[2]) for r in terminalreporter.stats.get("skipped", []) if "MISSING" in str(r.longrepr)}
    )
    if missing:
        terminalreporter.section("NOT TESTED: something is missing on this machine", sep="!")
        for line in missing:
            terminalreporter.write_line(line)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def later(now: datetime) -> Any:
    """later(seconds) → now + seconds."""
    return lambda seconds: now + timedelta(seconds=seconds)


@pytest.fixture
def artifacts() -> Iterator[Path]:
    """Where a test leaves pictures and logs for people."""
    path = Path(__file__).parent / "test-artifacts"
    path.mkdir(exist_ok=True)
    yield path


# --- the cast -------------------------------------------------------------------------------------------


def _staff(name: str) -> Any:
    from django.contrib.auth.models import Group, User

    user = User.objects.create_user(name, password=f"{name}-password", is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    return user


@pytest.fixture
def recruiter(db: None) -> Any:
    return _staff("recruiter")


@pytest.fixture
def reviewer(db: None) -> Any:
    return _staff("reviewer")


@pytest.fixture
def admin_user(db: None) -> Any:
    return _staff("admin")


@pytest.fixture
def question(db: None) -> Any:
    """A published question: two samples, three hidden tests that carry a secret."""
    from django.utils import timezone

    from questions.models import Question, StarterCode, TestCase
    from questions.services import publish

    made = Question.objects.create(title="Add two", slug="add-two", statement="# Add two\n\nAdd them.", tags=["math"])
    for order, (name, given, wanted, sample) in enumerate(
        [
            ("first", "1 2\n", "3\n", True),
            ("second", "2 2\n", "4\n", True),
            ("hidden-1", "7001 1\n", "7002\n", False),
            ("hidden-2", "7003 1\n", "7004\n", False),
            ("hidden-3", "-7005 5\n", "-7000\n", False),
        ]
    ):
        TestCase.objects.create(
            question=made,
            name=name,
            input=given,
            expected_output=wanted,
            sample=sample,
            order=order,
            points=0 if sample else 1,
        )
    StarterCode.objects.create(question=made, language="python", code="# your code\n")
    publish(question=made, actor=None, now=timezone.now())
    return made


@pytest.fixture
def assessment(question: Any) -> Any:
    from questions.models import Assessment, Section, SectionQuestion

    made = Assessment.objects.create(title="First test", slug="first-test", duration_minutes=60)
    section = Section.objects.create(assessment=made, title="Warm-up")
    SectionQuestion.objects.create(section=section, question=question, weight=100)
    return made


@pytest.fixture
def alice(db: None) -> Any:
    from sessions.models import Candidate

    return Candidate.objects.create(id="alice", name="Alice Adams", email="alice@example.org")


@pytest.fixture
def bob(db: None) -> Any:
    from sessions.models import Candidate

    return Candidate.objects.create(id="bob", name="Bob Brown", email="bob@example.org")


@pytest.fixture
def invited(alice: Any, assessment: Any, now: datetime) -> Any:
    """Alice's session before its start."""
    from sessions.services.inviting import invite

    return invite(candidate=alice, assessment=assessment, now=now).sessions.get()


@pytest.fixture
def sitting(invited: Any, now: datetime) -> Any:
    """Alice's running session, started at `now`."""
    from sessions.services.sitting import start_session

    return start_session(session_id=invited.id, now=now)


@pytest.fixture
def live(alice: Any, assessment: Any) -> Any:
    """Alice's session, started at this real moment: for tests that go through HTTP or sockets."""
    from django.utils import timezone

    from sessions.services.sitting import start_for_candidate

    return start_for_candidate(candidate_id="alice", assessment=assessment, duration_minutes=None, now=timezone.now())[
        0
    ]


@pytest.fixture
def bobs(bob: Any, assessment: Any) -> Any:
    """Bob's running session: what alice must never see."""
    from django.utils import timezone

    from sessions.services.sitting import start_for_candidate

    return start_for_candidate(candidate_id="bob", assessment=assessment, duration_minutes=None, now=timezone.now())[0]


@pytest.fixture
def api_key(db: None) -> str:
    """A key with every scope: what stands after `Api-Key `."""
    from sessions.models import ApiKey
    from sessions.services.keys import create_key

    return create_key(name="tests", scopes=list(ApiKey.SCOPES))[1]
