"""The memory limit is met within 10 %, whoever of a run's processes holds the memory.

What a program has beside what it holds is measured first, by a run that holds half: with it, 90 % of a limit may be
had. To hold 110 % is too much, whatever the rest is.
"""

from collections.abc import Iterator

import pytest

from conftest import require
from executor.core.job import Case, Job, TestResult
from executor.core.judge import judge
from executor.core.languages import LANGUAGES
from executor.core.limits import Limits
from executor.core.sandbox import BoxFault
from executor.core.verdicts import Verdict
from executor.tests.hostile_sandboxes import Running, opened
from executor.tests.memory_programs import HOLDING

pytestmark = pytest.mark.sandbox
LIMIT = Limits(cpu_seconds=5.0, memory_mib=128)  # of the question, before the language's multiplier


@pytest.fixture(scope="module", params=["bubblewrap", pytest.param("docker", marks=pytest.mark.docker)])
def running(request: pytest.FixtureRequest) -> Iterator[Running]:
    with opened(str(request.param)) as running:
        yield running


def held(running: Running, language: str, who: str, mib: int, limits: Limits) -> TestResult:
    """One run in which `who` ("own" or "child") holds `mib`."""
    case = Case("0", f"{who} {mib}\n", "held", hidden=False)
    scaled = LANGUAGES[language].scale(limits)
    report = judge(
        Job(language, HOLDING[language], (case,), scaled, tenant=f"{who} {limits.memory_mib}"), running.sandbox
    )
    assert report.tests, report
    return report.tests[0]


@pytest.mark.parametrize("who", ["own", "child"])
@pytest.mark.parametrize("language", HOLDING)
def test_the_limit_is_met_within_a_tenth(running: Running, language: str, who: str) -> None:
    try:
        present = running.sandbox.probe().languages
    except BoxFault as fault:
        require(False, f"the {running.name} sandbox: {fault}")
    require(language in present, f"{language} in the {running.name} sandbox")
    limit = LANGUAGES[language].scale(LIMIT).memory_mib
    half = limit // 2
    some = held(running, language, who, half, LIMIT)
    assert some.verdict is Verdict.ACCEPTED, some
    start_up = some.memory_kib / 1024 - half
    below = held(running, language, who, int(0.9 * limit - start_up), LIMIT)
    beyond = held(running, language, who, int(1.1 * limit) + 1, LIMIT)
    assert (below.verdict, beyond.verdict) == (Verdict.ACCEPTED, Verdict.MEMORY_LIMIT), (start_up, below, beyond)
