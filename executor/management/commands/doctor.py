"""Say whether candidates' code can run here, in what, and what is missing."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from executor.core.languages import LANGUAGES
from executor.core.sandbox import BoxFault, SandboxInfo
from executor.errors import Refusal
from executor.sandboxes.choose import choose

HOW = """Install bubblewrap (apt-get install bubblewrap), or start Docker and run scripts/build-sandbox-image.
Code never runs without a sandbox."""


class Command(BaseCommand):
    help = "Which sandbox, which languages, which protections; what is missing. Exits with 1 when code cannot run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sandbox, passed_over = choose()
            try:
                info = sandbox.probe()
            finally:
                sandbox.close()
        except (Refusal, BoxFault) as broken:
            facts: dict[str, Any] = {"ok": False, "reason": str(broken)}
        else:
            facts = _facts(info, passed_over)
        if options["json"]:
            self.stdout.write(json.dumps(facts, indent=2))
        elif facts["ok"]:
            self._tell(facts)
        if not facts["ok"]:
            raise CommandError(f"Code cannot run here. {facts['reason']}\n{HOW}", returncode=1)

    def _tell(self, facts: dict[str, Any]) -> None:
        self.stdout.write(f"Code runs in {facts['sandbox']}.")
        self._list("Languages", facts["languages"])
        self._list("Protections", facts["protections"])
        for title, sentences in (("Missing", facts["missing"]), ("Not used", facts["passed_over"])):
            if sentences:
                self.stdout.write("\n".join((f"\n{title}", *(f"  - {sentence}" for sentence in sentences))))

    def _list(self, title: str, pairs: dict[str, str]) -> None:
        width = max(map(len, pairs), default=0)
        self.stdout.write("\n".join((f"\n{title}", *(f"  {name:<{width}}  {said}" for name, said in pairs.items()))))


def _facts(info: SandboxInfo, passed_over: list[str]) -> dict[str, Any]:
    """{ok, reason, sandbox, languages: {name: version}, absent, protections, missing, passed_over}."""
    absent = [name for name in LANGUAGES if name not in info.languages]
    return {
        "ok": bool(info.languages),
        "reason": "" if info.languages else f"No language works in the {info.name} sandbox.",
        "sandbox": info.name,
        "languages": dict(info.languages),
        "absent": absent,
        "protections": dict(info.protections),
        "missing": [*info.missing, *(_how(name, info.name) for name in absent)],
        "passed_over": passed_over,
    }


def _how(language: str, sandbox: str) -> str:
    row = LANGUAGES[language]
    if sandbox == "bubblewrap":
        return f"{row.label} is not here, so no page offers it: apt-get install {row.packages}"
    return (
        f"{row.label} is not in the image, so no page offers it: scripts/build-sandbox-image (Debian: {row.packages})"
    )
