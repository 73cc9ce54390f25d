"""What a candidate's browser has to load: all the scripts together, vim's keys too, in at most 300 kB gzipped."""

import gzip
import re

from assessment.tests.live_server import ROOT

BUNDLE = ROOT / "assessment/static/bundle"
MOST = 300_000  # bytes
STAFF = {"board.js"}


def test_all_scripts_of_a_candidate_fit_into_300_kb() -> None:
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in BUNDLE.glob("*.js")}
    assert sizes.keys() > STAFF
    assert sum(size for name, size in sizes.items() if name not in STAFF) <= MOST, sizes


def test_vim_comes_on_demand_alone_and_nothing_else_is_a_chunk() -> None:
    workspace = (BUNDLE / "workspace.js").read_text()
    static = set(re.findall(r'(?:from|import)\s*"\./([\w.-]+)"', workspace))
    on_demand = set(re.findall(r'import\("\./([\w.-]+)"\)', workspace))
    assert (static, on_demand) == ({"codemirror.js"}, {"vim.js"})
    assert {path.name for path in BUNDLE.glob("*.js")} == {
        *("boot.js", "check.js", "receipt.js", "board.js", "workspace.js", "codemirror.js", "vim.js", "playback.js"),
    }
