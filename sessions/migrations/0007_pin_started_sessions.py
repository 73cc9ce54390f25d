"""Sessions that have started are given what their assessment says now: it is all that is known of their start."""

from typing import Any

from django.db import migrations


def pin(apps: Any, schema_editor: Any) -> None:
    started = apps.get_model("test_sessions", "TestSession").objects.filter(started_at__isnull=False)
    for assessment in apps.get_model("questions", "Assessment").objects.all():
        started.filter(assessment_id=assessment.pk).update(
            languages=assessment.languages, shows_afterwards=assessment.shows_afterwards
        )


class Migration(migrations.Migration):
    dependencies = [("test_sessions", "0006_pins_and_late_answers")]

    operations = [migrations.RunPython(pin, migrations.RunPython.noop)]
