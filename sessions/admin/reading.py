"""Rows that are read, never written through a form; and the colours of what stands in them."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

STATUS_COLOURS = {"invited": "info", "active": "success", "abandoned": "warning", "completed": "default"}
STATUS_ICONS = {"invited": "mail", "active": "play_circle", "abandoned": "logout", "completed": "check_circle"}


class NoAdding:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyForm:
    """Every field is shown and none can be edited, although actions may change the object."""

    model: Any

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return [field.name for field in self.model._meta.fields]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
