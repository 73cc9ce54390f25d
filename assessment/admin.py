"""Staff: Django's users and groups in unfold's style. Nobody can give more than they have."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as BaseGroupAdmin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

admin.site.unregister(User)
admin.site.unregister(Group)

OWNERS_ONLY = ("is_superuser", "user_permissions")


@admin.register(User)
class StaffAdmin(BaseUserAdmin, ModelAdmin):
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("who", "group_names", "is_active", "last_login")
    list_filter = ("groups", "is_active")
    list_filter_submit = True
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": (("first_name", "last_name"), "email")}),
        ("What they may do", {"fields": (("is_active", "is_staff", "is_superuser"), "groups", "user_permissions")}),
        ("Dates", {"fields": (("last_login", "date_joined"),)}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        ("What they may do", {"fields": ("is_staff", "groups")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ("user_permissions",)

    @display(description="Name", header=True, ordering="username")
    def who(self, user: User) -> list[str]:
        return [user.get_full_name() or user.username, user.email]

    @display(description="Groups")
    def group_names(self, user: User) -> str:
        if user.is_superuser:
            return "everything"
        return ", ".join(group.name for group in user.groups.all()) or "–"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a superuser makes superusers or gives single permissions."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if _is_owner(request) else (*fixed, *OWNERS_ONLY)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody but a superuser changes a superuser, or gets at their password."""
        owned = isinstance(obj, User) and obj.is_superuser and not _is_owner(request)
        return not owned and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        owned = isinstance(obj, User) and obj.is_superuser and not _is_owner(request)
        return not owned and super().has_delete_permission(request, obj)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Of groups only those are offered whose permissions the giver has."""
        if db_field.name == "groups" and not _is_owner(request):
            held = request.user.get_all_permissions()
            kwargs["queryset"] = Group.objects.filter(pk__in=[g.pk for g in Group.objects.all() if _within(g, held)])
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Group)
class StaffGroupAdmin(BaseGroupAdmin, ModelAdmin):
    filter_horizontal = ("permissions",)


def _is_owner(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def _within(group: Group, held: set[str]) -> bool:
    given = group.permissions.select_related("content_type")
    return all(f"{one.content_type.app_label}.{one.codename}" in held for one in given)
