"""Candidates and their invitations over HTTP."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from executor.errors import Conflict, FieldError, Invalid, NotFound
from questions.access import Policy, assessment_named
from questions.documentation import PAGING, documented, text_param
from questions.endpoint import Endpoint, creates
from questions.paging import page
from sessions import examples as ex
from sessions import representations, shapes
from sessions import serializers as bodies
from sessions.lifecycle import Status
from sessions.models import Candidate, Invitation, new_candidate_id
from sessions.services.inviting import invite, renew_link, revoke

ALLOWED = Policy(scope="candidates")
CANDIDATES, INVITATIONS = "Candidates", "Invitations"
BODY_EXAMPLE = {"candidate_id": "c-1001", "name": "Alice Adams", "email": "alice@example.org"}
ONE = {"success": True, "candidate": ex.CANDIDATE}
INVITED = {"success": True, "invitation": ex.INVITATION}


class CandidatesView(Endpoint):
    policies: ClassVar = {"GET": ALLOWED, "POST": ALLOWED}

    @documented(
        "All candidates.",
        tag=CANDIDATES,
        answer=shapes.CandidateList,
        example={"success": True, "candidates": [ex.CANDIDATE], "next": None},
        parameters=[
            text_param("search", "Only those with this text in name, e-mail address or id."),
            text_param("email", "Only the one with exactly this address, in any case."),
            text_param("ordering", "`name` (default), `created_at`."),
            *PAGING,
        ],
        refusals=(400, 401, 403),
        operation_id="list_candidates",
    )
    def get(self, request: Request) -> Response:
        wanted = self.query(bodies.CandidateFilters)
        found = Candidate.objects.all()
        if text := wanted.get("search"):
            found = found.filter(Q(name__icontains=text) | Q(email__icontains=text) | Q(id__icontains=text))
        if email := wanted.get("email"):
            found = found.filter(email__iexact=email)
        rows, following = page(request, found, orderings=("name", "created_at"))
        shown = [representations.candidate(row) for row in rows]
        return Response({"success": True, "candidates": shown, "next": following})

    @documented(
        "Make a candidate.\n`candidate_id` is your own id of the person; without it one is made.",
        tag=CANDIDATES,
        body=bodies.CandidateBody,
        body_example=BODY_EXAMPLE,
        answer=shapes.CandidateAnswer,
        example=ONE,
        status=201,
        refusals=(400, 401, 403),
        creates=True,
        operation_id="create_candidate",
    )
    @creates
    def post(self, request: Request) -> Response:
        values = self.checked(bodies.CandidateBody)
        candidate_id = values.get("candidate_id") or new_candidate_id()
        try:
            with transaction.atomic():
                made = Candidate.objects.create(id=candidate_id, name=values["name"], email=values["email"])
        except IntegrityError as clash:
            error = FieldError("candidate_id", "taken", "is taken")
            detail = f"There is a candidate {candidate_id!r} already."
            raise Conflict(detail, code="candidate_exists", errors=(error,)) from clash
        return Response({"success": True, "candidate": representations.candidate(made)}, status=201)


class CandidateView(Endpoint):
    policies: ClassVar = {"GET": ALLOWED, "PUT": ALLOWED, "PATCH": ALLOWED, "DELETE": ALLOWED}

    def _candidate(self, candidate_id: str) -> Candidate:
        found = Candidate.objects.filter(id=candidate_id).first()
        if found is None:
            raise NotFound(f"There is no candidate {candidate_id!r}.")
        return found

    def _write(self, candidate_id: str, *, partial: bool) -> Response:
        row = self._candidate(candidate_id)
        values = self.checked(bodies.CandidateBody, partial=partial)
        if values.get("candidate_id", row.id) != row.id:
            raise Invalid("candidate_id", "cannot be changed")
        row.name, row.email = values.get("name", row.name), values.get("email", row.email)
        row.save(update_fields=["name", "email"])
        return Response({"success": True, "candidate": representations.candidate(row)})

    @documented(
        "One candidate.",
        tag=CANDIDATES,
        answer=shapes.CandidateAnswer,
        example=ONE,
        refusals=(401, 403, 404),
        operation_id="get_candidate",
    )
    def get(self, request: Request, candidate_id: str) -> Response:
        row = self._candidate(candidate_id)
        return Response({"success": True, "candidate": representations.candidate(row)})

    @documented(
        "Replace a candidate's name and e-mail address.",
        tag=CANDIDATES,
        body=bodies.CandidateBody,
        body_example=BODY_EXAMPLE,
        answer=shapes.CandidateAnswer,
        example=ONE,
        operation_id="replace_candidate",
    )
    def put(self, request: Request, candidate_id: str) -> Response:
        return self._write(candidate_id, partial=False)

    @documented(
        "Change a candidate's name or e-mail address.",
        tag=CANDIDATES,
        body=bodies.CandidateBody,
        body_example={"email": "alice@example.com"},
        answer=shapes.CandidateAnswer,
        example=ONE,
        operation_id="change_candidate",
    )
    def patch(self, request: Request, candidate_id: str) -> Response:
        return self._write(candidate_id, partial=True)

    @documented(
        "Delete a candidate and the invitations that were never used.\nWhoever has sat a test stays (409).",
        tag=CANDIDATES,
        answer=None,
        status=204,
        refusals=(401, 403, 404, 409),
        operation_id="delete_candidate",
    )
    def delete(self, request: Request, candidate_id: str) -> Response:
        if self.actor and not self.actor.has_perm("test_sessions.delete_candidate"):
            raise PermissionDenied
        with transaction.atomic():
            row = self._candidate(candidate_id)
            if row.sessions.exclude(status=Status.INVITED.value).exists():
                raise Conflict(f"{row} has sat a test, and stays with it.", code="has_sessions")
            row.delete()
        return Response(status=204)


class InvitationsView(Endpoint):
    policies: ClassVar = {"GET": ALLOWED, "POST": ALLOWED}

    @documented(
        "All invitations, each with its link.",
        tag=INVITATIONS,
        answer=shapes.InvitationList,
        example={"success": True, "invitations": [ex.INVITATION], "next": None},
        parameters=[
            text_param("candidate_id", "Only those of this candidate."),
            text_param("assessment_id", "Only those to this assessment (id or slug)."),
            text_param("ordering", "`-created_at` (default) or `created_at`."),
            *PAGING,
        ],
        refusals=(400, 401, 403),
        operation_id="list_invitations",
    )
    def get(self, request: Request) -> Response:
        wanted = self.query(bodies.SessionFilters)
        found = Invitation.objects.all()
        if "candidate_id" in wanted:
            found = found.filter(candidate_id=wanted["candidate_id"])
        if "assessment_id" in wanted:
            found = found.filter(assessment=assessment_named("assessment_id", wanted["assessment_id"]))
        rows, following = page(request, found, orderings=("-created_at",))
        shown = [representations.invitation(row) for row in rows]
        return Response({"success": True, "invitations": shown, "next": following})

    @documented(
        "Invite a candidate.\nSend the `url` to the candidate; opening it starts nothing. 409 where the candidate has "
        "an open session of this assessment.",
        tag=INVITATIONS,
        body=bodies.InvitationBody,
        body_example={
            "candidate_id": "c-1001",
            "assessment_id": ex.ASSESSMENT_ID,
            "time_multiplier": 1.5,
            "expires_at": "2026-06-01T00:00:00Z",
        },
        answer=shapes.InvitationAnswer,
        example=INVITED,
        status=201,
        creates=True,
        operation_id="create_invitation",
    )
    @creates
    def post(self, request: Request) -> Response:
        values = self.checked(bodies.InvitationBody)
        now = timezone.now()
        expires_at = _future(values.get("expires_at"))
        assessment = assessment_named("assessment_id", values["assessment_id"])
        candidate = Candidate.objects.filter(id=values["candidate_id"]).first()
        if candidate is None:
            detail = f"There is no candidate {values['candidate_id']!r}."
            raise NotFound(detail, errors=(FieldError("candidate_id", "not_found", detail),))
        made = invite(
            candidate=candidate,
            assessment=assessment,
            now=now,
            actor=self.actor,
            time_multiplier=values.get("time_multiplier", 1.0),
            expires_at=expires_at,
        )
        return Response({"success": True, "invitation": representations.invitation(made)}, status=201)


def _future(moment: Any) -> Any:
    if moment is not None and moment <= timezone.now():
        raise Invalid("expires_at", "is in the past")
    return moment


class OfInvitation(Endpoint):
    def invitation(self, invitation_id: UUID) -> Invitation:
        found = Invitation.objects.filter(id=invitation_id).first()
        if found is None:
            raise NotFound("There is no such invitation.")
        return found

    def answer(self, row: Invitation, status: int = 200) -> Response:
        return Response({"success": True, "invitation": representations.invitation(row)}, status=status)


class InvitationView(OfInvitation):
    policies: ClassVar = {"GET": ALLOWED, "PATCH": ALLOWED, "DELETE": ALLOWED}

    @documented(
        "One invitation.",
        tag=INVITATIONS,
        answer=shapes.InvitationAnswer,
        example=INVITED,
        refusals=(401, 403, 404),
        operation_id="get_invitation",
    )
    def get(self, request: Request, invitation_id: UUID) -> Response:
        return self.answer(self.invitation(invitation_id))

    @documented(
        "Change until when the link can start a session; null: always.",
        tag=INVITATIONS,
        body=bodies.InvitationChange,
        body_example={"expires_at": "2026-07-01T00:00:00Z"},
        answer=shapes.InvitationAnswer,
        example=INVITED,
        operation_id="change_invitation",
    )
    def patch(self, request: Request, invitation_id: UUID) -> Response:
        row = self.invitation(invitation_id)
        row.expires_at = _future(self.checked(bodies.InvitationChange)["expires_at"])
        row.save(update_fields=["expires_at"])
        return self.answer(row)

    @documented(
        "Revoke an invitation.\nIts link is useless from now on; a session that runs goes on. The row stays, with "
        "`revoked_at`.",
        tag=INVITATIONS,
        answer=None,
        status=204,
        refusals=(401, 403, 404),
        operation_id="revoke_invitation",
    )
    def delete(self, request: Request, invitation_id: UUID) -> Response:
        row = self.invitation(invitation_id)
        if row.revoked_at is None:
            revoke(invitation=row, actor=self.actor, now=timezone.now())
        return Response(status=204)


class RenewView(OfInvitation):
    policies: ClassVar = {"POST": ALLOWED}

    @documented(
        "Make a new link.\nThe old one stops working; a revoked invitation works again.",
        tag=INVITATIONS,
        answer=shapes.InvitationAnswer,
        example=INVITED,
        refusals=(401, 403, 404),
        creates=True,
        operation_id="renew_invitation",
    )
    @creates
    def post(self, request: Request, invitation_id: UUID) -> Response:
        row = self.invitation(invitation_id)
        return self.answer(renew_link(invitation=row, actor=self.actor, now=timezone.now()))
