from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AssessmentConfig(AppConfig):
    name = "assessment"

    def ready(self) -> None:
        from assessment.groups import make_groups

        # Permissions do not exist yet inside a data migration, so this is the one signal we use.
        post_migrate.connect(make_groups, dispatch_uid="assessment.make_groups")
