"""What a candidate is told of a verdict: one sentence, no blame, and nothing of hidden data."""

from executor.core.limits import Limits
from executor.core.sandbox import Outcome, Stop
from executor.core.verdicts import Verdict

INTERNAL = "We could not judge this run. It is our fault, not your program's, and it is not scored."

_SIGNALS = {
    "SIGSEGV": "it used memory that is not its own, or its stack overflowed",
    "SIGBUS": "it used memory that is not its own",
    "SIGFPE": "it divided by zero, or overflowed",
    "SIGABRT": "it aborted itself",
    "SIGILL": "it ran into an instruction that does not exist",
    "SIGSYS": "it asked the system for something that is not allowed",
    "SIGXFSZ": "it wrote a file that is too large",
    "SIGKILL": "it was killed",
}


def about(verdict: Verdict, outcome: Outcome, limits: Limits, *, hidden: bool) -> str:
    """The sentence for one test's verdict."""
    match verdict:
        case Verdict.ACCEPTED:
            return ""
        case Verdict.WRONG_ANSWER:
            if not hidden and not outcome.stdout.strip():
                return "Your program printed nothing."
            return "Your program's output is not the expected output."
        case Verdict.TIME_LIMIT:
            return f"Your program used more than {_number(limits.cpu_seconds)} s of processor time."
        case Verdict.IDLE_LIMIT:
            return (
                f"Your program waited for more than {_number(limits.idle_seconds)} s without computing. "
                "Does it sleep, or wait for something that never comes?"
            )
        case Verdict.MEMORY_LIMIT:
            return f"Your program used more than {limits.memory_mib} MiB of memory."
        case Verdict.OUTPUT_LIMIT:
            return f"Your program printed more than {limits.output_kib} KiB."
        case Verdict.RUNTIME_ERROR:
            return _crashed(outcome, hidden=hidden)
        case _:
            return INTERNAL


def compile_failed(outcome: Outcome | None, limits: Limits) -> str:
    """The sentence for a source that did not compile."""
    match outcome.stop if outcome else Stop.EXITED:
        case Stop.TIME:
            return f"Compiling your program took more than {_number(limits.cpu_seconds)} s of processor time."
        case Stop.IDLE:
            return f"Compiling your program stood still for more than {_number(limits.idle_seconds)} s."
        case Stop.MEMORY:
            return f"Compiling your program took more than {limits.memory_mib} MiB of memory."
        case Stop.OUTPUT:
            return f"The compiler had more than {limits.output_kib} KiB to say about your program."
        case _:
            return "Your program does not compile."


def _crashed(outcome: Outcome, *, hidden: bool) -> str:
    if hidden:
        return "Your program ended with an error."
    if outcome.signal is None:
        return f"Your program ended with exit code {outcome.exit_code}."
    why = _SIGNALS.get(outcome.signal)
    return f"Your program was ended by {outcome.signal}" + (f": {why}." if why else ".")


def _number(value: float) -> str:
    return f"{value:g}"
