"""Remove test data that nothing names any more."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from executor.purging import purge_case_sets, unused_case_sets


class Command(BaseCommand):
    help = "Remove case sets older than a day that no version and no run names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count them")
        parser.add_argument("--older-than-hours", type=float, default=24.0)

    def handle(self, *args: Any, dry_run: bool, older_than_hours: float, **options: Any) -> None:
        before = timezone.now() - timedelta(hours=older_than_hours)
        if dry_run:
            self.stdout.write(f"{unused_case_sets(before=before).count()} case sets would be removed.")
            return
        self.stdout.write(f"{purge_case_sets(before=before)} case sets removed.")
