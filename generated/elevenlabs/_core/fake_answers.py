"""What a fake answers by itself: the documentation's example, else a value made for the type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import httpx2
import msgspec
from msgspec import Struct

from .codec import convert_value, to_builtins, to_json_bytes, wanted_type
from .events import is_enveloped
from .paging import CursorPaging, LinkPaging, OffsetPaging, PageNumberPaging
from .replies import Bytes, Events, Json, Nothing, Paged, Text
from .samples import sample
from .values import is_list, is_object

if TYPE_CHECKING:
    from .paging import Names, Paging
    from .received import ReceivedCall
    from .replies import Reply

_SOUND = b"bytes of a fake"


class Documented(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the documentation says of an operation and its answer: an entry of `testing.json`."""

    call: str
    """`GET /v1/voices/{voice_id}`"""
    status: int = 200
    type: str = "application/json"
    example: msgspec.Raw = msgspec.Raw()
    """JSON; empty where there is none."""
    parts: msgspec.Raw = msgspec.Raw()
    """JSON: the properties that have examples of their own."""

    @property
    def key(self) -> tuple[str, str]:
        """The HTTP method and the path template."""
        method, _, template = self.call.partition(" ")
        return method, template


_UNDOCUMENTED = Documented(call="")


def own_answer(
    reply: Reply[Any, Any], documented: Documented | None, got: ReceivedCall
) -> httpx2.Response:
    """Answer a call that nothing was set for."""
    said = documented or _UNDOCUMENTED
    kind = reply.of_status(said.status)
    match kind:
        case Nothing():
            return httpx2.Response(said.status)
        case Bytes():
            return _response(said, _SOUND, said.type)
        case Text():
            text = _example(said, str) or "text"
            return _response(said, text.encode(), "text/plain; charset=utf-8")
        case Events():
            wanted = wanted_type(kind.into)
            event = event_bytes(_value(said, wanted), wanted)
            return _response(said, event, "text/event-stream")
        case Paged():
            return _json(said, _page(said, kind, got))
        case Json():
            return _json(said, _value(said, wanted_type(kind.into)))
        case _:
            return _json(said, _example(said, Any) if said.example else {})


def event_bytes(value: object, wanted: Any) -> bytes:
    """Write a value as a server-sent event; a type that describes whole events has names and ids beside."""
    if not is_enveloped(wanted):
        return b"data: " + to_json_bytes(value) + b"\n\n"
    whole: dict[str, Any] = to_builtins(value)
    heads = [f"{name}: {whole[name]}\n" for name in ("event", "id") if whole.get(name)]
    data = b"data: " + to_json_bytes(whole.get("data")) + b"\n\n"
    return "".join(heads).encode() + data


def _json(said: Documented, value: object) -> httpx2.Response:
    kind = said.type if said.type.endswith(("/json", "+json")) else "application/json"
    return _response(said, to_json_bytes(value), kind)


def _response(said: Documented, content: bytes, kind: str) -> httpx2.Response:
    return httpx2.Response(said.status, headers={"content-type": kind}, content=content)


def _value(said: Documented, wanted: Any) -> Any:
    """Take what the documentation shows, where that is what it describes as well."""
    found = _example(said, wanted)
    if found is not None:
        return found
    made = sample(wanted)
    if not bytes(said.parts):
        return made
    found = _laid_over(made, msgspec.json.decode(said.parts))
    return found if _matches(found, wanted) else made


def _example(said: Documented, wanted: Any) -> Any:
    """Return the example as plain JSON; None where there is none, or where it does not match the type."""
    if not bytes(said.example):
        return None
    value: Any = msgspec.json.decode(said.example)
    return value if _matches(value, wanted) else None


def _matches(value: Any, wanted: Any) -> bool:
    _, mismatches = convert_value(value, wanted)
    return not mismatches


def _laid_over(made: Any, shown: Any) -> Any:
    """Put what is shown in the place of what was made up, property by property."""
    if is_object(made) and is_object(shown):
        both = {**made, **shown}
        return {
            name: _laid_over(made.get(name), shown.get(name, both[name]))
            for name in both
        }
    if is_list(made) and is_list(shown) and made:
        return [_laid_over(made[0], each) for each in shown]
    return shown


def _page(said: Documented, reply: Paged[Any], got: ReceivedCall) -> Any:
    """Make a page that is the last one: a list that a fake invents has an end."""
    plain = _value(said, wanted_type(reply.into))
    page, _ = convert_value(plain, reply.into)
    if not isinstance(page, Struct):
        return plain
    paging = reply.paging
    _put(page, paging.has_more, value=False)
    match paging:
        case CursorPaging():
            _put(page, paging.cursor, value="")
        case LinkPaging():
            _put(page, paging.link, value="")
        case PageNumberPaging() | OffsetPaging():
            pass
    if _is_further(paging, got):
        _put(page, paging.items, value=[])
    return page


def _put(page: Any, names: Names, *, value: object) -> None:
    """Set what stands at the end of a way, if it does: text where there is text, else nothing."""
    here: Any = page
    for name in names[:-1]:
        here = getattr(here, str(name), None)
    if not names or not hasattr(here, str(names[-1])):
        return
    is_text = isinstance(getattr(here, str(names[-1])), str)
    setattr(here, str(names[-1]), None if value == "" and not is_text else value)


def _is_further(paging: Paging, got: ReceivedCall) -> bool:
    """Return whether a call asks for more than the first page."""
    if isinstance(paging, LinkPaging):
        return False
    body: Mapping[str, Any] = got.body if is_object(got.body) else {}
    given = got.query.get(paging.argument, body.get(paging.argument))
    first = paging.first if isinstance(paging, PageNumberPaging) else 0
    return given is not None and str(given) != str(first)
