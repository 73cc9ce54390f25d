"""Where every path goes. No trailing slashes in the API: a redirected PUT loses its body."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("sessions.page_urls")),
]
