"""How the admin looks: unfold's own style with our accent and a short menu."""

from typing import Any

from django.urls import reverse_lazy


def _link(title: str, icon: str, name: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": reverse_lazy(name)}


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Coding Engine",
    "SITE_HEADER": "Coding Engine",
    "SITE_SYMBOL": "terminal",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "6px",
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
                "title": "Tests",
                "items": [
                    _link("Questions", "quiz", "admin:questions_question_changelist"),
                    _link("Assessments", "assignment", "admin:questions_assessment_changelist"),
                ],
            },
            {
                "title": "People",
                "items": [
                    _link("Candidates", "group", "admin:test_sessions_candidate_changelist"),
                    _link("Invitations", "mail", "admin:test_sessions_invitation_changelist"),
                    _link("Sessions", "timer", "admin:test_sessions_testsession_changelist"),
                    _link("Submissions", "code", "admin:test_sessions_submission_changelist"),
                ],
            },
            {
                "title": "Machine room",
                "items": [
                    _link("Runs", "play_circle", "admin:executor_run_changelist"),
                    _link("API keys", "key", "admin:test_sessions_apikey_changelist"),
                    _link("Staff", "badge", "admin:auth_user_changelist"),
                ],
            },
        ],
    },
}
