"""The three groups of staff and what each may do. Made again after every migrate; never removes what was added."""

from typing import Any

from django.apps import apps

ALL = ("add", "change", "delete", "view")
VIEW = ("view",)
KEEP = ("add", "change", "view")

RECRUITER: dict[str, tuple[str, ...]] = {
    "questions.question": ALL,
    "questions.questionversion": VIEW,
    "questions.testcase": ALL,
    "questions.choice": ALL,
    "questions.startercode": ALL,
    "questions.referencesolution": ALL,
    "questions.assessment": ALL,
    "questions.section": ALL,
    "questions.pool": ALL,
    "questions.sectionquestion": ALL,
    "test_sessions.candidate": KEEP,
    "test_sessions.invitation": KEEP,
    "test_sessions.testsession": ("change", "view"),
    "test_sessions.submission": VIEW,
    "test_sessions.sessionevent": VIEW,
    "test_sessions.adjustment": ("add", "view"),
    "test_sessions.outage": VIEW,
    "test_sessions.draft": VIEW,
    "test_sessions.sessionquestion": ("change", "view"),
    "executor.run": VIEW,
}
REVIEWER: dict[str, tuple[str, ...]] = dict.fromkeys(
    [
        "questions.question",
        "questions.assessment",
        "test_sessions.candidate",
        "test_sessions.testsession",
        "test_sessions.submission",
        "test_sessions.sessionevent",
        "test_sessions.draft",
        "test_sessions.sessionquestion",
    ],
    VIEW,
) | {"test_sessions.sessionquestion": ("change", "view")}  # to score what a computer cannot
ADMIN = RECRUITER | {
    "test_sessions.apikey": ALL,
    "test_sessions.candidate": ALL,
    "test_sessions.invitation": ALL,
    "executor.run": ("change", "view"),
    "executor.caseset": VIEW,
    "auth.user": KEEP,
    "auth.group": VIEW,
}
GROUPS: dict[str, dict[str, tuple[str, ...]]] = {"admin": ADMIN, "recruiter": RECRUITER, "reviewer": REVIEWER}


def make_groups(**_: Any) -> None:
    """Give each group its permissions. Does nothing until every app's permissions are there."""
    from django.contrib.auth.models import Group, Permission

    found = {f"{p.content_type.app_label}.{p.codename}": p for p in Permission.objects.select_related("content_type")}
    if "test_sessions.view_testsession" not in found or not apps.is_installed("django.contrib.auth"):
        return
    for name, models in GROUPS.items():
        wanted = [
            found[f"{label}.{verb}_{model}"]
            for label, model in (key.split(".") for key in models)
            for verb in models[f"{label}.{model}"]
            if f"{label}.{verb}_{model}" in found
        ]
        Group.objects.get_or_create(name=name)[0].permissions.add(*wanted)
