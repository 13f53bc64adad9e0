"""Which runtime module each name lives in that generated code uses."""

from __future__ import annotations

from specweld.render.code import Import

_NAMES_BY_MODULE = {
    "auth": (
        *("BasicCredentials", "CookieKey", "HeaderKey", "QueryKey"),
        *("Secret", "either"),
    ),
    "binary": ("AsyncBinaryResponse", "BinaryResponse"),
    "client": ("AsyncClient", "SyncClient"),
    "decoding": ("As",),
    "drift": ("OnDrift",),
    "events": ("AsyncEventStream", "EventStream"),
    "files": ("File", "FileContent"),
    "lazy": ("lazy_names",),
    "model": ("Model",),
    "open": ("Open", "OpenInt"),
    "paging": (
        "AsyncPage",
        "CursorPaging",
        "OffsetPaging",
        "Page",
        "PageNumberPaging",
        "Paging",
    ),
    "replies": (
        *("Bytes", "Events", "Json", "Nothing", "Paged", "Text", "Undocumented"),
    ),
    "settings": ("ClientOptions", "DEFAULT_MAX_RETRIES", "DEFAULT_TIMEOUT", "Settings"),
    "transport": ("AsyncTransport", "Transport"),
    "union": ("union",),
    "unset": ("UNSET", "UnsetType"),
}

NAMES = frozenset(name for names in _NAMES_BY_MODULE.values() for name in names)
"""All names of the runtime that generated code uses."""

_MODULE_BY_NAME = {
    name: module for module, names in _NAMES_BY_MODULE.items() for name in names
}


def core(name: str, *, alias: str = "") -> Import:
    """Say how a name of the runtime is imported."""
    return Import(module=f"._core.{_MODULE_BY_NAME[name]}", name=name, alias=alias)
