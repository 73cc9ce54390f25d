"""Paths of candidates, sessions, answers and results; those below /api, and those below /proxy."""

from django.urls import path

from sessions import api, api_answers, api_candidates, api_marks, api_playground, api_practice, api_signals

CANDIDATE = "test-session/<str:candidate_id>"

urlpatterns = [
    path("candidates", api_candidates.CandidatesView.as_view(), name="candidates"),
    path("candidates/<str:candidate_id>", api_candidates.CandidateView.as_view(), name="candidate"),
    path("invitations", api_candidates.InvitationsView.as_view(), name="invitations"),
    path("invitations/<uuid:invitation_id>", api_candidates.InvitationView.as_view(), name="invitation-api"),
    path("invitations/<uuid:invitation_id>/renew", api_candidates.RenewView.as_view(), name="invitation-renew"),
    path("test-session", api.StartView.as_view(), name="session-start"),
    path("test-session/active", api.ActiveView.as_view(), name="sessions-active"),
    path("test-session/abandoned", api.AbandonedView.as_view(), name="sessions-abandoned"),
    path(CANDIDATE, api.SessionView.as_view(), name="session"),
    path(f"{CANDIDATE}/heartbeat", api.HeartbeatView.as_view(), name="session-heartbeat"),
    path(f"{CANDIDATE}/activity", api.ActivityView.as_view(), name="session-activity"),
    path(f"{CANDIDATE}/progress", api.ProgressView.as_view(), name="session-progress"),
    path(f"{CANDIDATE}/complete", api.CompleteView.as_view(), name="session-complete"),
    path(f"{CANDIDATE}/abandon", api.AbandonView.as_view(), name="session-abandon"),
    path(f"{CANDIDATE}/lease", api.LeaseView.as_view(), name="session-lease"),
    path(f"{CANDIDATE}/drafts/<uuid:question_id>", api.DraftView.as_view(), name="session-draft"),
    path(f"{CANDIDATE}/signals", api_signals.SignalsView.as_view(), name="session-signals"),
    path(f"{CANDIDATE}/questions/<uuid:question_id>/mark", api_marks.MarkView.as_view(), name="session-mark"),
    path(f"{CANDIDATE}/snapshot", api.SnapshotView.as_view(), name="session-snapshot"),
    path(f"{CANDIDATE}/result", api.ResultView.as_view(), name="session-result"),
    path("submissions", api_answers.SubmissionsView.as_view(), name="submissions"),
    path("submissions/<uuid:submission_id>", api_answers.SubmissionView.as_view(), name="submission"),
    path("runs", api_answers.RunsView.as_view(), name="runs"),
    path("runs/check", api_answers.CheckView.as_view(), name="run-check"),
    path("runs/practice", api_practice.PracticeView.as_view(), name="run-practice"),
    path("runs/<uuid:run_id>", api_answers.RunView.as_view(), name="run"),
    path("results", api_answers.ResultsView.as_view(), name="results"),
]

proxy_urlpatterns = [
    path("execute", api_playground.ExecuteView.as_view(), name="execute"),
    path("health", api_playground.ProxyHealthView.as_view(), name="proxy-health"),
]
