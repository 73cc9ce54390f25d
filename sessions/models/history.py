"""What happened in a sitting."""

from django.conf import settings
from django.db import models

from sessions.models.sitting import TestSession


class SessionEvent(models.Model):
    """What happened in a session, in order: the audit and the timeline. Appended, never changed."""

    session = models.ForeignKey(TestSession, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["session", "id"], name="event_by_session")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S} {self.kind}"
