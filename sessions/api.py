"""A candidate's session over HTTP: start, signs of life, progress, drafts, the end, what came of it."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from rest_framework.request import Request
from rest_framework.response import Response

from executor.errors import FieldError, Invalid, NotFound
from questions.access import Policy, assessment_named
from questions.documentation import PAGING, documented, text_param, uuid_param
from questions.endpoint import Endpoint, creates
from questions.paging import page
from sessions import examples as ex
from sessions import representations, selectors, shapes
from sessions import serializers as bodies
from sessions.access import candidate_session, sessions_for
from sessions.authentication import BeaconAuthentication
from sessions.lifecycle import Status
from sessions.models import TestSession
from sessions.services import sitting
from sessions.services.drafts import DraftConflict, save_draft
from sessions.services.leasing import LeaseElsewhere, claim_lease

TAG = "Sessions"
OWN = Policy(scope="sessions", candidate=True)
READ_OWN = Policy(scope=("sessions", "results"), candidate=True)
STAFF = Policy(scope="sessions")
WHICH = uuid_param("session_id", "Which session of the candidate; default: the running one, else the newest.")
CHANGING = (400, 401, 403, 404, 409)


class OfCandidate(Endpoint):
    """A view below /api/test-session/<candidate_id>."""

    def session_of(self, candidate_id: str) -> TestSession:
        """The candidate's session, or the one named by ?session_id=. NotFound, also for a foreign one."""
        text = self.request.query_params.get("session_id")
        try:
            session_id = UUID(text) if text is not None else None
        except ValueError:
            raise Invalid("session_id", "must be a UUID") from None
        return candidate_session(self.principal, candidate_id, session_id)

    def answer(self, session: TestSession, **shown: Any) -> Response:
        return Response({"success": True, **selectors.clock(session, timezone.now()), **shown})


class StartView(Endpoint):
    policies: ClassVar = {"POST": STAFF}

    @documented(
        "Start a candidate's test.\nThe clock starts now (201). Where the session runs already nothing changes and it "
        "is answered again (200); one that has ended is 409: a restart is the staff's reopen.",
        tag=TAG,
        body=bodies.StartBody,
        body_example={"candidate_id": "c-1001", "test_duration_minutes": 60, "assessment_id": ex.ASSESSMENT_ID},
        answer=shapes.StartedAnswer,
        example={"success": True, "session": ex.STARTED},
        status=(200, 201),
        creates=True,
        operation_id="start_session",
    )
    @creates
    def post(self, request: Request) -> Response:
        values = self.checked(bodies.StartBody)
        wanted = values.get("assessment_id") or settings.DEFAULT_ASSESSMENT
        if not wanted:
            raise Invalid("assessment_id", "is needed: this installation has no default", code="required")
        assessment = assessment_named("assessment_id", wanted)
        try:
            session, started = sitting.start_for_candidate(
                candidate_id=values["candidate_id"],
                assessment=assessment,
                duration_minutes=values.get("test_duration_minutes"),
                now=self.received_at,
            )
        except NotFound as unknown:
            unknown.errors = (FieldError("candidate_id", "not_found", unknown.detail),)
            raise
        shown = representations.started(session, timezone.now())
        return Response({"success": True, "session": shown}, status=201 if started else 200)


class SessionsByStatus(Endpoint):
    """The lists of sessions in one status."""

    policies: ClassVar = {"GET": STAFF}
    status: ClassVar[Status]

    def get(self, request: Request) -> Response:
        wanted = self.query(bodies.SessionFilters)
        found = sessions_for(self.principal).filter(status=self.status.value)
        if "assessment_id" in wanted:
            found = found.filter(assessment=assessment_named("assessment_id", wanted["assessment_id"]))
        if "candidate_id" in wanted:
            found = found.filter(candidate_id=wanted["candidate_id"])
        rows, following = page(request, found, orderings=("-started_at", "-created_at", "deadline"))
        now = timezone.now()
        shown = [representations.session(row, now) for row in rows]
        return Response({"success": True, "sessions": shown, "next": following})


def _listed(which: str) -> Callable[..., Any]:
    return documented(
        f"The sessions that are {which} now.",
        tag=TAG,
        answer=shapes.SessionList,
        example={"success": True, "sessions": [{**ex.SESSION, "status": which}], "next": None},
        parameters=[
            text_param("assessment_id", "Only those of this assessment (id or slug)."),
            text_param("candidate_id", "Only those of this candidate."),
            text_param("ordering", "`-started_at` (default), `-created_at`, `deadline`."),
            *PAGING,
        ],
        refusals=(400, 401, 403),
        operation_id=f"list_{which}_sessions",
    )


