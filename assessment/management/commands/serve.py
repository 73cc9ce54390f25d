"""Serve HTTP and WebSockets with Daphne on HOST and PORT."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Serve on HOST:PORT (defaults 127.0.0.1:8000), with the embedded workers unless EMBEDDED=0."

    def handle(self, *args: Any, **options: Any) -> None:
        from daphne.cli import CommandLineInterface

        CommandLineInterface().run(
            ["--bind", settings.HOST, "--port", str(settings.PORT), "--no-server-name", "assessment.asgi:application"]
        )
