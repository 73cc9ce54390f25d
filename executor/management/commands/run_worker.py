"""Judge runs until told to stop."""

import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from executor.worker import Worker


class Command(BaseCommand):
    help = "Claim runs and judge them until SIGTERM or Ctrl-C; the runs under way are finished first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slots", type=int, default=settings.MAX_WORKERS, help="runs at once (MAX_WORKERS)")

    def handle(self, *args: Any, slots: int, **options: Any) -> None:
        worker = Worker(slots=slots)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: worker.request_stop())
        worker.start()
        self.stdout.write(f"Worker {worker.name} with {slots} slots. Stop with Ctrl-C.")
        worker.wait()
        self.stdout.write("Finishing the runs under way …")
        worker.stop()
