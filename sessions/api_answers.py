"""Running and submitting over HTTP: 202 and a place to poll, or wait. And the lists of results."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from executor.errors import Invalid, NotFound
from executor.models import Run
from executor.services import wait
from questions.access import Policy, assessment_named
from questions.documentation import PAGING, documented, text_param, uuid_param
from questions.endpoint import Endpoint, creates
from questions.paging import page
from sessions import examples as ex
from sessions import representations, selectors, shapes
from sessions import serializers as bodies
from sessions.access import runs_for, session_meant, sessions_for, submissions_for
from sessions.models import Submission, TestSession
from sessions.services.submitting import check_run, run_samples, submit

OWN = Policy(scope="sessions", candidate=True)
READ_OWN = Policy(scope=("sessions", "results"), candidate=True)
SUBMISSIONS, RUNS, RESULTS = "Submissions", "Runs", "Results"
MAX_WAIT = 60
WAIT = text_param("wait", f"Seconds to wait for the verdict, up to {MAX_WAIT}; default 0: poll.")
CODE_EXAMPLE = {"question_id": ex.QUESTION_ID, "language": "python", "code": ex.CODE}
FROM_BODY = (*(400, 401, 403, 404, 409), 413, 422, 429, 503)


def waiting(request: Request) -> float:
    """?wait=, in seconds. Invalid for anything but a number from 0 to 60."""
    text = request.query_params.get("wait", "0")
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= MAX_WAIT:
        raise Invalid("wait", f"must be a number of seconds from 0 to {MAX_WAIT}")
    return seconds


class Answering(Endpoint):
    """A view that takes code for a session."""

    def meant(self, values: dict[str, Any]) -> TestSession:
        return session_meant(self.principal, values.get("candidate_id"), values.get("session_id"))

    def started(self, run: Run) -> Response:
        """shapes.RunStarted: where to look for the run."""
        return Response({"success": True, "run_id": str(run.id)}, status=202)


class SubmissionsView(Answering):
    policies: ClassVar = {"GET": READ_OWN, "POST": OWN}

    @documented(
        "Submissions, newest first.",
        tag=SUBMISSIONS,
        answer=shapes.SubmissionList,
        example={"success": True, "submissions": [ex.SUBMISSION], "next": None},
        parameters=[
            text_param("assessment_id", "Only those of this assessment (id or slug)."),
            text_param("candidate_id", "Only those of this candidate."),
            uuid_param("session_id", "Only those of this session."),
            uuid_param("question_id", "Only those to this question."),
            text_param("ordering", "`-received_at` (default) or `received_at`."),
            *PAGING,
        ],
        refusals=(400, 401, 403),
        operation_id="list_submissions",
    )
    def get(self, request: Request) -> Response:
        wanted = self.query(bodies.SubmissionFilters)
        found = submissions_for(self.principal).defer("run__source", "run__report")  # megabytes each
        if "assessment_id" in wanted:
            found = found.filter(session__assessment=assessment_named("assessment_id", wanted.pop("assessment_id")))
        if "candidate_id" in wanted:
            found = found.filter(session__candidate_id=wanted.pop("candidate_id"))
        found = found.filter(**wanted)
        rows, following = page(request, found, orderings=("-received_at",))
        shown = [representations.submission(row, self.principal) for row in rows]
        return Response({"success": True, "submissions": shown, "next": following})

    @documented(
        "Hand in an answer. It counts.\nJudged on the server's own tests. A candidate submits to the own session; keys "
        "and staff name one. The answer is 202 with an id to poll; with `?wait=` it waits, and is 200 once judged.",
        tag=SUBMISSIONS,
        body=bodies.CodeBody,
        body_example=CODE_EXAMPLE,
        answer=shapes.SubmissionAnswer,
        example={"success": True, "submission": ex.FULL_SUBMISSION},
        parameters=[WAIT],
        status=(200, 202),
        refusals=FROM_BODY,
        creates=True,
        operation_id="submit",
    )
    @creates
    def post(self, request: Request) -> Response:
        values = self.checked(bodies.CodeBody)
        waiting(request)
        made = submit(
            session_id=self.meant(values).id,
            question_id=values["question_id"],
            language=values["language"],
            code=values["code"],
            client_id=values["client_id"],
            received_at=self.received_at,
        )
        return Response(self._answer(made.id), status=202)

    def settled(self, request: Request, response: Response) -> Response:
        if not (seconds := waiting(request)):
            return response
        submission = response.data["submission"]
        wait(run_id=UUID(submission["run_id"]), timeout=seconds)
        data = self._answer(UUID(submission["id"]))
        judged = data["submission"]["state"] == "done"
        return Response(data, status=200 if judged else 202)

    def _answer(self, submission_id: UUID) -> dict[str, Any]:
        row = submissions_for(self.principal).get(id=submission_id)
        return {"success": True, "submission": representations.full_submission(row, self.principal)}


class SubmissionView(Endpoint):
    policies: ClassVar = {"GET": READ_OWN}

    @documented(
        "One submission, with its code and each test.\nOf hidden tests a verdict, rounded time and memory: no data.",
        tag=SUBMISSIONS,
        answer=shapes.SubmissionAnswer,
        example={"success": True, "submission": ex.FULL_SUBMISSION},
        refusals=(401, 403, 404),
        operation_id="get_submission",
    )
    def get(self, request: Request, submission_id: UUID) -> Response:
        row: Submission | None = submissions_for(self.principal).filter(id=submission_id).first()
        if row is None:
            raise NotFound("There is no such submission.")
        return Response({"success": True, "submission": representations.full_submission(row, self.principal)})


class RunsView(Answering):
    policies: ClassVar = {"POST": OWN}

    @documented(
        "Try code on a question's samples, or on an input of one's own. Scores nothing.",
        tag=RUNS,
        body=bodies.RunBody,
        body_example=CODE_EXAMPLE,
        answer=shapes.RunStarted,
        example={"success": True, "run_id": ex.RUN_ID},
        status=202,
        refusals=FROM_BODY,
        creates=True,
        operation_id="start_run",
    )
    @creates
    def post(self, request: Request) -> Response:
        values = self.checked(bodies.RunBody)
        run = run_samples(
            session_id=self.meant(values).id,
            question_id=values["question_id"],
            language=values["language"],
            code=values["code"],
            own_input=values.get("input"),
            client_id=values["client_id"],
            received_at=self.received_at,
        )
        return self.started(run)


class CheckView(Answering):
    policies: ClassVar = {"POST": OWN}

    @documented(
        "The system check: run a program of ours in a language.\nAlso before the start.",
        tag=RUNS,
        body=bodies.CheckBody,
        body_example={"language": "python"},
        answer=shapes.RunStarted,
        example={"success": True, "run_id": ex.RUN_ID},
        status=202,
        refusals=FROM_BODY,
        creates=True,
        operation_id="check_system",
    )
    @creates
    def post(self, request: Request) -> Response:
        values = self.checked(bodies.CheckBody)
        run = check_run(session_id=self.meant(values).id, language=values["language"], now=self.received_at)
        return self.started(run)


class RunView(Endpoint):
    policies: ClassVar = {"GET": Policy(scope=("sessions", "execute"), candidate=True)}

    @documented(
        "A run as it stands.",
        tag=RUNS,
        answer=shapes.RunAnswer,
        example={"success": True, "run": ex.RUN},
        refusals=(401, 403, 404),
        operation_id="get_run",
    )
    def get(self, request: Request, run_id: UUID) -> Response:
        run = runs_for(self.principal).filter(id=run_id).select_related("case_set").first()
        if run is None:
            raise NotFound("There is no such run.")
        return Response({"success": True, "run": representations.run(run, self.principal)})


class ResultsView(Endpoint):
    policies: ClassVar = {"GET": Policy(scope="results")}

    @documented(
        "Results of sessions, newest first.\n`result` is `pending` until the session has ended and every run is in; "
        "then `ready`, and `score` is the sum over the questions.",
        tag=RESULTS,
        answer=shapes.ResultList,
        example={"success": True, "results": [ex.RESULT], "next": None},
        parameters=[
            text_param("assessment_id", "Only those of this assessment (id or slug)."),
            text_param("candidate_id", "Only those of this candidate."),
            text_param("status", "Only sessions in this status.", enum=["invited", "active", "abandoned", "completed"]),
            text_param("result", "Only these.", enum=["pending", "ready"]),
            text_param("ordering", "`-created_at` (default) or `created_at`."),
            *PAGING,
        ],
        refusals=(400, 401, 403),
        operation_id="list_results",
    )
    def get(self, request: Request) -> Response:
        found = _of_results(sessions_for(self.principal), self.query(bodies.ResultFilters))
        rows, following = page(request, found, orderings=("-created_at",))
        shown = [selectors.result(row) for row in rows]
        return Response({"success": True, "results": shown, "next": following})


def _of_results(found: QuerySet[TestSession], wanted: dict[str, Any]) -> QuerySet[TestSession]:
    if "assessment_id" in wanted:
        found = found.filter(assessment=assessment_named("assessment_id", wanted["assessment_id"]))
    if "candidate_id" in wanted:
        found = found.filter(candidate_id=wanted["candidate_id"])
    if "status" in wanted:
        found = found.filter(status=wanted["status"])
    if "result" in wanted:
        found = found.filter(result_ready_at__isnull=wanted["result"] == "pending")
    return found
