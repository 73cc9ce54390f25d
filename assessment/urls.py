"""Where every path goes. No trailing slashes in the API: a redirected PUT loses its body."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from assessment import docs, errors, health
from sessions.api_urls import proxy_urlpatterns

urlpatterns = [
    path("api/schema", docs.SchemaView.as_view(), name="schema"),
    path("api/docs", docs.DocsView.as_view(), name="docs"),
    path("api/", include("questions.urls")),
    path("api/", include("sessions.api_urls")),
    path("proxy/", include(proxy_urlpatterns)),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    # With DEBUG on, Django's own page would answer here in HTML.
    re_path(r"^(?:api|proxy|health)(?:/|$)", csrf_exempt(errors.not_found)),
    path("admin/", admin.site.urls),
    path("", include("sessions.page_urls")),
]

handler400 = "assessment.errors.bad_request"
handler403 = "assessment.errors.forbidden"
handler404 = "assessment.errors.not_found"
handler500 = "assessment.errors.server_error"
