"""No verdict depends on how busy the machine is: a short form of `python -m bench.fair_limits`."""

import statistics

import pytest

from bench.fair_limits import SHARES, compare
from conftest import require
from executor.core.sandbox import BoxFault
from executor.core.verdicts import Verdict
from executor.tests.hostile_sandboxes import opened

pytestmark = pytest.mark.sandbox
PROGRAMS, RIVALS_A_CORE = 5, 2


@pytest.mark.parametrize("name", ["bubblewrap", pytest.param("docker", marks=pytest.mark.docker)])
def test_a_saturated_machine_changes_no_verdict(name: str) -> None:
    with opened(name) as running:
        try:
            languages = [each for each in SHARES if each in running.sandbox.probe().languages]
        except BoxFault as fault:
            require(False, f"the {name} sandbox: {fault}")
        found = list(compare(running.sandbox, PROGRAMS, languages, RIVALS_A_CORE))
    wrong = [
        (need, alone.verdict, alone.cpu_ms, busy.verdict, busy.cpu_ms)
        for need, alone, busy in found
        if {alone.verdict, busy.verdict} != {need.expected}
    ]
    assert not wrong
    waited = statistics.median(busy.wall_ms / busy.cpu_ms for _, _, busy in found)
    assert waited > 1.3, "the machine was not busy: this run proves nothing"
    used = [
        alone.cpu_ms / 1000 / need.limits.cpu_seconds for need, alone, _ in found if need.expected is Verdict.ACCEPTED
    ]
    assert min(used) > 0.5, "a program needed less of its limit than it should: this run proves nothing"
