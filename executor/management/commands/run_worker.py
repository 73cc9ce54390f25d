"""Judge runs until told to stop."""

import signal
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from executor.worker import Worker


class Command(BaseCommand):
    help = "Claim runs and judge them until SIGTERM or Ctrl-C; the runs under way are finished first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slots", type=int, default=settings.MAX_WORKERS, help="runs at once (MAX_WORKERS)")

    def handle(self, *args: Any, slots: int, **options: Any) -> None:
        # The handler only raises: one that took a lock could meet the lock that it interrupted.
        for told in (signal.SIGTERM, signal.SIGINT):  # SIGINT too: a shell's background ignores it
            signal.signal(told, signal.default_int_handler)
        worker = Worker(slots=max(1, slots))
        try:
            worker.start()
            self.stdout.write(f"Worker {worker.name} with {worker.slots} slots. Stop with Ctrl-C.")
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            self.stdout.write("Finishing the runs under way …")
        finally:
            worker.stop()
