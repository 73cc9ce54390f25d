"""Write the tables of docs/performance.md from bench/results/: what stands between a table's two marks is replaced.

python -m bench.report
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from bench.machine import RESULTS

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
LANGUAGES = {"python": "Python", "javascript": "JavaScript", "cpp": "C++", "java": "Java", "csharp": "C#"}
RATIO_BARS = {"python": 0.25, "javascript": 0.4, "cpp": 0.3, "java": 0.3, "csharp": 0.5}
BARRED_TESTS, FIRST_BYTE_BAR_MS, OVERHEAD_BARS_MS = 10, 15, (3, 10)
BUSY_LOAD_A_CORE = 1.5  # at the start; the question before this one was one process a core at most
PER_SECOND_BARS = {"shared": 40, "candidate": 15}

Result = Mapping[str, Any]


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table: the first column to the left, the others to the right."""
    names = list(head)
    lines = [names, ["---", *["---:"] * (len(names) - 1)], *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def verdict_latency(result: Result) -> str:
    head = (
        "",
        "tests",
        "naked ms",
        "sandbox ms",
        "ratio",
        "p10–p90",
        "bar",
        "compile ms",
        "compiled before ms",
        "CPU ms",
    )
    return table(head, map(_latency_row, sorted(result["figures"], key=_order)))


def _order(row: Result) -> tuple[int, int]:
    return list(LANGUAGES).index(row["language"]), row["tests"]


def _latency_row(row: Result) -> Iterable[object]:
    ratio, cached = row["ratio"], row["cached_ms"]
    bar = f"≤ {RATIO_BARS[row['language']]}" if row["tests"] == BARRED_TESTS else ""
    yield from (LANGUAGES[row["language"]], row["tests"], f"{row['naked_ms']['p50']:.0f}")
    yield from (f"{row['sandbox_ms']['p50']:.0f}", f"**{ratio['p50']:.2f}**", f"{ratio['p10']:.2f}–{ratio['p90']:.2f}")
    yield from (bar, f"{row['compile_ms']:.0f}" if row["compile_ms"] else "")
    yield from (f"{cached['p50']:.0f}" if cached else "", row["cpu_ms"])


def test_overhead(result: Result) -> str:
    head = (
        "",
        "naked p50 ms",
        "p99",
        "test p50",
        "p99",
        "beyond it p50",
        "beyond it p99",
        "outside the agent p50",
        "p99",
    )
    return table(head, map(_overhead_row, result["figures"]))


def _overhead_row(row: Result) -> Iterable[object]:
    yield LANGUAGES[row["language"]]
    for name in ("own_ms", "test_ms", "beyond_own_ms", "beyond_agent_ms"):
        yield from (f"{row[name]['p50']:.1f}", f"{row[name]['p99']:.1f}")


def first_byte(result: Result) -> str:
    rows = []
    for row in result["figures"]:
        name = LANGUAGES[row["language"]] + (", compiled before" if row["compiled_before"] else "")
        spread = row["claim_to_first_byte_ms"]
        rows.append((name, f"{spread['p50']:.1f}", f"{spread['p10']:.1f}–{spread['p90']:.1f}"))
    return table(("", "ms, p50", "p10–p90"), rows)


def throughput(result: Result) -> str:
    head = (
        "scope",
        "in flight",
        "per second",
        "bar",
        "verdict p50 ms",
        "p95",
        "CPU s each",
        "boxes",
        "worker, queue",
        "engine",
    )
    rows = [
        (
            " ".join(filter(None, (row["scope"], row.get("visit")))),
            row["in_flight"],
            f"**{row['per_second']:.1f}**",
            f"≥ {PER_SECOND_BARS[row['scope']]}" if row["scope"] in PER_SECOND_BARS and row["in_flight"] > 1 else "",
            row["verdict_ms"]["p50"],
            row["verdict_ms"]["p95"],
            f"{row['cpu_seconds_each']:.3f}",
            f"{row['of_which_containers']:.3f}",
            f"{row['of_which_worker_and_queue']:.3f}",
            f"{row['of_which_engine']:.3f}",
        )
        for row in result["figures"]
    ]
    return table(head, rows)


def box_memory(result: Result) -> str:
    rows = [
        (LANGUAGES[row["language"]], row["ready_mib"], row["used_mib"], row["engine_mib"]) for row in result["figures"]
    ]
    return table(("", "ready MiB", "after runs MiB", "the engine's process beside it MiB"), rows)


def fair_limits(result: Result) -> str:
    head = (
        "",
        "programs",
        "beyond the limit",
        "differing verdicts",
        "share of the limit used",
        "wall time, busy ÷ alone",
    )
    rows = []
    for row in result["figures"]:
        used = f"{row['alone_used'][0]:.2f}–{row['alone_used'][2]:.2f}"
        name, differing = LANGUAGES[row["language"]], f"**{row['differing']}**"
        rows.append((name, row["programs"], row["over"], differing, used, row["wall_growth"]))
    return table(head, rows)


TABLES: dict[str, Callable[[Result], str]] = {
    "verdict_latency": verdict_latency,
    "test_overhead": test_overhead,
    "first_byte": first_byte,
    "throughput": throughput,
    "box_memory": box_memory,
    "fair_limits": fair_limits,
}


def measured_on(result: Result) -> str:
    """The line under a table."""
    machine = result["machine"]
    load = machine.get("load_at_start", machine["load"])[0]
    facts = [
        f"commit {machine['commit']}",
        machine["at"][:16].replace("T", " "),
        f"{machine['cores']} × {machine['cpu']}",
        f"Linux {machine['kernel']}",
        f"load {load}",
    ]
    if load > BUSY_LOAD_A_CORE * machine["cores"]:
        facts.append("**a busy machine: of these figures only ratios taken side by side mean anything**")
    return f"<sub>{result['sandbox']}; {', '.join(facts)}</sub>"


def filled(page: str, results: Mapping[str, Result]) -> str:
    """The page with each `<!-- table NAME -->` … `<!-- end -->` made anew; a table without a result stays as it is."""

    def replace(match: re.Match[str]) -> str:
        result = results.get(match[1])
        if result is None:
            return match[0]
        body = f"{TABLES[result['question']](result)}\n\n{measured_on(result)}"
        return f"<!-- table {match[1]} -->\n{body}\n<!-- end -->"

    return re.sub(r"<!-- table ([\w-]+) -->\n.*?<!-- end -->", replace, page, flags=re.DOTALL)


def main() -> None:
    found = {path.stem: json.loads(path.read_text()) for path in sorted(RESULTS.glob("*.json"))}
    ours = {name: result for name, result in found.items() if result.get("question") in TABLES}
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), ours), encoding="utf-8")


if __name__ == "__main__":
    main()
