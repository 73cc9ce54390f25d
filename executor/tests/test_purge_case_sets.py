"""purge_case_sets: removes what nothing names, and only that."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from executor import purging
from executor.core.job import Case
from executor.models import CaseSet, Run
from executor.services import cases_of, store_case_set
from executor.tests.queueing import ECHO, put, while_open

pytestmark = pytest.mark.django_db


def purge(*words: str) -> str:
    said = io.StringIO()
    call_command("purge_case_sets", *words, stdout=said)
    return said.getvalue()


def age(days: float = 2) -> None:
    CaseSet.objects.update(created_at=timezone.now() - timedelta(days=days))


def test_what_a_run_or_a_version_names_stays(question: Any) -> None:
    run, unused = put(), store_case_set([Case("u", "unused")])
    age()
    assert "1 case sets would be removed" in purge("--dry-run")
    assert CaseSet.objects.filter(pk=unused.pk).exists()
    assert "1 case sets removed" in purge()
    assert set(CaseSet.objects.values_list("pk", flat=True)) == {run.case_set_id, question.published.case_set_id}


def test_what_is_young_stays() -> None:
    store_case_set([Case("u", "unused")])
    age(0.5)
    assert "0 case sets removed" in purge()
    assert "1 case sets removed" in purge("--older-than-hours", "6")


def test_many_go_in_several_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "AT_ONCE", 3)
    for number in range(8):
        store_case_set([Case("u", str(number))])
    age()
    assert "8 case sets removed" in purge()


@pytest.mark.django_db(transaction=True)
def test_a_purge_waits_for_a_run_that_is_just_put_and_spares_its_cases() -> None:
    put(tenant="").delete()
    age()
    said: list[str] = []
    while_open(lambda: put(tenant=""), lambda: said.append(purge()))
    assert said == ["0 case sets removed.\n"]
    assert cases_of(Run.objects.get()) == ECHO.cases


@pytest.mark.django_db(transaction=True)
def test_a_purge_makes_nobody_wait_behind_a_backup(monkeypatch: pytest.MonkeyPatch) -> None:
    store_case_set([Case("u", "unused")])
    age()
    monkeypatch.setattr(purging, "LOCK_WAIT", "50ms")
    said: list[str] = []
    while_open(lambda: list(CaseSet.objects.all()), lambda: said.append(purge()))
    gave_up = connection.vendor == "postgresql"  # SQLite locks no table: there it waits for the one writer
    assert said == [f"{0 if gave_up else 1} case sets removed.\n"]
    purge()
    assert not CaseSet.objects.exists()
