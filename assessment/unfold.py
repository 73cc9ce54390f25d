"""How the admin looks: unfold's own style with our accent, and a short menu of what the reader may see."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy


def _may(permission: str) -> Callable[[HttpRequest], bool]:
    return lambda request: bool(request.user.has_perm(permission))


def _static(path: str) -> Callable[[HttpRequest], str]:
    return lambda request: static(path)


def _link(title: str, icon: str, model: str) -> dict[str, Any]:
    """model: app_label_modelname, as in the admin's URL names."""
    app, _, name = model.rpartition("_")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{model}_changelist"),
        "permission": _may(f"{app}.view_{name}"),
    }


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Coding Engine",
    "SITE_HEADER": "Coding Engine",
    "SITE_SYMBOL": "terminal",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "6px",
    "DASHBOARD_CALLBACK": "sessions.admin.dashboard.dashboard",
    "STYLES": [_static("staff/staff.css")],
    "SCRIPTS": [_static("staff/staff.js")],
    "COLORS": {
        "primary": {
            "50": "oklch(0.97 0.014 275)",
            "100": "oklch(0.94 0.03 275)",
            "200": "oklch(0.88 0.06 275)",
            "300": "oklch(0.80 0.10 275)",
            "400": "oklch(0.72 0.14 275)",
            "500": "oklch(0.62 0.18 275)",
            "600": "oklch(0.55 0.19 275)",
            "700": "oklch(0.48 0.18 275)",
            "800": "oklch(0.41 0.15 275)",
            "900": "oklch(0.35 0.12 275)",
            "950": "oklch(0.26 0.09 275)",
        }
    },
    "SIDEBAR": {
        "show_search": True,
        "navigation": [
            {
                "items": [{"title": "Overview", "icon": "dashboard", "link": reverse_lazy("admin:index")}],
            },
            {
                "title": "Tests",
                "items": [
                    _link("Questions", "quiz", "questions_question"),
                    _link("Assessments", "assignment", "questions_assessment"),
                ],
            },
            {
                "title": "People",
                "items": [
                    _link("Candidates", "group", "test_sessions_candidate"),
                    _link("Invitations", "mail", "test_sessions_invitation"),
                    _link("Sessions", "timer", "test_sessions_testsession"),
                    _link("Submissions", "code", "test_sessions_submission"),
                    _link("Drafts", "edit_note", "test_sessions_draft"),
                    _link("Time given", "more_time", "test_sessions_adjustment"),
                    _link("Outages", "cloud_off", "test_sessions_outage"),
                    _link("Events", "history", "test_sessions_sessionevent"),
                ],
            },
            {
                "title": "Machine room",
                "items": [
                    _link("Runs", "play_circle", "executor_run"),
                    _link("Case sets", "dataset", "executor_caseset"),
                    _link("API keys", "key", "test_sessions_apikey"),
                    _link("Staff", "badge", "auth_user"),
                ],
            },
        ],
    },
}
