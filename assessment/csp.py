"""One Content-Security-Policy a path prefix: the strict one unless a library's own pages need more."""

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
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
    """django-csp, with the policy chosen by the request's path."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        policy = next((p for prefix, p in BY_PREFIX if request.path.startswith(prefix)), STRICT)
        vars(response)["_csp_config"] = policy  # the hook of django-csp's own decorators
        return super().process_response(request, response)
