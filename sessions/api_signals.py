"""Signals over HTTP: for a page that has no socket just now."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from questions.documentation import documented
from sessions import examples as ex
from sessions import serializers as bodies
from sessions import shapes
from sessions.api import CHANGING, OWN, TAG, WHICH, OfCandidate
from sessions.services import signals


class SignalsView(OfCandidate):
    policies: ClassVar = {"PUT": OWN}

    @documented(
        "What the candidate's page noticed: left, pasted, full screen left, a large insertion after a silence.\nSent "
        "again it is kept once (`page` and `n`). Nothing is judged by it. At most 300 of a session are kept.",
        tag=TAG,
        body=bodies.SignalsBody,
        body_example={"page": "9f2c41aa", "signals": [{"n": 1, "kind": "left_page", "ago_ms": 0, "duration_ms": 4000}]},
        answer=shapes.SignalsAnswer,
        example={"success": True, **ex.CLOCK, "kept": 1},
        parameters=[WHICH],
        refusals=CHANGING,
        operation_id="record_signals",
    )
    def put(self, request: Request, candidate_id: str) -> Response:
        session = self.session_of(candidate_id)
        page, observed = signals.read(self.checked(bodies.SignalsBody))
        kept = signals.observe(session_id=session.id, page=page, observed=observed, received_at=self.received_at)
        return self.answer(session, kept=kept)
