"""Where every path goes. No trailing slashes in the API: a redirected PUT loses its body."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
