"""The shape of every WebSocket message, mirrored by frontend/src/protocol.ts.

`sessions/tests/messages.json` holds one example of each; both sides' tests read it. All times are ISO 8601
with zone. Every message may be lost: a snapshot, re-read from the database, always repairs.
"""

from typing import Any, Literal, NotRequired, TypedDict

# --- candidate's socket: /s/<session_id>/live ----------------------------------------------------------


class Beat(TypedDict):
    """Browser → server, every 15 s."""

    type: Literal["beat"]
    question: NotRequired[str]  # the question on screen
    client_id: NotRequired[str]  # the tab that beats: where it holds the lease, it goes on holding it


class Save(TypedDict):
    """Browser → server: an autosave. client_id: one per tab; client_seq rises with each save of that tab."""

    type: Literal["save"]
    question: str
    language: str
    code: str
    client_id: str
    client_seq: int
    base_rev: int  # the rev that this text grew from; 0 where there was none


class Claim(TypedDict):
    """Browser → server, after each welcome: may I write? Answered with a LeaseState."""

    type: Literal["claim"]
    client_id: str
    take: bool  # "continue here": take it from whoever has it
    before: NotRequired[str]  # the client_id of the page that was in this tab until now


class Check(TypedDict):
    """Browser → server, before the start: save this text, at most 100 printable characters, and read it back."""

    type: Literal["check"]
    text: str


class Signals(TypedDict):
    """Browser → server: what the page noticed, at most 20 at a time. Sent again until `kept` names its last n."""

    type: Literal["signals"]
    page: str
    signals: list["Signal"]


class Signal(TypedDict):
    n: int  # rises with each of that page
    kind: Literal["left_page", "pasted", "left_full_screen", "large_insertion"]
    ago_ms: int  # since it began, by the page's monotonic clock
    duration_ms: NotRequired[int]  # away; of a large insertion: the silence before
    size: NotRequired[int]  # characters
    question: NotRequired[str]


class Kept(TypedDict):
    """Server → browser: signals up to `n` need not be sent again (also where they were refused, or one too many)."""

    type: Literal["kept"]
    n: int


class Clock(TypedDict):
    server_now: str
    deadline: str | None
    status: str


class Welcome(Clock):
    """Server → browser, first and after each reconnection: everything the page shows."""

    type: Literal["welcome"]
    snapshot: "Snapshot"


class Beaten(Clock):
    type: Literal["beat"]
    holder: str  # as in LeaseState: what was missed is known at the next beat


class LeaseState(Clock):
    """Server → browser: who holds the pen. Others may read."""

    type: Literal["lease"]
    holder: str  # client_id of a tab; "" where nobody does
    since: str | None


class Saved(Clock):
    type: Literal["saved"]
    question: str
    language: str
    client_seq: int
    rev: int
    saved_at: str


class Checked(TypedDict):
    """Server → browser: the text of a `check` as the database has it."""

    type: Literal["checked"]
    text: str


class SaveRefused(Clock):
    """The save was not stored. conflict: somebody (another tab) saved since base_rev; `current` is what is stored."""

    type: Literal["save_refused"]
    question: str
    language: str
    client_seq: int
    code: str  # conflict | lease_elsewhere | already_ended | too_large | invalid | not_started
    message: str
    current: NotRequired["DraftState"]


class TestEvent(TypedDict):
    """One test as a candidate may see it: `sample` tests with data, hidden ones without."""

    index: int  # 0-based
    sample: bool
    verdict: str
    cpu_ms: int
    memory_kib: int
    message: str
    input: NotRequired[str | None]
    expected_output: NotRequired[str | None]
    stdout: NotRequired[str | None]
    stderr: NotRequired[str | None]
    exit_code: NotRequired[int | None]
    signal: NotRequired[str | None]


class RunUpdate(TypedDict):
    """Server → browser: news of a run or a submission, batched. `done` set: it is over, and re-readable over HTTP."""

    type: Literal["run"]
    run_id: str
    seq: int  # 1, 2, 3 … per run: on a gap re-read GET /api/runs/<run_id>
    state: Literal["queued", "running", "done"]
    compile: NotRequired["CompileState"]
    tests: list[TestEvent]  # new ones only
    total: int
    note: NotRequired[str]  # why it still waits, where that is not the queue
    done: NotRequired["RunDone"]


