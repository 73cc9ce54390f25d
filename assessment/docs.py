"""The OpenAPI document and its page, from our own server."""

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiResponse, extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.request import Request
from rest_framework.response import Response

from questions.access import PUBLIC


class SchemaView(SpectacularAPIView):
    policies: ClassVar = {"GET": PUBLIC}

    @extend_schema(exclude=True, responses=OpenApiResponse())
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        return answer


class DocsView(SpectacularSwaggerView):
    policies: ClassVar = {"GET": PUBLIC}
    url_name = "schema"

    @extend_schema(exclude=True, responses=OpenApiResponse())
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        return answer
