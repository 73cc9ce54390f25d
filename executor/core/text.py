"""Text from outside: what may be stored, and in which form."""

from executor.errors import Invalid, TooLarge


def check_text(field: str, text: str, *, max_bytes: int | None = None) -> str:
    """The text with LF line ends. Raises Invalid or TooLarge, naming `field`.

    A NUL or a lone surrogate is refused: PostgreSQL cannot store the one, UTF-8 cannot write the other.
    """
    if "\x00" in text:
        raise Invalid(field, "must not contain a NUL character", code="nul")
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise Invalid(field, "must be valid Unicode text (a lone surrogate stands in it)", code="unicode") from None
    if max_bytes is not None and size > max_bytes:
        raise TooLarge(field, f"is {size:,} bytes long; at most {max_bytes:,} are taken", code="too_large")
    return text.replace("\r\n", "\n").replace("\r", "\n")
