"""The development secret: made once, kept outside the repository."""

import os
import secrets
from pathlib import Path


def development_secret(data_dir: Path) -> str:
    """Return the secret kept in `data_dir`, made on first use, readable by its owner only."""
    path = data_dir / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(50)
        file.write(secret)
    return secret
