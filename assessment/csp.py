"""One Content-Security-Policy a path prefix: the strict one unless a library's own pages need more."""

from functools import cache

from csp.constants import HEADER, NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

STRICT = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF, NONCE],  # CodeMirror's style element carries the nonce
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}
# unfold's Alpine evaluates expressions, and its pages carry inline scripts.
ADMIN = STRICT | {
    "script-src": [SELF, UNSAFE_EVAL, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "frame-src": [SELF],
}
DOCS = STRICT | {"script-src": [SELF, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE]}
BY_PREFIX = (("/admin", ADMIN), ("/api/docs", DOCS))


class PolicyByPrefixMiddleware(CSPMiddleware):
    """django-csp's nonce, with the policy chosen by the request's path, and written once for all."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG and response.status_code in (404, 500):
            return response  # Django's own pages for who develops
        if HEADER not in response:
            prefix = next((prefix for prefix, _ in BY_PREFIX if request.path.startswith(prefix)), "")
            nonce = getattr(request, "_csp_nonce", None)
            response[HEADER] = _header(prefix, bool(nonce)).replace(PLACE, nonce or "")
        if getattr(request, "_csp_nonce", None) is None:  # who asks for one now would get one that no header has
            vars(request)["csp_nonce"] = CheckableLazyObject(self._csp_nonce_post_response)
        return response


PLACE = "{nonce}"


@cache
def _header(prefix: str, nonce: bool) -> str:
    return build_policy(config=dict(BY_PREFIX).get(prefix, STRICT), nonce=PLACE if nonce else None)
