"""What a Java source calls itself: the file name that javac insists on, and the class to start.

A scanner, not a parser: it is right for every program that compiles, and harmless for the others.
"""

import re

_SKIPPED = re.compile(
    r"""//[^\n]* | /\*.*?(?:\*/|\Z) | \"\"\".*?(?:(?<!\\)\"\"\"|\Z) | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'""",
    re.VERBOSE | re.DOTALL,
)
_TOKEN = re.compile(r"[{};]|[^\W\d][\w$]*|\$[\w$]*")
_KINDS = frozenset({"class", "interface", "enum", "record"})
_LONGEST = 120  # bytes of UTF-8; a file name may have 255, with what javac and we append
_LONGEST_PACKAGE = 1000  # characters: what is longer is no program's, and would be part of a command
_DEFAULT = "Main"


def java_names(source: str) -> tuple[str, str]:
    """(file name, class to start) of a source, e.g. ("Solution.java", "app.Solution")."""
    tokens: list[str] = _TOKEN.findall(_SKIPPED.sub(" ", source))
    package = _package(tokens, source)
    public, first, starts = _types(tokens)
    file = public or _DEFAULT
    entry = starts or public or first or _DEFAULT
    return f"{file}.java", f"{package}.{entry}" if package else entry


def _package(tokens: list[str], source: str) -> str:
    if "package" not in tokens[:200]:
        return ""
    found = re.search(r"(?:^|;|\s)package\s+([\w$]+(?:\s*\.\s*[\w$]+)*)\s*;", _SKIPPED.sub(" ", source))
    name = re.sub(r"\s", "", found[1]) if found else ""
    return name if len(name) <= _LONGEST_PACKAGE else ""


def _types(tokens: list[str]) -> tuple[str, str, str]:
    """Top-level types: the public one, the first, and the one that holds the first `void main`; "" for none."""
    public = first = starts = current = ""
    depth = 0
    is_public = False
    for at, token in enumerate(tokens):
        match token:
            case "{":
                depth += 1
            case "}":
                depth -= 1
                is_public = False
            case ";" if depth == 0:
                is_public = False
            case "public" if depth == 0:
                is_public = True
            case kind if kind in _KINDS and depth == 0 and at + 1 < len(tokens) and _is_name(tokens[at + 1]):
                current = tokens[at + 1].encode()[:_LONGEST].decode(errors="ignore")
                first = first or current
                public = public or (current if is_public else "")
                is_public = False
            case "void" if depth == 1 and not starts and tokens[at + 1 : at + 2] == ["main"]:
                starts = current
    return public, first, starts


def _is_name(word: str) -> bool:
    return word not in {"{", "}", ";"}
