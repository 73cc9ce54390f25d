"""Questions and their tests over HTTP. Candidates read their own session's questions, samples only."""

import re
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from executor.errors import NotFound
from questions import authoring, selectors
from questions import examples as ex
from questions import serializers as shapes
from questions.access import Policy, Principal, questions_for, versions_for
from questions.documentation import PAGING, documented, text_param
from questions.endpoint import Endpoint, creates
from questions.json_fields import INT32_MAX
from questions.models import Question, TestCase
from questions.paging import limit_of, page
from questions.services import publish

READ = Policy(scope="questions:read")
READ_OWN = Policy(scope="questions:read", candidate=True)
WRITE = Policy(scope="questions:write")
QUESTIONS = "Questions"
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def named(text: str) -> dict[str, Any]:
    """The lookup of a question by its uuid or its exact number in the older table. NotFound for anything else."""
    if _UUID.fullmatch(text):
        return {"id": UUID(text)}
    if text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= INT32_MAX:
        return {"legacy_id": int(text)}
    raise NotFound(f"There is no question {text[:80]!r}.")


def question_of(principal: Principal, text: str) -> Question:
    question = selectors.with_parts(questions_for(principal)).filter(**named(text)).first()
    if question is None:
        raise NotFound(f"There is no question {text!r}.")
    return question


def question_answer(principal: Principal, text: str) -> dict[str, Any]:
    if principal.kind == "candidate":
        version = versions_for(principal).filter(**{f"question__{k}": v for k, v in named(text).items()}).first()
        if version is None:
            raise NotFound(f"There is no question {text!r}.")
        question, cases = selectors.full_given(version), selectors.given_cases(version)
    else:
        found = question_of(principal, text)
        question, cases = selectors.full_working_copy(found), selectors.working_cases(found)
    return {"success": True, "question": question, "test_cases": cases}


class QuestionsView(Endpoint):
    policies: ClassVar = {"GET": READ_OWN, "POST": WRITE}
    etag = True

    @documented(
        "All questions.\nKeys and staff get the working copies with every test; a candidate gets the questions of "
        "the own session, with samples only. All at once; in pages where `limit` is given.",
        tag=QUESTIONS,
        answer=shapes.QuestionList,
        example=ex.QUESTION_LIST,
        parameters=[
            text_param("difficulty", "Only those of this difficulty.", enum=["easy", "medium", "hard"]),
            text_param("tag", "Only those with this tag."),
            text_param("search", "Only those with this text in title or statement."),
            text_param("ordering", "`title`, `created_at` or `updated_at`; with a minus in front descending."),
            *PAGING,
        ],
        refusals=(400, 401, 403),
        operation_id="list_questions",
    )
    def get(self, request: Request) -> Response:
        if self.principal.kind == "candidate":
            versions = versions_for(self.principal).order_by("title", "id")
            listed = [{**selectors.given(v), "test_cases": selectors.given_cases(v)} for v in versions]
            return Response({"success": True, "questions": listed})
        wanted = self.query(shapes.QuestionFilters)
        found = selectors.with_parts(selectors.filtered(questions_for(self.principal), **wanted))
        rows, following = _all_or_page(request, found)
        listed = [{**selectors.working_copy(q), "test_cases": selectors.working_cases(q)} for q in rows]
        return Response({"success": True, "questions": listed, "next": following})

    @documented(
        "Make a question.\nIt is a working copy: sessions get it once it is published.",
        tag=QUESTIONS,
        body=shapes.QuestionBody,
        body_example=ex.QUESTION_BODY,
        answer=shapes.QuestionAnswer,
        example=ex.QUESTION,
        status=201,
        refusals=(400, 401, 403),
        creates=True,
        operation_id="create_question",
    )
    @creates
    def post(self, request: Request) -> Response:
        values = self.checked(shapes.QuestionBody)
        made = authoring.write_question(question=None, values=values, replace=False, actor=self.actor)
        headers = {"Location": f"/api/questions/{made.id}"}
        return Response(_written(made), status=201, headers=headers)


def _all_or_page(request: Request, found: QuerySet[Question]) -> tuple[list[Question], str | None]:
    orderings = ("title", "created_at", "updated_at")
    if limit_of(request) or "cursor" in request.query_params:
        return page(request, found, orderings=orderings)
    return page(request, found, orderings=orderings, limit=INT32_MAX)


def _written(question: Question) -> dict[str, Any]:
    fresh = selectors.with_parts(Question.objects.filter(pk=question.pk)).get()
    return {
        "success": True,
        "question": selectors.full_working_copy(fresh),
        "test_cases": selectors.working_cases(fresh),
    }


class QuestionView(Endpoint):
    policies: ClassVar = {"GET": READ_OWN, "PUT": WRITE, "PATCH": WRITE, "DELETE": WRITE}
    etag = True

    @documented(
        "One question.\n`question_id` is its uuid or, for one that was imported, its number in the older table.",
        tag=QUESTIONS,
        answer=shapes.QuestionAnswer,
        example=ex.QUESTION,
        refusals=(401, 403, 404),
        operation_id="get_question",
    )
    def get(self, request: Request, question_id: str) -> Response:
        return Response(question_answer(self.principal, question_id))

    def _write(self, question_id: str, *, replace: bool) -> Response:
        question = question_of(self.principal, question_id)
        values = self.checked(shapes.QuestionBody, partial=not replace, question=question)
        authoring.write_question(question=question, values=values, replace=replace)
        return Response(_written(question))

    @documented(
        "Replace a question's working copy.\nWhat is not given goes back to its default, tests and starter code too.",
        tag=QUESTIONS,
        body=shapes.QuestionBody,
        body_example=ex.QUESTION_BODY,
        answer=shapes.QuestionAnswer,
        example=ex.QUESTION,
        refusals=(400, 401, 403, 404, 409),
        operation_id="replace_question",
    )
    def put(self, request: Request, question_id: str) -> Response:
        return self._write(question_id, replace=True)

    @documented(
        "Change fields of a question's working copy.",
        tag=QUESTIONS,
        body=shapes.QuestionBody,
        body_example={"difficulty": "hard", "tags": ["graphs"]},
        answer=shapes.QuestionAnswer,
        example=ex.QUESTION,
        refusals=(400, 401, 403, 404, 409),
        operation_id="change_question",
    )
    def patch(self, request: Request, question_id: str) -> Response:
        return self._write(question_id, replace=False)

    @documented(
        "Delete a question.\nOne that was published stays: sessions refer to it (409).",
        tag=QUESTIONS,
        answer=None,
        status=204,
        refusals=(401, 403, 404, 409),
        operation_id="delete_question",
    )
    def delete(self, request: Request, question_id: str) -> Response:
        question_of(self.principal, question_id).delete()
        return Response(status=204)


