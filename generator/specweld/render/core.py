"""Which runtime module each name lives in that generated code uses."""

from __future__ import annotations

from specweld.render.code import Import

_NAMES_BY_MODULE = {
    "": ("lazy_names",),
    "binary": ("AsyncBinaryResponse", "BinaryResponse"),
    "client": ("AsyncClient", "AsyncKeyClient", "KeyClient", "SyncClient"),
    "credentials": (
        *("BasicCredentials", "ClientCredentials", "CookieKey", "HeaderKey"),
        "QueryKey",
        *("Secret", "either"),
    ),
    "deprecation": ("deprecated",),
    "drift": ("OnDrift",),
    "events": ("AsyncEventStream", "EventStream"),
    "model": ("EscapedModel", "Model"),
    "paging": (
        "AsyncPage",
        "CursorPaging",
        "LinkPaging",
        "OffsetPaging",
        "Page",
        "PageNumberPaging",
        "Paging",
    ),
    "replies": (
        *("Bytes", "Events", "Json", "Nothing", "Paged", "Text", "Undocumented"),
        "asks",
    ),
    "settings": ("ClientOptions", "DEFAULT_MAX_RETRIES", "DEFAULT_TIMEOUT", "Settings"),
    "testing": ("AsyncFake", "Fake"),
    "transport": ("AsyncTransport", "Transport"),
    "uploads": ("File",),
    "values": (
        *("As", "Far", "Hidden", "Open", "OpenInt", "UNSET", "UnsetType", "union"),
    ),
}

NAMES = frozenset(name for names in _NAMES_BY_MODULE.values() for name in names)
"""All names of the runtime that generated code uses."""

_MODULE_BY_NAME = {
    name: module for module, names in _NAMES_BY_MODULE.items() for name in names
}


def core(name: str, *, alias: str = "") -> Import:
    """Say how a name of the runtime is imported."""
    module = f"._core.{_MODULE_BY_NAME[name]}".removesuffix(".")
    return Import(module=module, name=name, alias=alias)
