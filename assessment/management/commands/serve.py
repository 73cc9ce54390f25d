"""Serve HTTP and WebSockets with Daphne on HOST and PORT, in WEB_PROCESSES processes."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessment.processes import Processes


class Command(BaseCommand):
    help = (
        "Serve on HOST:PORT (defaults 127.0.0.1:8000), with the embedded workers unless EMBEDDED=0. "
        "WEB_PROCESSES (default 1) listen on the same port."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fd", type=int, help="a listening socket that was handed over (used by WEB_PROCESSES)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fd"] is None and settings.WEB_PROCESSES > 1:
            if not settings.REDIS_URL:
                raise CommandError("WEB_PROCESSES is above 1, and the processes need REDIS_URL to hear of each other.")
            Processes(settings.HOST, settings.PORT, settings.WEB_PROCESSES).run()
            return
        from assessment.daphne_server import ServeCommand

        where = ["--bind", settings.HOST, "--port", str(settings.PORT)]
        if options["fd"] is not None:
            where = ["--fd", str(options["fd"])]
        ServeCommand().run([*where, "--no-server-name", "assessment.asgi:application"])
