"""Forget how answers were written, once it is of no use any more."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sessions.services.history import kept_until, purge


class Command(BaseCommand):
    help = "Delete the edit history of sessions that ended EDIT_HISTORY_DAYS ago or earlier. The last texts stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=settings.EDIT_HISTORY_DAYS)

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        rows = purge(before=kept_until(timezone.now(), days))
        self.stdout.write(f"{rows} rows deleted.")
