"""The page of figures says what the result files say, and each question's figures have their table."""

import json

from bench.fair_limits import LEAST, MOST, needs
from bench.machine import RESULTS, percentile
from bench.report import PAGE, TABLES, filled
from executor.core.verdicts import Verdict

RESULT = {
    "question": "box_memory",
    "sandbox": "docker",
    "machine": {
        "commit": "abc",
        "at": "2026-03-02T09:00:00+00:00",
        "cores": 2,
        "cpu": "A",
        "kernel": "6",
        "load": [0.1],
    },
    "figures": [{"language": "cpp", "ready_mib": 5.4, "used_mib": 7.1, "engine_mib": 3.2}],
}


def test_a_table_is_made_anew_between_its_marks_and_nowhere_else() -> None:
    page = "before\n<!-- table one -->\nold\n<!-- end -->\nbetween\n<!-- table two -->\nkept\n<!-- end -->\nafter\n"
    made = filled(page, {"one": RESULT})
    assert "| C++ | 5.4 | 7.1 | 3.2 |" in made
    assert "old" not in made
    assert made.startswith("before\n<!-- table one -->\n")
    assert made.endswith("<!-- end -->\nbetween\n<!-- table two -->\nkept\n<!-- end -->\nafter\n")
    assert filled(made, {"one": RESULT}) == made


def test_the_page_shows_the_results_that_are_kept() -> None:
    results = {path.stem: json.loads(path.read_text()) for path in RESULTS.glob("*.json")}
    ours = {name: result for name, result in results.items() if result.get("question") in TABLES}
    page = PAGE.read_text(encoding="utf-8")
    assert filled(page, ours) == page, "run python -m bench.report"
    assert {name for name in ours if f"<!-- table {name} -->" not in page} == set()
    assert {name.rpartition("-")[0] for name in ours} == {result["question"] for result in ours.values()}


def test_the_programs_of_fair_limits_lie_between_their_shares() -> None:
    found = needs(200, ["python", "cpp", "javascript", "csharp", "java"])
    within = [need.share for need in found if need.expected is Verdict.ACCEPTED]
    assert len(within) == 200
    assert (min(within), round(max(within), 6)) == (LEAST, MOST)
    assert {need.language for need in found if need.expected is Verdict.TIME_LIMIT} >= {"python", "cpp"}


def test_a_percentile_lies_between_its_neighbours() -> None:
    assert [percentile([4.0, 1.0, 3.0, 2.0], share) for share in (0, 0.5, 1)] == [1.0, 2.5, 4.0]
    assert percentile([7.0], 0.99) == 7.0
