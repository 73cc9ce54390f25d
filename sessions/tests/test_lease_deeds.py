"""Rule 10 of what is no save: a tab without the pen runs nothing, hands nothing in and ends nothing."""

from collections.abc import Callable
from json import dumps as json
from typing import Any

import pytest

from executor.models import Run
from sessions.lifecycle import Method
from sessions.models import Submission, TestSession
from sessions.services.leasing import LeaseElsewhere, claim_lease
from sessions.services.sitting import abandon, complete, save_progress
from sessions.services.submitting import run_samples, submit
from sessions.tokens import session_token

Deed = Callable[[str, float], Any]


@pytest.fixture(params=["run", "own input", "submit", "complete", "progress"])
def deed(request: pytest.FixtureRequest, sitting: TestSession, question: Any, later: Any) -> Deed:
    """deed(client_id, seconds): done by that tab."""

    def call(client_id: str, seconds: float) -> Any:
        if request.param == "complete":
            return complete(session_id=sitting.id, method=Method.MANUAL, client_id=client_id, now=later(seconds))
        if request.param == "progress":
            part: dict[str, Any] = {
                "session_id": sitting.id,
                "sections_completed": ["Warm-up"],
                "pending_answers": None,
            }
            return save_progress(**part, client_id=client_id, now=later(seconds))
        code = {"session_id": sitting.id, "question_id": question.id, "language": "python", "code": "print(1)"}
        tab = {"client_id": client_id, "received_at": later(seconds)}
        if request.param == "submit":
            return submit(**code, **tab)
        return run_samples(**code, **tab, own_input="1" if request.param == "own input" else None)

    return call


@pytest.fixture
def held(sitting: TestSession, later: Any) -> TestSession:
    return claim_lease(session_id=sitting.id, client_id="a", now=later(0))


def test_it_is_refused_where_another_tab_writes(deed: Deed, held: TestSession) -> None:
    with pytest.raises(LeaseElsewhere) as refused:
        deed("b", 1)
    assert (refused.value.status, refused.value.code) == (409, "lease_elsewhere")
    held.refresh_from_db()
    assert (held.status, held.lease_holder, held.sections_completed) == ("active", "a", [])
    assert not Run.objects.exists()
    assert not Submission.objects.exists()


@pytest.mark.parametrize(("client_id", "seconds", "holder"), [("a", 1, "a"), ("", 1, "a"), ("b", 50, "b")])
def test_the_holder_may_and_who_names_no_tab_and_who_finds_the_pen_lapsed(
    deed: Deed, held: TestSession, client_id: str, seconds: float, holder: str
) -> None:
    deed(client_id, seconds)
    held.refresh_from_db()
    assert held.lease_holder == holder
    assert held.status == "completed" or held.sections_completed or Run.objects.count() == 1


def test_what_the_beacon_of_its_page_has_overtaken_takes_the_pen_from_nobody(
    deed: Deed, held: TestSession, later: Any
) -> None:
    abandon(session_id=held.id, method=Method.TAB_CLOSE, client_id="a", now=later(5))
    deed("a", 5.1)
    held.refresh_from_db()
    assert held.lease_holder == ""


def test_over_http(client: Any, live: TestSession, question: Any) -> None:
    headers = {"Authorization": f"Bearer {session_token(live)}"}
    code = {"question_id": str(question.id), "language": "python", "code": "print(1)"}

    def call(method: str, path: str, **body: Any) -> Any:
        return client.generic(method, path, json(body), content_type="application/json", headers=headers)

    deeds: list[tuple[str, str, dict[str, Any], int]] = [
        ("POST", "/api/runs", code, 202),
        ("POST", "/api/submissions", code, 202),
        ("PUT", "/api/test-session/alice/progress", {"sections_completed": ["Warm-up"]}, 200),
        ("PUT", "/api/test-session/alice/complete", {"completion_method": "manual"}, 200),
    ]
    assert call("PUT", "/api/test-session/alice/lease", client_id="a").status_code == 200
    for method, path, body, _ in deeds:
        refused = call(method, path, **body, client_id="b")
        assert (refused.status_code, refused.json()["code"]) == (409, "lease_elsewhere")
        assert "Continue here" in refused.json()["detail"]
        too_long = call(method, path, **body, client_id="x" * 41)
        assert (too_long.status_code, too_long.json()["errors"][0]["field"]) == (400, "client_id")
    for method, path, body, status in deeds:
        assert call(method, path, **body).status_code == status  # an integrator names no tab
