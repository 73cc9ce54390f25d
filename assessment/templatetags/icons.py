"""{% icon "eye" %}: a drawing of templates/_icons.svg. A tag, since an include for each costs half of a page."""

from functools import cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache  # a few dozen
def icon(name: str, css: str = "") -> SafeString:
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="#icon-{}"></use></svg>', css, name)
