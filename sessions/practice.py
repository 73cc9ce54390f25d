"""The practice question, and the page that shows it: the workspace as it is in the test, before the clock starts."""

import uuid
from datetime import datetime
from typing import Any

from executor.core.job import Case
from executor.selectors import languages_present
from questions.markdown import render_markdown
from sessions import messages, selectors
from sessions.models import TestSession

QUESTION_ID = uuid.UUID("0d9f8a52-4c1e-4b7e-9a55-5b0e6f6b7c01")
TITLE = "Practice: the sum of two numbers"
STATEMENT = """\
This question is here so that you know the page before it counts. **Nobody sees what you do here, nothing is kept, and
the clock has not started.**

Read two whole numbers from standard input and print their sum.

## To try

1. Write the missing line, or another program in the language that you are going to use.
2. **Run samples** tries it on the samples below. *Own input* tries it on what you type.
3. **Submit** judges it on hidden tests too. You may submit as often as you like.
4. Make a mistake on purpose, and look at what the page says.
"""
STARTER = {
    "python": "a, b = map(int, input().split())\n# Print the sum of a and b.\n",
    "java": (
        "import java.util.Scanner;\n\npublic class Main {\n    public static void main(String[] args) {\n"
        "        Scanner in = new Scanner(System.in);\n        long a = in.nextLong(), b = in.nextLong();\n"
        "        // Print the sum of a and b.\n    }\n}\n"
    ),
    "cpp": (
        "#include <iostream>\n\nint main() {\n    long long a, b;\n    std::cin >> a >> b;\n"
        "    // Print the sum of a and b.\n}\n"
    ),
    "javascript": (
        'const [a, b] = require("fs").readFileSync(0, "utf8").split(/\\s+/).map(Number);\n'
        "// Print the sum of a and b.\n"
    ),
    "csharp": (
        "using System;\n\nclass Program {\n    static void Main() {\n"
        "        var parts = Console.ReadLine().Split(' ');\n"
        "        long a = long.Parse(parts[0]), b = long.Parse(parts[1]);\n"
        "        // Print the sum of a and b.\n    }\n}\n"
    ),
}
CASES = (
    Case("sample-1", "1 2\n", "3\n", hidden=False, points=0),
    Case("sample-2", "-5 5\n", "0\n", hidden=False, points=0),
    Case("hidden-1", "2000000000 2000000000\n", "4000000000\n", hidden=True, points=1),
    Case("hidden-2", "-17 4\n", "-13\n", hidden=True, points=1),
)


def practice_snapshot(session: TestSession, now: datetime) -> messages.Snapshot:
    """What the workspace shows: the session's own snapshot, with the practice question in place of its questions."""
    allowed = session.assessment.languages
    return {
        **selectors.snapshot(session, now),
        "deadline": None,
        "questions": [_question([name for name in languages_present() if not allowed or name in allowed])],
    }


def _question(languages: list[str]) -> messages.QuestionState:
    samples: Any = [
        {"name": case.id, "input": case.input, "expected_output": case.expected} for case in CASES if not case.hidden
    ]
    return {
        "id": str(QUESTION_ID),
        "kind": "code",
        "order": 0,
        "section": "",
        "title": TITLE,
        "difficulty": "easy",
        "weight": 0.0,
        "statement_html": render_markdown(STATEMENT),
        "cpu_seconds": 2.0,
        "memory_mib": 256,
        "languages": languages,
        "choices": [],
        "marked": False,
        "starter": STARTER,
        "samples": samples,
        "tests": len(CASES),
        "drafts": [],
        "submissions": [],
        "state": "untouched",
    }
