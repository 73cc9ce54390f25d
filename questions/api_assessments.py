"""Assessments over HTTP, with their sections and the questions in them."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from executor.errors import NotFound
from questions import authoring, selectors
from questions import examples as ex
from questions import serializers as shapes
from questions.access import Policy
from questions.documentation import PAGING, documented, text_param
from questions.endpoint import Endpoint, creates
from questions.models import Assessment
from questions.paging import page

READ = Policy(scope="questions:read")
WRITE = Policy(scope="questions:write")
ASSESSMENTS = "Assessments"


class AssessmentsView(Endpoint):
    policies: ClassVar = {"GET": READ, "POST": WRITE}

    @documented(
        "All assessments, with their sections.",
        tag=ASSESSMENTS,
        answer=shapes.AssessmentList,
        example={"success": True, "assessments": [ex.ASSESSMENT], "next": None},
        parameters=[text_param("ordering", "`-created_at` (default), `title`, `updated_at`."), *PAGING],
        refusals=(400, 401, 403),
        operation_id="list_assessments",
    )
    def get(self, request: Request) -> Response:
        found = selectors.with_sections(Assessment.objects.all())
        rows, following = page(request, found, orderings=("-created_at", "title", "updated_at"))
        shown = [selectors.assessment_shape(row) for row in rows]
        return Response({"success": True, "assessments": shown, "next": following})

    @documented(
        "Make an assessment.",
        tag=ASSESSMENTS,
        body=shapes.AssessmentBody,
        body_example=ex.ASSESSMENT_BODY,
        answer=shapes.AssessmentAnswer,
        example={"success": True, "assessment": ex.ASSESSMENT},
        status=201,
        refusals=(400, 401, 403),
        creates=True,
        operation_id="create_assessment",
    )
    @creates
    def post(self, request: Request) -> Response:
        values = self.checked(shapes.AssessmentBody)
        made = authoring.write_assessment(assessment=None, values=values, replace=False, actor=self.actor)
        return Response(_assessment_answer(made.pk), status=201, headers={"Location": f"/api/assessments/{made.id}"})


def _assessment_answer(pk: UUID) -> dict[str, Any]:
    row = selectors.with_sections(Assessment.objects.filter(pk=pk)).first()
    if row is None:
        raise NotFound("There is no such assessment.")
    return {"success": True, "assessment": selectors.assessment_shape(row)}


class AssessmentView(Endpoint):
    policies: ClassVar = {"GET": READ, "PUT": WRITE, "PATCH": WRITE, "DELETE": WRITE}

    def _assessment(self, assessment_id: UUID) -> Assessment:
        found = Assessment.objects.filter(pk=assessment_id).first()
        if found is None:
            raise NotFound("There is no such assessment.")
        return found

    def _write(self, assessment_id: UUID, *, replace: bool) -> Response:
        row = self._assessment(assessment_id)
        values = self.checked(shapes.AssessmentBody, partial=not replace, assessment=None if replace else row)
        authoring.write_assessment(assessment=row, values=values, replace=replace)
        return Response(_assessment_answer(assessment_id))

    @documented(
        "One assessment, with its sections.",
        tag=ASSESSMENTS,
        answer=shapes.AssessmentAnswer,
        example={"success": True, "assessment": ex.ASSESSMENT},
        refusals=(401, 403, 404),
        operation_id="get_assessment",
    )
    def get(self, request: Request, assessment_id: UUID) -> Response:
        return Response(_assessment_answer(assessment_id))

    @documented(
        "Replace an assessment.\nWhat is not given goes back to its default, sections too.",
        tag=ASSESSMENTS,
        body=shapes.AssessmentBody,
        body_example=ex.ASSESSMENT_BODY,
        answer=shapes.AssessmentAnswer,
        example={"success": True, "assessment": ex.ASSESSMENT},
        refusals=(400, 401, 403, 404, 409, 422),
        operation_id="replace_assessment",
    )
    def put(self, request: Request, assessment_id: UUID) -> Response:
        return self._write(assessment_id, replace=True)

    @documented(
        "Change fields of an assessment.",
        tag=ASSESSMENTS,
        body=shapes.AssessmentBody,
        body_example={"duration_minutes": 90},
        answer=shapes.AssessmentAnswer,
        example={"success": True, "assessment": ex.ASSESSMENT},
        refusals=(400, 401, 403, 404, 409, 422),
        operation_id="change_assessment",
    )
    def patch(self, request: Request, assessment_id: UUID) -> Response:
        return self._write(assessment_id, replace=False)

    @documented(
        "Delete an assessment.\nOne to which somebody was invited stays (409).",
        tag=ASSESSMENTS,
        answer=None,
        status=204,
        refusals=(401, 403, 404, 409),
        operation_id="delete_assessment",
    )
    def delete(self, request: Request, assessment_id: UUID) -> Response:
        self._assessment(assessment_id).delete()
        return Response(status=204)
