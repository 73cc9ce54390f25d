"""API keys: made once, shown once, kept as a hash."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from executor.errors import Invalid
from sessions.models import ApiKey


def secret_hash(secret: str) -> str:
    """SHA-256 is enough: the secret has 256 random bits, there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create_key(
    *, name: str, scopes: Sequence[str], expires_at: datetime | None = None, actor: Any = None
) -> tuple[ApiKey, str]:
    """Make a key; returns it and the text `prefix.secret`, which cannot be had again."""
    unknown = sorted(set(scopes) - set(ApiKey.SCOPES))
    if unknown or not scopes:
        said = f"unknown scope {unknown[0]!r}" if unknown else "at least one scope is needed"
        raise Invalid("scopes", f"{said}; there are {', '.join(ApiKey.SCOPES)}")
    if not name.strip():
        raise Invalid("name", "a name is needed")
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        name=name,
        prefix=prefix,
        secret_sha256=secret_hash(secret),
        scopes=list(scopes),
        expires_at=expires_at,
        created_by=actor,
    )
    return key, f"{prefix}.{secret}"
