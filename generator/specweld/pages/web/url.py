"""URLs: telling them from paths, and taking out of them what nobody else may read."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")


def is_url(text: str) -> bool:
    """Return whether an input is a URL, not a path."""
    return _SCHEME.match(text) is not None


def split_url(url: str) -> SplitResult:
    """Take a URL apart; all parts are empty where it cannot be read, as `https://[`."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def join_url(base: str, url: str) -> str:
    """Resolve a URL against another one; empty where one of them cannot be read."""
    try:
        return urljoin(base, url)
    except ValueError:
        return ""


def without_secrets(url: str) -> str:
    """Leave out user, password, query and fragment: what is written down is read by others.

    A query may hold a key under any name, so none is kept.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("?")[0].rpartition("@")[2]
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def with_user_of(url: str, origin: str) -> str:
    """Give a URL the user and password of another one on the same host, unless it has its own."""
    parts, known = split_url(url), split_url(origin)
    user, at, host = known.netloc.rpartition("@")
    if at and parts.netloc == host:
        return parts._replace(netloc=f"{user}@{host}").geturl()
    return url
