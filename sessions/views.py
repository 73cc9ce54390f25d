"""HTML: the candidate's pages behind an invitation's link, and the live board. Services decide; pages.py reads."""

import contextlib
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from executor.errors import Conflict, Refusal
from questions.models import Assessment
from sessions import pages
from sessions.lifecycle import Method, Status
from sessions.models import Draft, TestSession
from sessions.receipt import received_at
from sessions.services.drafts import DraftConflict, save_draft
from sessions.services.inviting import opened
from sessions.services.signals import leave_note
from sessions.services.sitting import complete, start_session
from sessions.tokens import API_COOKIE, PAGE_COOKIE, RELATED, invitation_from_token, session_from_token, session_token

BOARD_PERMISSION = "test_sessions.view_testsession"
WRONG_LINK = {
    "heading": "This link does not lead to a test",
    "text": "It may be incomplete, or it was replaced by a newer one. Please copy the whole link from your newest "
    "invitation, or ask the people who invited you.",
}
NOT_HERE = {
    "heading": "Please open your link again",
    "text": "This page belongs to a test that this browser is not, or no longer, signed in to. "
    "Open the link of your invitation; your saved work is there.",
    "may_run": True,
}


def _unavailable(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "candidate/unavailable.html", context, status=status)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")


# --- the candidate ----------------------------------------------------------------------------------------


@never_cache
@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link that a candidate was sent. It starts nothing: mail scanners open links."""
    now = timezone.now()
    invited = invitation_from_token(token)
    if invited is None:
        session = session_from_token(token)  # the address that an integrator hands to a candidate
    else:
        session = invited.sessions.select_related("invitation__assessment").order_by("-created_at").first()
    if session is None:
        return _unavailable(request, WRONG_LINK, 404)
    problem = pages.link_problem(session.invitation, now)
    if problem and (session.status == Status.INVITED.value or (invited and invited.revoked_at)):
        return _unavailable(request, problem, 410)
    if invited:
        opened(invitation=invited, now=now)
    path = reverse("sitting", args=[session.id])
    answer = HttpResponseRedirect(path)
    # Lax: the redirect may be the end of a way that began in a mail. No page of another site calls the API.
    for name, where, samesite in ((PAGE_COOKIE, path, "Lax"), (API_COOKIE, "/api", "Strict")):
        answer.set_cookie(
            name,
            session_token(session),
            path=where,
            max_age=30 * 24 * 3600,
            httponly=True,
            samesite=samesite,  # type: ignore[arg-type]  # of two literals
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return answer


def _own_session(request: HttpRequest, session_id: UUID, *, related: Sequence[str] = RELATED) -> TestSession | None:
    """The session of the cookie, where it is the one of the path. `related`: what the page shows beside it."""
    session = session_from_token(request.COOKIES.get(PAGE_COOKIE, ""), related=related)
    return session if session and session.id == session_id else None


@never_cache
@require_GET
def sitting(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Instructions, workspace or receipt, by the session's state."""
    session = _own_session(request, session_id)
    if session is None:
        return _unavailable(request, NOT_HERE, 403)
    now = timezone.now()
    if session.status == Status.INVITED.value:
        problem = pages.link_problem(session.invitation, now)
        if problem:
            return _unavailable(request, problem, 410)
        return render(request, "candidate/instructions.html", pages.instructions(request, session, now))
    if pages.has_ended(session, now):
        return render(request, "candidate/receipt.html", pages.receipt(session, now))
    return render(request, "candidate/workspace.html", pages.workspace(request, session, now))


@never_cache
@require_POST
def start(request: HttpRequest, session_id: UUID) -> HttpResponse:
    session = _own_session(request, session_id, related=())
    if session is None:
        return _unavailable(request, NOT_HERE, 403)
    now = timezone.now()
    try:
        start_session(session_id=session_id, now=now)
    except Conflict as refused:
        if session.status == Status.INVITED.value:
            context = pages.instructions(request, session, now, problem=refused.detail)
            return render(request, "candidate/instructions.html", context, status=refused.status)
    return HttpResponseRedirect(reverse("sitting", args=[session_id]))


