"""manage.py create_api_key --name N [--scopes a,b] [--expires-days N]: make an integrator's key, print it once."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from executor.errors import Refusal
from sessions.models import ApiKey
from sessions.services.keys import create_key


class Command(BaseCommand):
    help = "Make an API key and print it. It is shown this once; only its hash is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="who uses it")
        parser.add_argument("--scopes", default=",".join(ApiKey.SCOPES), help="separated by commas; default: all")
        parser.add_argument("--expires-days", type=int, help="default: never")

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["expires_days"]
        if days is not None and not 1 <= days <= 36500:
            raise CommandError("--expires-days must be from 1 to 36500.")
        scopes = [scope.strip() for scope in options["scopes"].split(",") if scope.strip()]
        expires_at = timezone.now() + timedelta(days=days) if days else None
        try:
            key, text = create_key(name=options["name"], scopes=scopes, expires_at=expires_at)
        except Refusal as refusal:
            raise CommandError(refusal.detail) from refusal
        self.stdout.write(text)
        until = f", until {key.expires_at:%Y-%m-%d %H:%M} UTC" if key.expires_at else ""
        self.stderr.write(f"{key.name}: {', '.join(key.scopes)}{until}. Send it as: Authorization: Api-Key <key>")
