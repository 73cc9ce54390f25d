"""The older system's tables have the names of ours: never migrate over them."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError


def refuse_existing(*tables: str) -> Callable[[Any, Any], None]:
    """A RunPython step that stops `migrate` where one of `tables` is already there."""

    def check(_apps: Any, schema_editor: Any) -> None:
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            there = sorted(set(tables) & set(connection.introspection.table_names(cursor)))
        if there:
            raise CommandError(
                f"This database already has the table(s) {', '.join(there)} of the older system. Nothing was changed. "
                "Point DATABASE_URL at an empty database or schema, and import from the older one afterwards."
            )

    return check