class ActiveView(SessionsByStatus):
    status = Status.ACTIVE

    @_listed("active")
    def get(self, request: Request) -> Response:
        return super().get(request)


class AbandonedView(SessionsByStatus):
    status = Status.ABANDONED

    @_listed("abandoned")
    def get(self, request: Request) -> Response:
        return super().get(request)


class SessionView(OfCandidate):
    policies: ClassVar = {"GET": READ_OWN}

    @documented(
        "A candidate's session.",
        tag=TAG,
        answer=shapes.SessionAnswer,
        example={"success": True, "session": ex.SESSION},
        parameters=[WHICH],
        operation_id="get_session",
    )
    def get(self, request: Request, candidate_id: str) -> Response:
        session = self.session_of(candidate_id)
        return Response({"success": True, "session": representations.session(session, timezone.now())})


class HeartbeatView(OfCandidate):
    policies: ClassVar = {"PUT": OWN}

    @documented(
        "A sign of life, every 30 s.\nAn abandoned session before its deadline is active again.",
        tag=TAG,
        answer=shapes.HeartbeatAnswer,
        example={"success": True, **ex.CLOCK, "last_heartbeat": ex.NOW},
        parameters=[WHICH],
        refusals=CHANGING,
        operation_id="heartbeat",
    )
    def put(self, request: Request, candidate_id: str) -> Response:
        session = sitting.seen(session_id=self.session_of(candidate_id).id, now=self.received_at)
        return self.answer(session, last_heartbeat=selectors.iso(session.last_heartbeat_at))


class ActivityView(OfCandidate):
    policies: ClassVar = {"PUT": OWN}

    @documented(
        "Something was done.\nWritten at most once in 5 s.",
        tag=TAG,
        answer=shapes.ActivityAnswer,
        example={"success": True, **ex.CLOCK, "last_activity": ex.NOW},
        parameters=[WHICH],
        refusals=CHANGING,
        operation_id="activity",
    )
    def put(self, request: Request, candidate_id: str) -> Response:
        session = sitting.activity(session_id=self.session_of(candidate_id).id, now=self.received_at)
        return self.answer(session, last_activity=selectors.iso(session.last_activity_at))


class ProgressView(OfCandidate):
    policies: ClassVar = {"PUT": OWN}

    @documented(
        "Store an older client's progress.\nNothing of it is graded but an answer `{language, code}`, which is the "
        "draft of that question.",
        tag=TAG,
        body=bodies.ProgressBody,
        body_example={
            "sections_completed": ["Warm-up"],
            "pending_answers": {ex.QUESTION_ID: {"language": "python", "code": ex.CODE}},
        },
        answer=shapes.ProgressAnswer,
        example={"success": True, **ex.CLOCK, "sections_completed": ["Warm-up"], "pending_answers": {}},
        parameters=[WHICH],
        refusals=(*CHANGING, 422),
        operation_id="save_progress",
    )
    def put(self, request: Request, candidate_id: str) -> Response:
        values = self.checked(bodies.ProgressBody)
        session = sitting.save_progress(
            session_id=self.session_of(candidate_id).id,
            sections_completed=values.get("sections_completed"),
            pending_answers=values.get("pending_answers"),
            client_id=values["client_id"],
            now=self.received_at,
        )
        shown = {"sections_completed": session.sections_completed, "pending_answers": session.pending_answers}
        return self.answer(session, **shown)


class CompleteView(OfCandidate):
    policies: ClassVar = {"PUT": OWN}

    @documented(
        "Finish the test for good.",
        tag=TAG,
        body=bodies.CompleteBody,
        body_example={"completion_method": "manual"},
        answer=shapes.CompletedAnswer,
        example={
            "success": True,
            **ex.CLOCK,
            "status": "completed",
            "completed_at": ex.NOW,
            "completion_method": "manual",
        },
        parameters=[WHICH],
        refusals=CHANGING,
        operation_id="complete_session",
    )
    def put(self, request: Request, candidate_id: str) -> Response:
        values = self.checked(bodies.CompleteBody)
        session = sitting.complete(
            session_id=self.session_of(candidate_id).id,
            method=sitting.client_method(values["completion_method"]),
            client_id=values["client_id"],
            now=self.received_at,
        )
        done = {"completed_at": selectors.iso(session.ended_at), "completion_method": session.completion_method}
        return self.answer(session, **done)


_abandons = documented(
    "The page was closed.\nA label until the candidate is back: it never completes. By PUT, or by POST as "
    "navigator.sendBeacon sends it: text/plain, the token in the body.",
    tag=TAG,
    body=bodies.AbandonBody,
    body_example={"completion_method": "tab_close"},
    answer=shapes.AbandonedAnswer,
    example={"success": True, **ex.CLOCK, "status": "abandoned"},
    parameters=[WHICH],
    refusals=CHANGING,
)


