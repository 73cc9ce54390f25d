"""Precompiled C++ headers: which sources take them, and that a program means the same with and without."""

import re
import time
from collections.abc import Iterator

import pytest

from conftest import require
from executor.core.cpp_source import headers_of
from executor.core.job import Case, Job, Report
from executor.core.judge import judge
from executor.core.limits import Limits
from executor.core.sandbox import Sandbox
from executor.core.verdicts import Verdict
from executor.sandboxes.headers import HeaderCache, cache_folder
from executor.tests.both_ways import real_sandbox

BITS = "#include <bits/stdc++.h>\n"


@pytest.mark.parametrize(
    ("source", "headers"),
    [
        (BITS + "int main() {}", "lean"),
        ("\ufeff// a\n/* b **/ /* c\n*/\n  # include <bits/stdc++.h>\nint main() {}", "lean"),
        (BITS + 'auto f() { return std::format("{}", 1); }', "full"),
        (BITS + "using namespace std::chrono;", "full"),
        (BITS + "using namespace std::literals;", "full"),
        (BITS + "#ifdef __cpp_lib_ranges\n#endif", "full"),
        (BITS + "int main() { std::thread t([] {}); t.join(); }", "full"),
        (BITS + "using namespace std;\nint barrier;\nint main() { return barrier; }", "full"),
        ("#include <iostream>\n" + BITS, ""),
        ("#define int long long\n" + BITS, ""),
        ('#pragma GCC target("avx2")\n' + BITS, ""),
        ("int x;\n" + BITS, ""),
        ("// " + BITS, ""),
        ("/* " + BITS + "*/", ""),
        ("", ""),
        ("#include <iostream>\nint main() {}", ""),
    ],
)
def test_which_headers_suit_a_source(source: str, headers: str) -> None:
    assert headers_of(source) == headers


@pytest.mark.parametrize("piece", ["/*", "//\n", "/**/", "*", " ", "#", "# include <bits/stdc++.h", "/* *"])
def test_a_hostile_source_is_looked_at_in_linear_time(piece: str) -> None:
    started = time.monotonic()
    headers_of(piece * (256 * 1024 // len(piece)))
    assert time.monotonic() - started < 2


PROGRAMS = {  # source, expected output
    "lean": (BITS + "using namespace std;\nint main() { int a, b; cin >> a >> b; cout << a + b; }", "5"),
    "thread": (BITS + "int main() { std::thread t([] { std::cout << 3; }); t.join(); }", "3"),
    "mutex": (BITS + "std::mutex m;\nint main() { std::lock_guard<std::mutex> l(m); std::cout << 4; }", "4"),
    "format": (BITS + 'int main() { std::cout << std::format("{:03}", 7); }', "007"),
    "calendar": (BITS + "using namespace std;\nint main() { auto y = 2024y; cout << y.is_leap(); }", "1"),
    "own function of a name in the library": (
        BITS
        + "using namespace std;\nstring format(int x) { return to_string(x); }\nint main() { cout << ::format(4); }",
        "4",
    ),
    "pragma first": ('#pragma GCC optimize("O3")\n' + BITS + "int main() { std::cout << std::gcd(12, 18); }", "6"),
    "define first": ("#define answer 42\n" + BITS + "int main() { std::cout << answer; }", "42"),
    "threads": (BITS + "int main() { int n = 0; std::thread t([&] { n = 3; }); t.join(); std::cout << n; }", "3"),
    "ranges": (BITS + "int main() { for (int x : std::views::iota(1, 4)) std::cout << x; }", "123"),
    "regex": (BITS + 'int main() { std::cout << std::regex_match("ab", std::regex("a.")); }', "1"),
    "sleeping": (BITS + "using namespace std;\nint main() { this_thread::sleep_for(1ms); cout << 1; }", "1"),
}


@pytest.fixture(scope="module", params=["bubblewrap", "docker"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with real_sandbox(request.param, precompiled) as made:
        yield made


def precompiled() -> HeaderCache:
    headers = HeaderCache(cache_folder())
    require(headers.wait(600) is not None, "precompiled C++ headers, which g++ makes (apt-get install g++)")
    return headers


def compiled(sandbox: Sandbox, source: str) -> Report:
    case = Case("1", "2 3\n", hidden=False)
    return judge(Job("cpp", source, (case,), Limits(cpu_seconds=5, idle_seconds=20), tenant="t"), sandbox)


@pytest.mark.sandbox
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_does_the_same_with_precompiled_headers(sandbox: Sandbox, name: str) -> None:
    source, expected = PROGRAMS[name]
    report = compiled(sandbox, source)
    if "std::format" in source and re.search(r" 1[0-2]\.\d", sandbox.probe().languages["cpp"]):
        assert report.verdict is Verdict.COMPILE_ERROR  # this g++ has no <format> yet, precompiled or not
        assert "format" in report.compile_output
        return
    assert report.verdict is Verdict.ACCEPTED, report
    assert report.tests[0].stdout == expected


@pytest.mark.sandbox
@pytest.mark.parametrize(
    "mistake",
    [
        "int main() { std::cout << undeclared; }",
        "int main() { std::string s = 5; }",
        "int main() { std::vector<int> v; v.push(1) }",
        "struct S {}; int main() { std::set<S> s; s.insert(S()); }",
    ],
)
def test_what_the_compiler_says_is_the_same(sandbox: Sandbox, mistake: str) -> None:
    """Told apart only by where the header was included from, which a precompiled one does not know."""
    warm = compiled(sandbox, BITS + mistake)
    cold = compiled(sandbox, "int nothing_before_the_include_is_allowed;\n" + BITS + mistake)
    assert warm.verdict is cold.verdict is Verdict.COMPILE_ERROR
    told = cold.compile_output.replace("main.cpp:3", "main.cpp:2").splitlines()
    errors = [line for line in told if ": error: " in line]
    assert errors
    assert [line for line in warm.compile_output.splitlines() if ": error: " in line] == errors


@pytest.mark.sandbox
def test_the_headers_are_used(sandbox: Sandbox) -> None:
    """Seen by what it costs: the median of three, with and without, alternating."""
    program = "int main() { std::cout << 1; }"
    warm, cold = [], []
    for n in range(3):
        warm.append(compiled(sandbox, f"{BITS}{program} // {n}").cpu_ms)
        cold.append(compiled(sandbox, f"int x;\n{BITS}{program} // {n}").cpu_ms)
    assert sorted(warm)[1] < 0.6 * sorted(cold)[1], (warm, cold)
