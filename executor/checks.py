"""What `manage.py` says at once of settings that cannot be meant."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured

from executor.sandboxes.choose import wanted

SCOPES = ("candidate",)  # one box a job, and boxes shared by all, are not built yet: nobody may think they are
AT_LEAST_ONE = ("MAX_WORKERS", "EXECUTOR_QUEUE_LIMIT", "EXECUTOR_TENANT_LIMIT", "EXECUTOR_LEASE_SECONDS")


@register()
def executor_settings(**_: Any) -> list[Error]:
    """One error for each setting of the executor's that has no meaning."""
    found = []
    try:
        wanted()
    except ImproperlyConfigured as wrong:
        found.append(Error(str(wrong), id="executor.E001"))
    if settings.EXECUTOR_SCOPE not in SCOPES:
        message = f"EXECUTOR_SCOPE={settings.EXECUTOR_SCOPE!r}: the only scope so far is candidate"
        found.append(Error(message, id="executor.E002"))
    for name in AT_LEAST_ONE:
        if getattr(settings, name) < 1:
            found.append(Error(f"{name}={getattr(settings, name)}: it must be at least 1", id="executor.E003"))
    return found
