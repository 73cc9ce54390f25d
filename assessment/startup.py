"""What a server refuses to start with outside development."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MIN_SECRET = 40


def insecurities() -> list[str]:
    """Sentences that say which setting is unsafe and what would be right; empty where none is."""
    if settings.DEBUG:
        return []
    found = []
    if settings.SECRET_KEY_IS_DEFAULT:
        found.append("SECRET_KEY is not set: give a random text of at least 50 characters.")
    elif len(settings.SECRET_KEY) < MIN_SECRET or settings.SECRET_KEY.startswith("django-insecure"):
        found.append(f"SECRET_KEY is too weak: give a random text of at least {MIN_SECRET} characters.")
    if "*" in settings.ALLOWED_HOSTS:
        found.append("ALLOWED_HOSTS contains *: name the hosts, or set PUBLIC_URL and leave it out.")
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        found.append("COOKIES_SECURE is off: cookies would travel unencrypted; leave it out or set it to 1.")
    return found


def refuse_insecure() -> None:
    """Raise ImproperlyConfigured, naming every unsafe setting. Development (DEBUG=1) may use all of them."""
    found = insecurities()
    if found:
        raise ImproperlyConfigured("With DEBUG=0 the server does not start like this.\n- " + "\n- ".join(found))
