"""Remove test data that nothing names any more."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.db.models import Exists, ManyToOneRel, OuterRef, QuerySet
from django.utils import timezone

from executor.models import CaseSet

AT_ONCE = 200


class Command(BaseCommand):
    help = "Remove case sets older than a day that no version and no run names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count them")
        parser.add_argument("--older-than-hours", type=float, default=24.0)

    def handle(self, *args: Any, dry_run: bool, older_than_hours: float, **options: Any) -> None:
        unused = _unused().filter(created_at__lt=timezone.now() - timedelta(hours=older_than_hours))
        if dry_run:
            self.stdout.write(f"{unused.count()} case sets would be removed.")
            return
        removed = 0
        while some := _remove_some(unused):
            removed += some
        self.stdout.write(f"{removed} case sets removed.")


def _unused() -> QuerySet[CaseSet]:
    """Case sets that no foreign key points to, whichever app it belongs to."""
    unused = CaseSet.objects.all()
    for link in CaseSet._meta.get_fields(include_hidden=True):
        if isinstance(link, ManyToOneRel):
            naming = link.related_model._base_manager.filter(**{link.field.name: OuterRef("pk")})
            unused = unused.filter(~Exists(naming))
    return unused


def _remove_some(unused: QuerySet[CaseSet]) -> int:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # Waits for whoever has just found a case set and is about to name it; SQLite has one writer anyway.
            with connection.cursor() as cursor:
                cursor.execute(
                    f"LOCK TABLE {connection.ops.quote_name(CaseSet._meta.db_table)} IN ACCESS EXCLUSIVE MODE"
                )
        names = list(unused.values_list("pk", flat=True)[:AT_ONCE])
        return CaseSet.objects.filter(pk__in=names).delete()[0]