class AbandonView(OfCandidate):
    policies: ClassVar = {"PUT": OWN, "POST": OWN}
    authentication_classes = [BeaconAuthentication, *Endpoint.authentication_classes]
    # By a path in the settings: parsers belong to the project, which nothing here may import.
    parser_classes = [*Endpoint.parser_classes, import_string(settings.API_BEACON_PARSER)]

    def _abandon(self, candidate_id: str) -> Response:
        values = self.checked(bodies.AbandonBody)
        method = sitting.client_method(values.get("completion_method", "tab_close"))
        session_id, client_id = self.session_of(candidate_id).id, values.get("client_id", "")
        session = sitting.abandon(session_id=session_id, method=method, now=self.received_at, client_id=client_id)
        return self.answer(session)

    @_abandons
    def put(self, request: Request, candidate_id: str) -> Response:
        return self._abandon(candidate_id)

    @_abandons
    def post(self, request: Request, candidate_id: str) -> Response:
        return self._abandon(candidate_id)


class LeaseView(OfCandidate):
    policies: ClassVar = {"PUT": OWN}

    @documented(
        "Ask to write.\nOne tab of one device holds the lease of a session; saves, progress, runs, submissions and "
        "the end that name another `client_id` are 409. So is this, where another one has it and `take` is not given. "
        "Who names no client_id needs none.",
        tag=TAG,
        body=bodies.LeaseBody,
        body_example={"client_id": "tab-1", "take": False},
        answer=shapes.LeaseAnswer,
        example={"success": True, **ex.CLOCK, "holder": "tab-1", "since": ex.NOW},
        parameters=[WHICH],
        refusals=CHANGING,
        operation_id="claim_lease",
    )
    def put(self, request: Request, candidate_id: str) -> Response:
        values = self.checked(bodies.LeaseBody)
        session = claim_lease(
            session_id=self.session_of(candidate_id).id,
            now=self.received_at,
            **values,
        )
        if session.lease_holder != values["client_id"]:
            raise LeaseElsewhere
        return self.answer(session, holder=session.lease_holder, since=selectors.iso(session.lease_since))


class DraftView(OfCandidate):
    policies: ClassVar = {"PUT": OWN}

    @documented(
        "Save the text of one question.\nWhere somebody else saved since `base_rev`: 409, with what is stored in "
        "`current`.",
        tag=TAG,
        body=bodies.DraftBody,
        body_example={
            "language": "python",
            "code": ex.CODE,
            "client_id": "tab-1",
            "client_seq": 7,
            "base_rev": 2,
        },
        answer=shapes.DraftAnswer,
        example={"success": True, **ex.CLOCK, "rev": 3, "saved_at": ex.NOW},
        parameters=[WHICH],
        refusals=(*CHANGING, 413, 422),
        operation_id="save_draft",
    )
    def put(self, request: Request, candidate_id: str, question_id: UUID) -> Response:
        values = self.checked(bodies.DraftBody)
        session = self.session_of(candidate_id)
        try:
            draft = save_draft(session_id=session.id, question_id=question_id, received_at=self.received_at, **values)
        except DraftConflict as conflict:
            conflict.extra = {"current": selectors.draft_state(conflict.draft)}
            raise
        session.refresh_from_db()
        return self.answer(session, rev=draft.rev, saved_at=draft.saved_at.isoformat())


class SnapshotView(OfCandidate):
    policies: ClassVar = {"GET": OWN}

    @documented(
        "Everything that the candidate's page shows, read from the database.",
        tag=TAG,
        answer=shapes.SnapshotAnswer,
        example=ex.SNAPSHOT,
        parameters=[WHICH],
        operation_id="get_snapshot",
    )
    def get(self, request: Request, candidate_id: str) -> Response:
        return Response(selectors.snapshot(self.session_of(candidate_id), timezone.now()))


class ResultView(OfCandidate):
    policies: ClassVar = {"GET": Policy(scope="results", candidate=True)}

    @documented(
        "What came of a session.\nA candidate is shown as much as the assessment's `shows_afterwards` says, and "
        "nothing before the end.",
        tag="Results",
        answer=shapes.ResultAnswer,
        example={"success": True, "result": ex.RESULT},
        parameters=[WHICH],
        operation_id="get_result",
    )
    def get(self, request: Request, candidate_id: str) -> Response:
        session = self.session_of(candidate_id)
        of_candidate = self.principal.kind == "candidate"
        shown = selectors.candidate_result(session) if of_candidate else selectors.result(session)
        return Response({"success": True, "result": shown})
