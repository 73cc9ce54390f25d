"""What one test may use. Times in seconds of CPU, memory in MiB, output in KiB."""

from dataclasses import asdict, dataclass
from typing import Any, Self

MAX_SOURCE_BYTES = 256 * 1024
MAX_CASES = 1000
MAX_CASE_BYTES = 16 * 1024 * 1024
MAX_JOB_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one test run, already multiplied for the language.

    cpu_seconds decides time_limit; idle_seconds bounds wall time less CPU time less time spent waiting
    for a core; memory_mib is the peak of all the run's processes together; output_kib is stdout and
    stderr, each.
    """

    cpu_seconds: float = 2.0
    idle_seconds: float = 10.0
    memory_mib: int = 256
    output_kib: int = 1024

    def scaled(self, *, cpu: float = 1.0, memory: float = 1.0) -> Self:
        """The same limits with CPU time and memory multiplied (per language, per question)."""
        return type(self)(self.cpu_seconds * cpu, self.idle_seconds, round(self.memory_mib * memory), self.output_kib)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**data)


COMPILE_LIMITS = Limits(cpu_seconds=10.0, idle_seconds=20.0, memory_mib=1024, output_kib=64)
