"""Say whether candidates' code can run here, in what, and what is missing."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from executor.core.languages import LANGUAGES
from executor.core.sandbox import BoxFault, SandboxInfo
from executor.errors import Refusal
from executor.sandboxes.choose import choose


class Command(BaseCommand):
    help = "Which sandbox, which languages, which protections; what is missing. Exits with 1 when code cannot run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sandbox = choose()
            info = sandbox.probe()
            sandbox.close()
        except (Refusal, BoxFault) as broken:
            self._fail(str(broken), options["json"])
            return
        absent = [name for name in LANGUAGES if name not in info.languages]
        if options["json"]:
            self.stdout.write(json.dumps(_facts(info, absent), indent=2))
        else:
            self._tell(info, absent)
        if not info.languages:
            raise CommandError("no language works in this sandbox", returncode=1)

    def _fail(self, reason: str, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"ok": False, "reason": reason}))
        raise CommandError(
            f"Code cannot run here. {reason}\nInstall bubblewrap (apt-get install bubblewrap), or start Docker and run "
            "scripts/build-sandbox-image. There is no way to run code without a sandbox.",
            returncode=1,
        )

    def _tell(self, info: SandboxInfo, absent: list[str]) -> None:
        self.stdout.write(f"sandbox      {info.name}")
        for name, version in info.languages.items():
            self.stdout.write(f"{name:<12} {version}")
        for name, state in info.protections.items():
            self.stdout.write(f"{name:<12} {state}")
        for name in absent:
            self.stdout.write(f"missing      {name}: not in this sandbox, so no page offers it")
        for sentence in info.missing:
            self.stdout.write(f"missing      {sentence}")


def _facts(info: SandboxInfo, absent: list[str]) -> dict[str, Any]:
    return {
        "ok": bool(info.languages),
        "sandbox": info.name,
        "languages": dict(info.languages),
        "absent": absent,
        "protections": dict(info.protections),
        "missing": list(info.missing),
    }
