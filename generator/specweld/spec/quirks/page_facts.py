"""What stands around the YAML of a page and belongs into it: servers, the API's own name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specweld.pages.web.url import split_url
from specweld.spec.quirks.quirk import (
    APIDOG,
    EVERYWHERE,
    FERN,
    Changed,
    DocumentRule,
    Quirk,
)
from specweld.spec.shapes import list_at, mapping_at, text_at

if TYPE_CHECKING:
    from specweld.json_types import Json, JsonObject
    from specweld.spec.facts import PageFacts

_GENERIC_CLIENTS = frozenset({"API", "Api", "ApiClient", "Client", "ClientV2"})
_HOST_NOISE = re.compile(r"^(?:api|www)\.|:\d+$")


def _with_server(document: JsonObject, facts: PageFacts | None) -> Changed | None:
    if facts is None or not _is_url(facts.base_url) or list_at(document, "servers"):
        return None
    servers: list[Json] = [_server(facts.base_url)]
    return Changed(document=_placed_servers(document, servers), places=((),))


def _with_default_server(
    document: JsonObject, facts: PageFacts | None
) -> Changed | None:
    servers = list_at(document, "servers")
    if facts is None or not _is_url(facts.base_url) or not servers:
        return None
    urls = [text_at(server, "url").rstrip("/") for server in servers]
    if urls[0] == facts.base_url:
        return None
    if facts.base_url in urls:
        default = servers[urls.index(facts.base_url)]
    else:
        default = _server(facts.base_url)
    others = [server for server in servers if server is not default]
    return Changed(
        document={**document, "servers": [default, *others]}, places=(("servers",),)
    )


def _placed_servers(document: JsonObject, servers: list[Json]) -> JsonObject:
    """Put the servers where a reader looks for them: after `info`."""
    placed: JsonObject = {}
    for key, value in document.items():
        if key != "servers":
            placed[key] = value
        if key == "info":
            placed["servers"] = servers
    placed.setdefault("servers", servers)
    return placed


def _server(url: str) -> JsonObject:
    return {"url": url}


def _is_url(text: str) -> bool:
    parts = split_url(text)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _real_info(document: JsonObject, facts: PageFacts | None) -> Changed | None:
    info = mapping_at(document, "info")
    if facts is None:
        return None
    is_synthetic = text_at(info, "version").startswith("endpoint_")
    is_nameless = text_at(info, "title").lower() in {"", "api", "v1", "v2", "v3"}
    title = api_title(facts.client, _first_url(document))
    if not (is_synthetic or is_nameless) or not title:
        return None
    real: JsonObject = {**info, "title": title}
    if is_synthetic:
        real["version"] = "1.0.0"
    if real == info:
        return None
    return Changed(document={**document, "info": real}, places=(("info",),))


def _first_url(document: JsonObject) -> str:
    servers = list_at(document, "servers")
    return text_at(servers[0], "url") if servers else ""


def api_title(client: str, url: str) -> str:
    """Name an API after the class in its samples, else after its host."""
    if client and client not in _GENERIC_CLIENTS:
        return f"{client} API"
    words = _HOST_NOISE.sub("", split_url(url).netloc).split(".")
    name = words[-2] if len(words) > 1 else words[0]
    return f"{name[:1].upper()}{name[1:]} API" if name else ""


def _text_version(document: JsonObject, _: PageFacts | None) -> Changed | None:
    version = mapping_at(document, "info").get("version")
    if not isinstance(version, int | float) or isinstance(version, bool):
        return None
    info: JsonObject = {**mapping_at(document, "info"), "version": str(version)}
    return Changed(document={**document, "info": info}, places=(("info", "version"),))


MISSING_SERVERS = Quirk(
    id="missing-servers",
    wrote="No `servers`; the base URL is in the heading of the page.",
    made="One server: the heading's URL without the path.",
    seen="All pages until January 2026.",
    platforms=FERN,
    rule=DocumentRule(change=_with_server),
)

DEFAULT_SERVER = Quirk(
    id="default-server",
    wrote="`servers` that start with another URL than the heading of the page.",
    made="The heading's URL first, as the default.",
    seen="Vendors with several base URLs, July 2026.",
    platforms=FERN,
    rule=DocumentRule(change=_with_default_server),
)

SYNTHETIC_INFO = Quirk(
    id="synthetic-info",
    wrote="The endpoint's name as `info.title` and `endpoint_voices.get` as `info.version`.",
    made="A title from the client class in the samples, else from the host; version 1.0.0,"
    " which later pages give.",
    seen="All pages until January 2026; later ones are called `api`.",
    platforms=FERN | APIDOG,
    rule=DocumentRule(change=_real_info),
)

UNQUOTED_VERSION = Quirk(
    id="unquoted-version",
    wrote="`version: 1.0` without quotes, which YAML reads as a number.",
    made='`version: "1.0"`.',
    seen="Descriptions written by hand.",
    platforms=EVERYWHERE,
    rule=DocumentRule(change=_text_version),
)
