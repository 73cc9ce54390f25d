"""The demo's questions without a program: read from one file, loaded as the bank's are."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from questions.bank import DEMO
from questions.models import Choice, Question
from questions.services import free_slug, publish


def load_words(*, now: datetime, refresh: bool = False) -> list[Question]:
    """Bring the questions into the database and publish them. One that is there stays as it is, unless `refresh`."""
    rows: list[dict[str, Any]] = json.loads((DEMO / "words.json").read_text("utf-8"))
    return [_load(row, now, refresh) for row in rows]


def _load(row: dict[str, Any], now: datetime, refresh: bool) -> Question:
    with transaction.atomic():
        question = Question.objects.filter(id=row["id"]).first()
        if question and not refresh:
            return question
        question = question or Question(id=uuid.UUID(row["id"]), slug=free_slug(row["slug"]))
        for name, value in row.items():
            if name not in ("id", "slug", "choices"):
                setattr(question, name, value)
        question.save()
        question.choices.all().delete()
        Choice.objects.bulk_create(
            Choice(id=uuid.uuid5(question.id, str(order)), question=question, text=text, right=right, order=order)
            for order, (text, right) in enumerate(row.get("choices", []))
        )
        publish(question=question, actor=None, now=now)
        return question
