"""Apply what time changes: timeouts, deadlines, pending results."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sessions.services.sweeping import Sweeper, sweep


class Command(BaseCommand):
    help = "Sweep sessions until told to stop; with --once, one sweep."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one sweep, then exit")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        if once:
            self.stdout.write(f"{sweep(now=timezone.now())} sessions changed.")
            return
        sweeper = Sweeper()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: sweeper.request_stop())
        self.stdout.write("Sweeping. Stop with Ctrl-C.")
        sweeper.run()
