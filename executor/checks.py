"""What `manage.py` says at once of settings that cannot be meant."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured

from executor.core.languages import LANGUAGES
from executor.sandboxes.choose import wanted
from executor.sandboxes.pool import Scope

NOT_NEGATIVE = ("EXECUTOR_MEMORY_MIB", "EXECUTOR_BOXES", "EXECUTOR_WARM_BOXES")
AT_LEAST_ONE = (
    "MAX_WORKERS",
    "EXECUTOR_QUEUE_LIMIT",
    "EXECUTOR_TENANT_LIMIT",
    "EXECUTOR_LEASE_SECONDS",
    "EXECUTOR_IDLE_SECONDS",
)


@register()
def executor_settings(**_: Any) -> list[Error]:
    """One error for each setting of the executor's that has no meaning."""
    found = []
    try:
        wanted()
    except ImproperlyConfigured as wrong:
        found.append(Error(str(wrong), id="executor.E001"))
    if settings.EXECUTOR_SCOPE not in list(Scope):
        message = f"EXECUTOR_SCOPE={settings.EXECUTOR_SCOPE!r}: it must be one of {', '.join(Scope)}"
        found.append(Error(message, id="executor.E002"))
    unknown = [name for name in settings.EXECUTOR_WARM_LANGUAGES if name not in LANGUAGES]
    if unknown:
        message = f"EXECUTOR_WARM_LANGUAGES={unknown[0]}: there are {', '.join(LANGUAGES)}"
        found.append(Error(message, id="executor.E004"))
    for name in AT_LEAST_ONE:
        if getattr(settings, name) < 1:
            found.append(Error(f"{name}={getattr(settings, name)}: it must be at least 1", id="executor.E003"))
    for name in NOT_NEGATIVE:
        if getattr(settings, name) < 0:
            found.append(Error(f"{name}={getattr(settings, name)}: it must not be negative", id="executor.E005"))
    return found