@never_cache
@require_GET
def practice(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The workspace with a practice question: starts nothing, keeps nothing. After the start it leads to the test."""
    session = _own_session(request, session_id)
    if session is None:
        return _unavailable(request, NOT_HERE, 403)
    now = timezone.now()
    if session.status != Status.INVITED.value or pages.link_problem(session.invitation, now):
        return HttpResponseRedirect(reverse("sitting", args=[session_id]))
    return render(request, "candidate/workspace.html", pages.practice(request, session, now))


@never_cache
@require_POST
def save(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The form without script: one text of one question. A text that could not be saved is shown again."""
    session = _own_session(request, session_id)
    if session is None:
        return _unavailable(request, NOT_HERE, 403)
    form = {name: request.POST.get(name, "") for name in ("question", "language", "base_rev", "base_language")}
    form["code"] = "\n".join(request.POST.getlist("code"))  # of a choice of several each that is ticked
    base_rev = int(form["base_rev"]) if form["base_rev"].isdecimal() and len(form["base_rev"]) < 10 else 0
    try:
        question_id = UUID(form["question"])
    except ValueError:
        return HttpResponse("question: must be the id of a question.", status=400, content_type="text/plain")
    if form["language"] != form["base_language"]:
        base_rev = 0  # another language's text is on screen: nothing of this one may be overwritten unseen
    try:
        save_draft(
            session_id=session_id,
            question_id=question_id,
            language=form["language"],
            code=form["code"],
            base_rev=base_rev,
            received_at=received_at(request),
        )
    except Refusal as refused:
        return _not_saved(request, session, form, base_rev, refused)
    page = reverse("sitting", args=[session_id])
    return HttpResponseRedirect(f"{page}#q-{question_id}")


def _not_saved(
    request: HttpRequest, session: TestSession, form: dict[str, str], base_rev: int, refused: Refusal
) -> HttpResponse:
    now = timezone.now()
    session.refresh_from_db()
    if pages.has_ended(session, now):
        return HttpResponseRedirect(reverse("sitting", args=[session.id]))
    problem = f"Not saved. {refused.detail}"
    if isinstance(refused, DraftConflict):
        base_rev = refused.draft.rev
        problem += " Your text is below, under its question; save again to keep yours."
    typed = {"question": form["question"], "language": form["language"], "code": form["code"], "rev": base_rev}
    context = pages.workspace(request, session, now, problem=problem, typed=typed)
    return render(request, "candidate/workspace.html", context, status=refused.status)


@never_cache
@require_POST
def finish(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Finish without script. Ending what has ended changes nothing."""
    if _own_session(request, session_id) is None:
        return _unavailable(request, NOT_HERE, 403)
    if request.POST.get("sure") == "1":
        with contextlib.suppress(Conflict):  # it has ended already: the page says so
            complete(session_id=session_id, method=Method.MANUAL, now=received_at(request))
    return HttpResponseRedirect(reverse("sitting", args=[session_id]))


@never_cache
@require_POST
def note(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The candidate's own words to those who read the result."""
    if _own_session(request, session_id) is None:
        return _unavailable(request, NOT_HERE, 403)
    try:
        leave_note(session_id=session_id, text=request.POST.get("note", ""), now=timezone.now())
    except Refusal as refused:
        said = "Your note was not kept: " + refused.detail.removeprefix("note: ")
        return HttpResponse(f"{said.rstrip('.')}.", status=refused.status, content_type="text/plain; charset=utf-8")
    return HttpResponseRedirect(f"{reverse('sitting', args=[session_id])}#note")


# --- staff ------------------------------------------------------------------------------------------------


def staff_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who may look at sessions; who is not logged in is led to the login."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not (request.user.is_active and request.user.has_perm(BOARD_PERMISSION)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@never_cache
@require_GET
@staff_only
def board(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """The live board of an assessment: what is on it comes over the socket."""
    assessment = get_object_or_404(Assessment, id=assessment_id)
    context = {"assessment": assessment, "page": {"assessment_id": str(assessment.id)}}
    return render(request, "board/board.html", context)


@never_cache
@require_GET
@staff_only
def playback(request: HttpRequest, draft_id: int) -> HttpResponse:
    """How one answer was written, save by save."""
    drafts = Draft.objects.select_related("entry__version", "entry__session__candidate")
    return render(request, "board/playback.html", pages.playback(get_object_or_404(drafts, pk=draft_id)))
