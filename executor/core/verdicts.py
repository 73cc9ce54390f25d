"""The list of verdicts: what can be said about one test, or about a whole run."""

from enum import StrEnum


class Verdict(StrEnum):
    """How a test (or a run, by its first failing test) ended. The values are part of the API."""

    ACCEPTED = "accepted"
    WRONG_ANSWER = "wrong_answer"
    TIME_LIMIT = "time_limit"  # CPU time of the run's processes
    IDLE_LIMIT = "idle_limit"  # waited too long without computing
    MEMORY_LIMIT = "memory_limit"
    OUTPUT_LIMIT = "output_limit"
    RUNTIME_ERROR = "runtime_error"  # non-zero exit code, or killed by a signal of its own making
    COMPILE_ERROR = "compile_error"
    INTERNAL_ERROR = "internal_error"  # ours, never the candidate's: retried, then shown to staff, never scored

    @property
    def is_final(self) -> bool:
        """False for a fault of ours, which is judged again and never scored."""
        return self is not Verdict.INTERNAL_ERROR


def overall(verdicts: list[Verdict]) -> Verdict:
    """The verdict of a run: ours first (nothing may be scored), else the first test's that failed."""
    if Verdict.INTERNAL_ERROR in verdicts:
        return Verdict.INTERNAL_ERROR
    return next((v for v in verdicts if v is not Verdict.ACCEPTED), Verdict.ACCEPTED)