class PublishView(Endpoint):
    policies: ClassVar = {"POST": WRITE}

    @documented(
        "Publish a question.\nThe working copy is frozen as a version, which sessions that start from now on are "
        "given. Where nothing changed since the newest version, that one is answered (200).",
        tag=QUESTIONS,
        answer=shapes.PublishAnswer,
        example=ex.PUBLISHED,
        status=(200, 201),
        refusals=(401, 403, 404),
        creates=True,
        operation_id="publish_question",
    )
    @creates
    def post(self, request: Request, question_id: str) -> Response:
        question = question_of(self.principal, question_id)
        before = question.published
        version = publish(question=question, actor=self.actor, now=timezone.now())
        shown = {
            "id": str(version.id),
            "question_id": str(version.question_id),
            "number": version.number,
            "published_at": version.published_at.isoformat() if version.published_at else None,
            "tests": len(version.cases),
        }
        made = before is None or before.pk != version.pk
        return Response({"success": True, "version": shown}, status=201 if made else 200)


class TestCasesView(Endpoint):
    __test__ = False

    policies: ClassVar = {"GET": READ, "POST": WRITE}

    @documented(
        "A question's tests, hidden ones too.",
        tag=QUESTIONS,
        answer=shapes.TestCaseList,
        example={"success": True, "test_cases": [ex.TEST_CASE]},
        refusals=(401, 403, 404),
        operation_id="list_test_cases",
    )
    def get(self, request: Request, question_id: str) -> Response:
        question = question_of(self.principal, question_id)
        return Response({"success": True, "test_cases": selectors.working_cases(question)})

    @documented(
        "Add a test to a question's working copy.",
        tag=QUESTIONS,
        body=shapes.TestCaseBody,
        body_example=ex.TEST_CASE_BODY,
        answer=shapes.TestCaseAnswer,
        example={"success": True, "test_case": ex.TEST_CASE},
        status=201,
        creates=True,
        operation_id="create_test_case",
    )
    @creates
    def post(self, request: Request, question_id: str) -> Response:
        question = question_of(self.principal, question_id)
        case = authoring.add_case(question=question, values=self.checked(shapes.TestCaseBody))
        return Response({"success": True, "test_case": selectors.test_case(case)}, status=201)


class TestCaseView(Endpoint):
    __test__ = False

    policies: ClassVar = {"GET": READ, "PUT": WRITE, "PATCH": WRITE, "DELETE": WRITE}

    def _case(self, question_id: str, case_id: UUID) -> TestCase:
        question = question_of(self.principal, question_id)
        case = TestCase.objects.select_related("question").filter(question=question, id=case_id).first()
        if case is None:
            raise NotFound("There is no such test of this question.")
        return case

    def _write(self, question_id: str, case_id: UUID, *, replace: bool) -> Response:
        case = self._case(question_id, case_id)
        values = self.checked(shapes.TestCaseBody, partial=not replace)
        case = authoring.change_case(case=case, values=values, replace=replace)
        return Response({"success": True, "test_case": selectors.test_case(case)})

    @documented(
        "One test of a question.",
        tag=QUESTIONS,
        answer=shapes.TestCaseAnswer,
        example={"success": True, "test_case": ex.TEST_CASE},
        refusals=(401, 403, 404),
        operation_id="get_test_case",
    )
    def get(self, request: Request, question_id: str, case_id: UUID) -> Response:
        return Response({"success": True, "test_case": selectors.test_case(self._case(question_id, case_id))})

    @documented(
        "Replace a test.\nWhat is not given goes back to its default; its place stays.",
        tag=QUESTIONS,
        body=shapes.TestCaseBody,
        body_example=ex.TEST_CASE_BODY,
        answer=shapes.TestCaseAnswer,
        example={"success": True, "test_case": ex.TEST_CASE},
        operation_id="replace_test_case",
    )
    def put(self, request: Request, question_id: str, case_id: UUID) -> Response:
        return self._write(question_id, case_id, replace=True)

    @documented(
        "Change fields of a test.",
        tag=QUESTIONS,
        body=shapes.TestCaseBody,
        body_example={"points": 2.0},
        answer=shapes.TestCaseAnswer,
        example={"success": True, "test_case": ex.TEST_CASE},
        operation_id="change_test_case",
    )
    def patch(self, request: Request, question_id: str, case_id: UUID) -> Response:
        return self._write(question_id, case_id, replace=False)

    @documented(
        "Delete a test.",
        tag=QUESTIONS,
        answer=None,
        status=204,
        refusals=(401, 403, 404),
        operation_id="delete_test_case",
    )
    def delete(self, request: Request, question_id: str, case_id: UUID) -> Response:
        authoring.delete_case(case=self._case(question_id, case_id))
        return Response(status=204)