class CompileState(TypedDict):
    state: Literal["started", "ok", "failed"]
    output: str


class RunDone(TypedDict):
    verdict: str
    message: str
    passed: int
    total: int
    submission_id: NotRequired[str]


class TimeChanged(Clock):
    """Server → browser: staff gave time, or the session ended or was reopened."""

    type: Literal["time"]
    event: int  # rises with each piece of news of the session: /live?after=<event> sends what came later
    seconds: int
    reason: str


class StateChanged(Clock):
    type: Literal["state"]


class StaffMessage(TypedDict):
    type: Literal["message"]
    event: int
    text: str
    at: str


class Problem(TypedDict):
    """Server → browser: a message that could not be read, or a check that was refused. The socket stays open."""

    type: Literal["problem"]
    detail: str


# --- the snapshot (also GET /api/test-session/<candidate_id>/snapshot) ---------------------------------


class DraftState(TypedDict):
    language: str
    code: str
    rev: int
    saved_at: str


class Sample(TypedDict):
    name: str
    input: str
    expected_output: str


class SubmissionState(TypedDict):
    id: str
    run_id: str
    language: str
    received_at: str
    verdict: str  # "" while it is being judged
    passed: int | None
    total: int | None
    counts: bool  # the best one so far; after the end only where verdicts are shown


class ChoiceState(TypedDict):
    id: str
    text: str


class QuestionState(TypedDict):
    id: str
    kind: str  # code | single | multiple | short | text
    order: int
    section: str
    title: str
    difficulty: str
    weight: float
    statement_html: str  # sanitised
    cpu_seconds: float
    memory_mib: int
    languages: list[str]
    choices: list[ChoiceState]  # of single and multiple, in the order in which they are shown
    marked: bool  # by the candidate, to come back to
    starter: dict[str, str]
    samples: list[Sample]
    tests: int  # all, hidden ones too
    drafts: list[DraftState]
    submissions: list[SubmissionState]  # newest first
    state: Literal["untouched", "tried", "submitted", "answered"]  # answered: not with a program


class Snapshot(TypedDict):
    session_id: str
    candidate_id: str
    candidate_name: str
    assessment_title: str
    status: str
    started_at: str | None
    deadline: str | None
    server_now: str
    completed_at: str | None
    last_event: int  # of what staff said and gave; 0: nothing yet
    sections_completed: list[str]  # the parts that the candidate has handed in
    questions: list[QuestionState]


# --- the board's socket: /board/<assessment_id>/live ---------------------------------------------------


class BoardRow(TypedDict):
    session_id: str
    candidate_id: str
    name: str
    status: str
    presence: str  # online | stale | offline; meaningful while status is active
    started_at: str | None
    deadline: str | None
    last_seen_at: str | None
    current_question: str | None  # its title
    tests_passed: int
    tests_total: int
    submitted: int
    questions: int
    score: float | None
    max_score: float | None
    completion_method: str
    signals: dict[str, int]  # kind → how often; facts, not verdicts
    notes: int  # of the candidate
    url: str  # the session's page in the admin


class BoardSnapshot(TypedDict):
    type: Literal["snapshot"]
    server_now: str
    title: str
    may_act: bool
    rows: list[BoardRow]


class BoardChanges(TypedDict):
    """At most one a second: whole rows that changed. A row that is new is appended; `gone`: ids to take away."""

    type: Literal["rows"]
    server_now: str
    rows: list[BoardRow]
    gone: list[str]


class BoardAction(TypedDict):
    """Browser → server: what staff do. sessions null: everyone whose test runs (time and message only)."""

    type: Literal["act"]
    id: int
    action: Literal["time", "message", "end", "reopen"]
    sessions: list[str] | None
    reason: str
    seconds: NotRequired[int]
    text: NotRequired[str]


class BoardActed(TypedDict):
    """The answer to `act`. problem: nothing was done, and why; refused: the sessions that it could not be done to."""

    type: Literal["acted"]
    id: int
    done: int
    refused: list["BoardRefused"]
    problem: NotRequired[str]


class BoardRefused(TypedDict):
    session_id: str
    message: str


Message = dict[str, Any]
