"""The playground over HTTP, in the older system's words: code and tests of the caller's own, nothing scored."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from executor import selectors as executor_selectors
from executor.errors import Unavailable
from executor.models import Run
from executor.services import cases_of, wait
from questions.access import Policy
from questions.documentation import documented
from questions.endpoint import Endpoint, creates
from sessions import examples as ex
from sessions import representations, shapes
from sessions import serializers as bodies
from sessions.access import session_meant
from sessions.services.playground import execute, tenant_of
from sessions.services.sitting import activity

TAG = "Playground"
LONGEST_WAIT = 120


class ExecuteView(Endpoint):
    policies: ClassVar = {"POST": Policy(scope="execute", candidate=True)}

    @documented(
        "Run code on tests of one's own, and wait for the outcome.\nA test without `expected_output` is only run. "
        f"After {LONGEST_WAIT} s: 503; the run goes on, and can be read as /api/runs/<execution_id>.",
        tag=TAG,
        body=bodies.ExecuteBody,
        body_example=ex.EXECUTE_BODY,
        answer=shapes.ExecuteAnswer,
        example=ex.EXECUTED,
        refusals=(400, 401, 403, 409, 413, 422, 429, 503),
        creates=True,
        operation_id="execute",
    )
    @creates
    def post(self, request: Request) -> Response:
        values = self.checked(bodies.ExecuteBody)
        run = execute(
            principal=self.principal,
            tenant=self._tenant(values["user_id"]),
            language=values["language"],
            code=values["code"],
            tests=[{"input": t["input"], "expected_output": t.get("expected_output")} for t in values["test_cases"]],
            question_id=values.get("question_id"),
        )
        # Kept with an Idempotency-Key; what is sent is made of the run when it is done.
        return Response({"execution_id": str(run.id)})

    def _tenant(self, user_id: str) -> str:
        """Who may share a container. A candidate needs a running session."""
        if self.principal.kind != "candidate":
            return tenant_of(self.principal, user_id)
        session = session_meant(self.principal, None, None)
        return activity(session_id=session.id, now=self.received_at).tenant

    def settled(self, request: Request, response: Response) -> Response:
        run = wait(run_id=UUID(response.data["execution_id"]), timeout=LONGEST_WAIT)
        if run.state != Run.State.DONE.value:
            late = Unavailable(f"The run was not done within {LONGEST_WAIT} s. Read it at /api/runs/{run.id}.")
            late.extra = {"execution_id": str(run.id)}
            raise late
        return Response(representations.execution(run, _tests(self.checked(bodies.ExecuteBody)["test_cases"], run)))


def _tests(given: list[dict[str, Any]], run: Run) -> list[dict[str, Any]]:
    """Each test's id as it came (else its place from 1), and the expected output that it was compared with."""
    cases = zip(given, cases_of(run), strict=True)
    return [
        {"id": test.get("id", at), "expected_output": case.expected} for at, (test, case) in enumerate(cases, start=1)
    ]


class ProxyHealthView(Endpoint):
    policies: ClassVar = {"GET": Policy(scope="execute")}

    @documented(
        "How the executor does.",
        tag=TAG,
        answer=shapes.HealthAnswer,
        example=ex.HEALTH,
        refusals=(401, 403, 503),
        operation_id="executor_health",
    )
    def get(self, request: Request) -> Response:
        health = executor_selectors.health()
        body = {"success": health["ok"], "status": "ok" if health["ok"] else "unavailable", **health}
        return Response(body, status=200 if health["ok"] else 503)
