from django.apps import AppConfig


class TestSessionsConfig(AppConfig):
    """The folder's name collides with django.contrib.sessions, so the label differs (docs/architecture.md)."""

    __test__ = False

    name = "sessions"
    label = "test_sessions"
    verbose_name = "Sessions"
    default_auto_field = "django.db.models.BigAutoField"
