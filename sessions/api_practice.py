"""The practice question over HTTP."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from questions.access import Policy
from questions.documentation import documented
from questions.endpoint import creates
from sessions import examples as ex
from sessions import serializers as bodies
from sessions import shapes
from sessions.api_answers import FROM_BODY, RUNS, Answering
from sessions.services.practising import practise


class PracticeView(Answering):
    # The candidate's own alone: what is tried here nobody sees.
    policies: ClassVar = {"POST": Policy(candidate=True)}

    @documented(
        "Try a program on the practice question.\nBefore the start only; it is kept from staff and removed at the "
        "start. `everything` judges it on the hidden tests too, as a submission would be.",
        tag=RUNS,
        body=bodies.PracticeBody,
        body_example={"language": "python", "code": ex.CODE, "everything": False},
        answer=shapes.RunStarted,
        example={"success": True, "run_id": ex.RUN_ID},
        status=202,
        refusals=FROM_BODY,
        creates=True,
        operation_id="practise",
    )
    @creates
    def post(self, request: Request) -> Response:
        values = self.checked(bodies.PracticeBody)
        run = practise(
            session_id=self.meant(values).id,
            language=values["language"],
            code=values["code"],
            own_input=values.get("input"),
            everything=values.get("everything", False),
            now=self.received_at,
        )
        return self.started(run)
