"""Remove test data that nothing names any more."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import ProtectedError
from django.utils import timezone

from executor.models import CaseSet


class Command(BaseCommand):
    help = "Remove case sets older than a day that no version and no run names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only look through them")
        parser.add_argument("--older-than-hours", type=float, default=24.0)

    def handle(self, *args: Any, dry_run: bool, older_than_hours: float, **options: Any) -> None:
        before = timezone.now() - timedelta(hours=older_than_hours)
        old = CaseSet.objects.filter(created_at__lt=before)
        if dry_run:
            self.stdout.write(f"{old.count()} case sets are old enough to be looked at.")
            return
        removed = 0
        for case_set in old.defer("content").iterator():
            try:
                case_set.delete()
                removed += 1
            except ProtectedError:
                continue  # a run or a version needs it: the database says so
        self.stdout.write(f"{removed} case sets removed.")
