"""The candidate's marks over HTTP."""

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from questions.documentation import documented
from sessions import examples as ex
from sessions import serializers as bodies
from sessions import shapes
from sessions.api import CHANGING, OWN, TAG, WHICH, OfCandidate
from sessions.services.marking import mark_question


class MarkView(OfCandidate):
    policies: ClassVar = {"PUT": OWN}

    @documented(
        "Mark a question to come back to, or take the mark away.\nFor the candidate alone: it is worth nothing.",
        tag=TAG,
        body=bodies.MarkBody,
        body_example={"marked": True},
        answer=shapes.MarkAnswer,
        example={"success": True, **ex.CLOCK, "marked": True},
        parameters=[WHICH],
        refusals=CHANGING,
        operation_id="mark_question",
    )
    def put(self, request: Request, candidate_id: str, question_id: UUID) -> Response:
        session = self.session_of(candidate_id)
        marked = self.checked(bodies.MarkBody)["marked"]
        mark_question(session_id=session.id, question_id=question_id, marked=marked, now=self.received_at)
        return self.answer(session, marked=marked)
