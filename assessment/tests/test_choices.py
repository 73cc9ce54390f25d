"""Whatever writes a row, the database itself refuses a word that is none of a field's choices."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

APPS = ("executor", "questions", "test_sessions")
FIELDS = [
    field
    for app in APPS
    for model in apps.get_app_config(app).get_models()
    for field in model._meta.concrete_fields
    if field.choices
]


def test_there_are_fields() -> None:
    assert len(FIELDS) > 10


@pytest.mark.django_db
@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_a_choice_is_checked_by_name(field: "models.Field[Any, Any]") -> None:
    table = field.model._meta.db_table
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    named = {constraint.name for constraint in field.model._meta.constraints}
    checks = [name for name, said in found.items() if said["check"] and field.column in said["columns"]]
    assert set(checks) & named, f"{table}.{field.column} has no named CHECK"
