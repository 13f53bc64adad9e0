"""What a page's samples tell about the vendor's SDK: its client class and the method's path."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specweld.pages.page import Sample

# Samples that are not valid Python are as good as others for us: hence no parser.
_PYTHON_CLIENT = re.compile(
    r"^[ \t]*(?P<variable>\w+)[ \t]*=[ \t]*(?:(?P<module>\w+)\.)?(?P<name>[A-Z]\w*)\(",
    re.MULTILINE,
)
_PYTHON_IMPORT = re.compile(
    r"^[ \t]*from[ \t]+(?P<module>[\w.]++)[ \t]+import[ \t]+(?P<names>\([^)]{0,5000}+\)|[^\n(]*)",
    re.MULTILINE,
)
_TYPESCRIPT_CLIENT = re.compile(
    r"\b(?:const|let|var)[ \t]+(?P<variable>\w++)[^=\n]{0,200}+=[ \t]*"
    r"new[ \t]+(?:\w++\.)*+(?P<name>\w++)\("
)
_TYPESCRIPT_IMPORT = re.compile(
    r"\b(?:import|const|let|var)[ \t]+(?P<names>[^=;'\"]{1,2000}?)[ \t]*"
    r"(?:from[ \t]*|=[ \t]*(?:await[ \t]+)?(?:require|import)\([ \t]*)['\"](?P<module>[^'\"\n]+)['\"]"
)
_CANDIDATES = 50
"""So many assignments of a sample are looked at: its client is among the first."""
_DETOURS = frozenset({"with_raw_response", "with_streaming_response"})
"""Stand between a resource and its method, and say how the answer is wanted."""
_LONGEST_CONSTRUCTION = 2000
"""Characters between the parentheses of a client's construction that are looked at."""
_TEXT = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_KEYWORD = re.compile(r"(?:^|,)\s*([a-z][a-z0-9_]{0,40})\s*=(?!=)")
_CREDENTIAL = re.compile(r"(?:\w*_)?(?:api)?(?:token|key|secret|credentials?)")
_COMMENT = re.compile(r"^[ \t]*(?:#|//)[^\n]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SdkCall:
    """The first call of a sample that goes through a client object."""

    client: str
    """Name of the client's class."""
    module: str
    """What the class is imported from; empty when the sample does not say."""
    credential: str = ""
    """The argument that takes the key or token, such as `access_token`; empty when none is shown."""
    segments: tuple[str, ...]
    """The path from client to method as written: `voices`, `samples`, `audio`, `get`."""
    later: tuple[tuple[str, ...], ...] = ()
    """Paths of the calls that follow: a sample may list first what it then deletes."""


def find_python_sample(samples: Sequence[Sample]) -> Sample | None:
    """Choose the first Python sample that uses an SDK and is not asynchronous."""
    for sample in samples:
        is_candidate = sample.language in {"python", "py"} and not _is_async(sample)
        if is_candidate and read_python_call(sample.code) is not None:
            return sample
    return None


def read_python_call(code: str) -> SdkCall | None:
    """Find client and method in a Python sample; None when it uses no SDK (`import requests`)."""
    code = _COMMENT.sub("", code)
    for client in islice(_PYTHON_CLIENT.finditer(code), _CANDIDATES):
        calls = _calls(code, client)
        if calls:
            return SdkCall(
                client=client["name"],
                module=client["module"] or _imported_from(code, client["name"]),
                credential=_credential(code[client.end() :]),
                segments=calls[0],
                later=calls[1:],
            )
    return None


def read_typescript_call(samples: Sequence[Sample]) -> SdkCall | None:
    """Find the method in the first TypeScript or JavaScript sample that uses an SDK."""
    for code in _codes(samples, "typescript", "ts", "javascript", "js"):
        for client in islice(_TYPESCRIPT_CLIENT.finditer(code), _CANDIDATES):
            calls = _calls(code, client)
            if calls:
                name = client["name"]
                return SdkCall(
                    client=name,
                    module=_required_from(code, name),
                    segments=calls[0],
                    later=calls[1:],
                )
    return None


def read_sdk_call(samples: Sequence[Sample]) -> SdkCall | None:
    """Find client and method in the first sample that uses an SDK, Python before TypeScript."""
    sample = find_python_sample(samples)
    return read_python_call(sample.code) if sample else read_typescript_call(samples)


def _is_async(sample: Sample) -> bool:
    return (
        "async" in sample.name.lower()
        or re.search(r"\bawait\b", sample.code) is not None
    )


def _codes(samples: Sequence[Sample], *languages: str) -> Iterator[str]:
    for sample in samples:
        if sample.language in languages:
            yield _COMMENT.sub("", sample.code)


def _calls(code: str, client: re.Match[str]) -> tuple[tuple[str, ...], ...]:
    call = re.compile(rf"(?<![\w.]){re.escape(client['variable'])}((?:\.\w++)++)\(")
    found = islice(call.finditer(code, client.end()), _CANDIDATES)
    paths = (
        tuple(word for word in each[1][1:].split(".") if word not in _DETOURS)
        for each in found
    )
    return tuple(dict.fromkeys(path for path in paths if path))


def _credential(code: str) -> str:
    """Find the only keyword of a construction that names a secret.

    Args:
        code: Starts behind the opening parenthesis.
    """
    depth = 1
    shallow: list[str] = []
    for letter in _TEXT.sub("", code[:_LONGEST_CONSTRUCTION]):
        depth += (letter in "([{") - (letter in ")]}")
        if depth == 0:
            break
        if depth == 1:
            shallow.append(letter)
    keywords: list[str] = _KEYWORD.findall("".join(shallow)) if depth == 0 else []
    found = [name for name in keywords if _CREDENTIAL.fullmatch(name)]
    return found[0] if len(found) == 1 else ""


def _imported_from(code: str, name: str) -> str:
    for statement in _PYTHON_IMPORT.finditer(code):
        if re.search(rf"\b{re.escape(name)}\b", statement["names"]):
            return statement["module"]
    return ""


def _required_from(code: str, name: str) -> str:
    """Find the package that a JavaScript sample takes a class from, by `import` or `require`."""
    for statement in _TYPESCRIPT_IMPORT.finditer(code):
        if re.search(rf"\b{re.escape(name)}\b", statement["names"]):
            return statement["module"]
    return ""
