"""The page on which a person scores the answer to a question of free text."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextareaWidget

from executor.errors import Refusal
from questions.markdown import render_markdown
from questions.models import Kind
from questions.staffing import refused
from sessions.models import SessionQuestion
from sessions.services.reviewing import MAX_COMMENT, review_answer

PERMISSION = "test_sessions.change_sessionquestion"


class ReviewForm(forms.Form):
    score = forms.FloatField(min_value=0, label="Points", widget=UnfoldAdminDecimalFieldWidget)
    comment = forms.CharField(
        required=False,
        strip=False,
        max_length=MAX_COMMENT,
        label="Comment",
        help_text="For staff; the candidate does not see it",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, entry: SessionQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        score = self.fields["score"]
        score.widget.attrs |= {"max": entry.weight, "step": "any", "min": 0}
        score.help_text = f"0 to {entry.weight:g}"


def review(site: Any, request: HttpRequest, session_id: UUID, question_id: UUID) -> HttpResponse:
    """GET: the question, the answer, the form. POST: the score is written down, and back to the session."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    entries = SessionQuestion.objects.select_related("version", "session__candidate").prefetch_related("drafts")
    entry = entries.filter(session_id=session_id, question_id=question_id, version__kind=Kind.TEXT.value).first()
    if entry is None:
        raise Http404
    initial = {"score": entry.score, "comment": entry.review_comment} if entry.reviewed_at else None
    form = ReviewForm(request.POST or None, entry=entry, initial=initial)
    back = reverse("admin:test_sessions_testsession_change", args=[session_id])
    if request.method == "POST" and form.is_valid():
        given = {"session_id": session_id, "question_id": question_id, **form.cleaned_data}
        try:
            review_answer(**given, actor=request.user, now=timezone.now())
        except Refusal as refusal:
            refused(request, refusal)
        else:
            messages.success(request, f"“{entry.version.title}” is scored.")
            return HttpResponseRedirect(back)
    context = {
        **site.each_context(request),
        "title": entry.version.title,
        "subtitle": str(entry.session.candidate),
        "entry": entry,
        "statement": render_markdown(entry.version.statement),
        "form": form,
        "back": back,
    }
    return TemplateResponse(request, "admin/review.html", context)
