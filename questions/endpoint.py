"""The base of every view of the API: declared policies, idempotent POSTs, ETags, the receipt time."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, ClassVar, Protocol
from urllib.parse import unquote, unquote_to_bytes

from django.conf import settings
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.module_loading import import_string
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from executor.errors import NotFound
from questions.access import Policy, Principal

Post = Callable[..., Response]


class Once(Protocol):
    """Runs a POST once per Idempotency-Key; the app above provides it (settings.API_ONCE)."""

    def __call__(self, request: Request, principal: Principal, handler: Callable[[], Response]) -> Response: ...


def creates(handler: Post) -> Post:
    """For a `post` that makes something: with an Idempotency-Key it runs once, and what it makes is committed whole.

    Afterwards the view's `settled` may wait for what was made.
    """

    @wraps(handler)
    def post(self: "Endpoint", request: Request, *args: Any, **kwargs: Any) -> Response:
        once: Once = import_string(settings.API_ONCE)
        answer = once(request, self.principal, lambda: handler(self, request, *args, **kwargs))
        return self.settled(request, answer)

    post.creates = True  # type: ignore[attr-defined]
    return post


def _check_query(text: str) -> None:
    """Django puts U+FFFD where a query string is not UTF-8: somebody else's words would be searched for."""
    for part in text.split("&"):
        name, _, value = part.partition("=")
        try:
            unquote_to_bytes(name).decode()
            unquote_to_bytes(value).decode()
        except UnicodeDecodeError:
            field = unquote(name).replace("\x00", "")[:60] or "query"
            raise serializers.ValidationError({field: "must be valid UTF-8"}) from None


class Endpoint(APIView):
    """A view whose `policies` say who may call each of its methods."""

    policies: ClassVar[Mapping[str, Policy]] = {}
    etag: ClassVar[bool] = False

    @property
    def principal(self) -> Principal:
        """Who is asking. Only for routes that nobody may call anonymously."""
        if not isinstance(self.request.auth, Principal):
            raise exceptions.NotAuthenticated
        return self.request.auth

    @property
    def actor(self) -> Any:
        """The user of staff who is asking; None for keys and candidates."""
        return self.request.user if self.principal.kind == "staff" else None

    @property
    def received_at(self) -> datetime:
        """When the request came in at the door, before any lock or queue."""
        scope = getattr(self.request._request, "scope", None) or {}
        moment = scope.get("received_at")
        return moment if isinstance(moment, datetime) else timezone.now()

    def checked(
        self, serializer: type[serializers.Serializer[Any]], *, partial: bool = False, **context: Any
    ) -> dict[str, Any]:
        """The body, checked by `serializer`. Raises ValidationError (400) naming each wrong field.

        partial: any of the body's own fields may be missing. (REST framework's `partial` would let fields of
        nested objects be missing too.)
        """
        made = serializer(data=self.request.data, context=context)
        if partial:
            for field in made.fields.values():
                field.required = False
        made.is_valid(raise_exception=True)
        return dict(made.validated_data)

    def query(self, serializer: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        """The query string, checked by `serializer`."""
        made = serializer(data=self.request.query_params.dict())
        made.is_valid(raise_exception=True)
        return dict(made.validated_data)

    def settled(self, request: Request, response: Response) -> Response:
        """The answer to a POST after its work is committed; where there is something to wait for, wait here."""
        return response

    # --- REST framework's hooks ---

    def check_permissions(self, request: Request) -> None:
        handler = getattr(self, (request.method or "").lower(), None)
        if handler is None or request.method not in self.allowed_methods:
            raise exceptions.MethodNotAllowed(request.method or "")
        super().check_permissions(request)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        for value in kwargs.values():
            # No database is asked for what none can hold.
            if isinstance(value, str) and ("\x00" in value or not value.isprintable()):
                raise NotFound("There is nothing here.")
        _check_query(request.META.get("QUERY_STRING", ""))
        for name, value in request.query_params.items():
            if "\x00" in value or "\x00" in name:
                raise serializers.ValidationError({name.replace("\x00", "")[:60]: "must not contain a NUL character"})

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if not isinstance(response, Response):
            return response
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Authorization", "Cookie"])
        if not self.etag or response.status_code != 200 or request.method not in ("GET", "HEAD"):
            return response
        response.render()
        tag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        response.headers["ETag"] = tag
        answer = get_conditional_response(request, etag=tag, response=response)
        return answer if answer is not None else response
