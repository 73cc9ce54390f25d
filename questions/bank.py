"""A bank of questions on disk, as in questions/demo: read it, and load it into the database."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from executor.core.languages import LANGUAGES
from questions.models import Question, QuestionVersion, ReferenceSolution, StarterCode, TestCase
from questions.services import free_slug, publish

DEMO = Path(__file__).resolve().parent / "demo"
ENDINGS = {".py": "python", ".java": "java", ".cpp": "cpp", ".js": "javascript", ".cs": "csharp"}
EXPECTATIONS = ("accepted", "wrong", "slow")


@dataclass(frozen=True, slots=True)
class BankTest:
    name: str
    sample: bool
    points: float
    input: str
    expected_output: str


@dataclass(frozen=True, slots=True)
class BankSolution:
    language: str
    expectation: str  # accepted | wrong | slow
    source: str


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """One folder of a bank. `content` holds the model's own fields."""

    id: uuid.UUID
    slug: str
    content: dict[str, Any]
    tests: tuple[BankTest, ...]
    starter: dict[str, str]  # by language
    solutions: tuple[BankSolution, ...]


def read_bank(folder: Path = DEMO) -> list[BankQuestion]:
    """Every question of a bank, easy ones first. ValueError or OSError where a folder is not as the README says."""
    order = ("easy", "medium", "hard")
    found = [read_question(path.parent) for path in sorted(folder.glob("*/question.json"))]
    return sorted(found, key=lambda question: order.index(question.content["difficulty"]))


def read_question(folder: Path) -> BankQuestion:
    about = json.loads(_text(folder / "question.json"))
    points = about.get("points", {})
    tests = tuple(_tests(folder / "tests", points))
    unknown = set(points) - {path.stem for path in (folder / "tests").glob("*.in")}
    if unknown:
        raise ValueError(f"{folder.name}: points for tests that are not there: {sorted(unknown)}")
    return BankQuestion(
        id=uuid.UUID(about["id"]),
        slug=folder.name,
        content={
            "title": about["title"],
            "statement": _text(folder / "statement.md"),
            "difficulty": about["difficulty"],
            "tags": about["tags"],
            "cpu_seconds": about["cpu_seconds"],
            "memory_mib": about["memory_mib"],
            "checker": about["checker"]["name"],
            "checker_options": about["checker"]["options"],
        },
        tests=tests,
        starter={_language(path): _text(path) for path in sorted((folder / "starter").iterdir())},
        solutions=tuple(_solutions(folder / "solutions")),
    )


def _tests(folder: Path, points: dict[str, float]) -> Iterator[BankTest]:
    for path in sorted(folder.glob("*.in")):
        _, kind, name = path.stem.split("-", 2)
        if kind not in {"sample", "hidden"}:
            raise ValueError(f"{path}: neither sample nor hidden")
        yield BankTest(
            name=name,
            sample=kind == "sample",
            points=float(points.get(path.stem, 0 if kind == "sample" else 1)),
            input=_text(path),
            expected_output=_text(path.with_suffix(".out")),
        )


def _solutions(folder: Path) -> Iterator[BankSolution]:
    for path in sorted(folder.iterdir()):
        if path.stem not in EXPECTATIONS:
            raise ValueError(f"{path}: a solution is called accepted, wrong or slow")
        yield BankSolution(_language(path), path.stem, _text(path))


def _language(path: Path) -> str:
    name = ENDINGS.get(path.suffix, "")
    if name not in LANGUAGES:
        raise ValueError(f"{path}: no language has this ending")
    return name


def _text(path: Path) -> str:
    return path.read_bytes().decode()


def load_question(found: BankQuestion, *, now: datetime, refresh: bool = False) -> tuple[QuestionVersion | None, bool]:
    """Bring a question into the database and publish it; returns its published version and whether it was written.

    One that is there already stays as its recruiters left it, unless `refresh`.
    """
    with transaction.atomic():
        question = Question.objects.filter(id=found.id).first()
        if question and not refresh:
            return question.published, False
        question = question or Question(id=found.id, slug=free_slug(found.slug))
        for name, value in found.content.items():
            setattr(question, name, value)
        question.save()
        _write_tests(question, found)
        question.starter_codes.all().delete()
        StarterCode.objects.bulk_create(
            StarterCode(question=question, language=language, code=code) for language, code in found.starter.items()
        )
        question.reference_solutions.all().delete()
        ReferenceSolution.objects.bulk_create(
            ReferenceSolution(question=question, language=one.language, expectation=one.expectation, source=one.source)
            for one in found.solutions
        )
        return publish(question=question, actor=None, now=now), True


def _write_tests(question: Question, found: BankQuestion) -> None:
    """Each test keeps its id from load to load, so that loading the same again makes no new version."""
    question.test_cases.all().delete()
    TestCase.objects.bulk_create(
        TestCase(
            id=uuid.uuid5(found.id, f"{order}-{test.name}"),
            question=question,
            name=test.name,
            input=test.input,
            expected_output=test.expected_output,
            sample=test.sample,
            points=test.points,
            order=order,
        )
        for order, test in enumerate(found.tests)
    )
