"""Rule 10: one tab holds the pen; the others read, and may take it over."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from executor.errors import Conflict
from sessions.lease import How, Lease, claim, released
from sessions.lifecycle import Method
from sessions.models import Draft, TestSession
from sessions.services.drafts import DraftConflict, save_draft
from sessions.services.leasing import LeaseElsewhere, claim_lease
from sessions.services.sitting import abandon, complete, seen

T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LAPSE = timedelta(seconds=45)
HELD = Lease("a", T0, T0)


@pytest.mark.parametrize(
    ("lease", "client", "after", "options", "holder", "how"),
    [
        (Lease(), "a", 0, {}, "a", How.FIRST),
        (HELD, "a", 500, {}, "a", None),
        (HELD, "b", 44, {}, "a", None),
        (HELD, "b", 45, {}, "b", How.LAPSED),
        (HELD, "b", -3600, {}, "a", None),  # a clock that was set back frees nothing
        (HELD, "b", 1, {"take": True}, "b", How.TAKE_OVER),
        (HELD, "b", 1, {"before": "a"}, "b", How.RELOAD),
        (HELD, "b", 1, {"before": "c"}, "a", None),
        (Lease(), "b", 1, {"before": ""}, "b", How.FIRST),
    ],
)
def test_who_gets_it(lease: Lease, client: str, after: int, options: Any, holder: str, how: How | None) -> None:
    got, came = claim(lease, client, T0 + timedelta(seconds=after), lapses_after=LAPSE, **options)
    assert (got.holder, came) == (holder, how)


def test_only_the_holder_lets_go() -> None:
    assert released(HELD, "b", T0) == HELD
    assert released(HELD, "a", T0) == Lease(since=T0)


@pytest.fixture
def pen(sitting: TestSession, later: Any) -> Any:
    """pen(client_id, seconds, **options) → who holds it afterwards."""

    def call(client_id: str, seconds: float, **options: Any) -> str:
        now = later(seconds)
        return claim_lease(session_id=sitting.id, client_id=client_id, now=now, **options).lease_holder

    return call


@pytest.fixture
def save(sitting: TestSession, question: Any, later: Any) -> Any:
    def call(client_id: str, code: str, seconds: float, base_rev: int | None = 0, seq: int = 1, **more: Any) -> Draft:
        return save_draft(
            session_id=sitting.id,
            question_id=question.id,
            language="python",
            code=code,
            client_id=client_id,
            client_seq=seq,
            base_rev=base_rev,
            received_at=later(seconds),
            **more,
        )

    return call


def events(session: TestSession, kind: str) -> list[dict[str, Any]]:
    return list(session.events.filter(kind=kind).values_list("data", flat=True))


def test_a_second_tab_reads_until_it_takes_over(pen: Any, save: Any, sitting: TestSession) -> None:
    assert pen("a", 1) == "a"
    assert save("a", "one", 2).rev == 1
    assert pen("b", 3) == "a"
    with pytest.raises(LeaseElsewhere) as refused:
        save("b", "two", 4, base_rev=1)
    assert (refused.value.status, refused.value.code) == (409, "lease_elsewhere")
    assert Draft.objects.get().source == "one"

    assert pen("b", 5, take=True) == "b"
    assert save("b", "two", 6, base_rev=1).rev == 2
    with pytest.raises(LeaseElsewhere):  # what the first tab had under way does not get in
        save("a", "one and more", 7, base_rev=1, seq=2)
    assert [event["how"] for event in events(sitting, "lease_taken")] == ["take_over"]
    assert events(sitting, "lease_taken")[0]["before"] == "a"


def test_the_check_of_the_revision_stays_after_a_take_over(pen: Any, save: Any, sitting: TestSession) -> None:
    save("a", "one", 1)
    pen("b", 2, take=True)
    with pytest.raises(DraftConflict):
        save("b", "two", 3, base_rev=0)


def test_a_save_and_a_beat_keep_the_lease_alive(pen: Any, save: Any, sitting: TestSession, later: Any) -> None:
    pen("a", 0)
    seen(session_id=sitting.id, now=later(40), client_id="a")
    assert pen("b", 84) == "a"
    save("a", "one", 84)
    assert pen("b", 128) == "a"
    seen(session_id=sitting.id, now=later(128), client_id="b")  # the other tab's beat does not
    assert pen("b", 130) == "b"


def test_who_never_asked_writes_where_nobody_does(save: Any, sitting: TestSession) -> None:
    save("a", "one", 1)
    with pytest.raises(LeaseElsewhere):
        save("b", "two", 2, base_rev=1)
    assert save("b", "two", 50, base_rev=1).rev == 2  # a was not heard of for 45 s
    assert save("", "an integrator's", 51, base_rev=None).rev == 3  # no name, no lease


def test_an_offline_tab_goes_on_where_nobody_took_over(pen: Any, save: Any) -> None:
    pen("a", 0)
    save("a", "one", 1)
    assert save("a", "typed for ten minutes without network", 600, base_rev=1, seq=2).rev == 2


def test_closing_the_page_lets_go_at_once(pen: Any, sitting: TestSession, later: Any) -> None:
    pen("a", 0)
    abandon(session_id=sitting.id, method=Method.TAB_CLOSE, now=later(5), client_id="a")
    assert pen("b", 6) == "b"


def test_the_last_words_of_a_closed_page_count_and_do_not_take_the_pen_again(
    pen: Any, save: Any, sitting: TestSession, later: Any
) -> None:
    pen("a", 0)
    abandon(session_id=sitting.id, method=Method.TAB_CLOSE, now=later(5), client_id="a")
    assert save("a", "overtaken by the beacon", 5.1, closing=True).rev == 1
    assert save("a", "and over the socket", 5.2, seq=2).rev == 2
    sitting.refresh_from_db()
    assert (sitting.status, sitting.lease_holder) == ("abandoned", "")
    assert pen("b", 6) == "b"
    with pytest.raises(LeaseElsewhere):
        save("a", "and by the next page", 6.1, seq=3, closing=True)


def test_closing_a_tab_that_only_reads_abandons_nothing(pen: Any, sitting: TestSession, later: Any) -> None:
    pen("a", 0)
    pen("b", 1)
    left = abandon(session_id=sitting.id, method=Method.TAB_CLOSE, now=later(5), client_id="b")
    assert (left.status, left.lease_holder) == ("active", "a")


def test_a_reload_goes_on_without_asking(pen: Any, sitting: TestSession) -> None:
    pen("a", 0)
    assert pen("a2", 1, before="a") == "a2"
    assert events(sitting, "lease_taken")[0]["how"] == "reload"


def test_after_the_end_there_is_no_pen(pen: Any, sitting: TestSession, later: Any) -> None:
    complete(session_id=sitting.id, method=Method.MANUAL, now=later(10))
    with pytest.raises(Conflict) as ended:
        pen("a", 11)
    assert ended.value.code == "already_ended"


def test_over_http(client: Any, live: TestSession, question: Any) -> None:
    from sessions.tokens import session_token

    headers = {"Authorization": f"Bearer {session_token(live)}"}
    path = "/api/test-session/alice"

    def put(where: str, **body: Any) -> Any:
        return client.put(f"{path}/{where}", body, content_type="application/json", headers=headers)

    assert put("lease", client_id="a").json()["holder"] == "a"
    refused = put("lease", client_id="b")
    assert (refused.status_code, refused.json()["code"]) == (409, "lease_elsewhere")
    text = {"language": "python", "code": "x", "client_seq": 1, "base_rev": 0}
    stale = put(f"drafts/{question.id}", **text, client_id="b")
    assert (stale.status_code, stale.json()["code"]) == (409, "lease_elsewhere")
    assert "Continue here" in stale.json()["detail"]
    assert put("lease", client_id="b", take=True).status_code == 200
    assert put(f"drafts/{question.id}", **text, client_id="b").status_code == 200
    assert put("progress", pending_answers={str(question.id): {"language": "cpp", "code": "y"}}).status_code == 200
    assert put("lease", client_id="").status_code == 400
    assert put("lease", client_id="x" * 41).status_code == 400
    assert put("lease", client_id="b", take="yes").status_code == 400
