"""Compares paired operations: names, parameters, answers, errors and paging."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from specweld.api.operations import Location, ResponseKind
from specweld.api.types import AnyType, TypeRef
from specweld.diff.bodies import compare_bodies
from specweld.diff.calls import Calls
from specweld.diff.canonical import follow
from specweld.diff.change import Bump, Direction, SubjectKind, SymbolChange
from specweld.diff.finding import Finding, Spot
from specweld.diff.flow import RECEIVED
from specweld.diff.parameters import compare_parameters
from specweld.diff.properties import type_finding
from specweld.json_types import resolve_pointer

if TYPE_CHECKING:
    from specweld.api.operations import ErrorResponse, Operation, Paging
    from specweld.diff.type_edits import Types
    from specweld.json_types import JsonObject, Pointer


def compare_operation(calls: Calls) -> Iterator[Finding]:
    """Find everything that differs between two operations that are the same one."""
    yield from _place(calls)
    yield from _name(calls)
    yield from _deprecated(calls)
    yield from compare_parameters(calls)
    yield from compare_bodies(calls)
    yield from _response(calls)
    yield from _errors(calls)
    yield from _paging(calls)


def operation_finding(operation: Operation, *, is_added: bool) -> Finding:
    """Report an operation that only one side has."""
    verb = "added" if is_added else "removed"
    pointer = operation.origin.pointer
    symbol = f"client.{operation.qualified_name}"
    return Finding(
        topic=f"operation-{verb}",
        rules=(f"operation-{verb}",),
        spot=Spot(
            kind=SubjectKind.OPERATION,
            name=operation.id,
            old=None if is_added else pointer,
            new=pointer if is_added else None,
            operations=(operation.id,),
        ),
        message=f"`{operation.id}` is {'new' if is_added else 'gone'}",
        old=None if is_added else operation.id,
        new=operation.id if is_added else None,
        symbols=(
            SymbolChange(
                old="" if is_added else symbol, new=symbol if is_added else ""
            ),
        ),
        python=Bump.MINOR if is_added else Bump.MAJOR,
    )


def _operation_spot(calls: Calls) -> Spot:
    return calls.spot(
        SubjectKind.OPERATION,
        "",
        calls.old.origin.pointer,
        calls.new.origin.pointer,
    )


def _place(calls: Calls) -> Iterator[Finding]:
    old, new = calls.old, calls.new
    before = f"{old.method} {_shape(old)}"
    after = f"{new.method} {_shape(new)}"
    if before != after:
        yield Finding(
            topic="operation-moved",
            rules=("operation-moved",),
            spot=_operation_spot(calls),
            message=f"`{old.method} {old.path}` is `{new.method} {new.path}` now",
            old=f"{old.method} {old.path}",
            new=f"{new.method} {new.path}",
            python=Bump.PATCH,
            keyword="x-place",
        )
    if old.base_url != new.base_url:
        yield Finding(
            topic="operation-server-changed",
            rules=("operation-server-changed",),
            spot=_operation_spot(calls),
            message=f"`{old.id}` is at `{new.base_url or 'the default server'}` instead of `{old.base_url or 'the default server'}`",
            old=old.base_url or None,
            new=new.base_url or None,
            python=Bump.PATCH,
            keyword="servers",
        )


def _shape(operation: Operation) -> str:
    """Write the path with its parameters by their position."""
    shape = operation.path
    for each in operation.arguments:
        if each.location is Location.PATH:
            shape = shape.replace(f"{{{each.wire_name}}}", "{}")
    return shape


def _name(calls: Calls) -> Iterator[Finding]:
    if calls.old.qualified_name == calls.new.qualified_name:
        return
    yield Finding(
        topic="method-renamed",
        rules=("method-renamed",),
        spot=_operation_spot(calls),
        message=f"`{calls.old_symbol}` is called `{calls.new_symbol}`",
        old=calls.old.qualified_name,
        new=calls.new.qualified_name,
        symbols=(SymbolChange(old=calls.old_symbol, new=calls.new_symbol),),
        python=Bump.MAJOR,
        keyword="x-name",
    )


def _deprecated(calls: Calls) -> Iterator[Finding]:
    if calls.old.is_deprecated == calls.new.is_deprecated:
        return
    is_deprecated = calls.new.is_deprecated
    verb = "deprecated" if is_deprecated else "undeprecated"
    text = "is deprecated" if is_deprecated else "is no longer deprecated"
    yield Finding(
        topic=f"operation-{verb}",
        rules=(f"operation-{verb}",),
        spot=_operation_spot(calls),
        message=f"`{calls.old.id}` {text}",
        old=calls.old.is_deprecated,
        new=is_deprecated,
        python=Bump.MINOR if is_deprecated else Bump.PATCH,
        keyword="deprecated",
    )


def _response_spot(calls: Calls, *below: str) -> Spot:
    old, new = calls.old.response, calls.new.response
    return calls.spot(
        SubjectKind.RESPONSE,
        " response",
        _below(old.origin.pointer, old.content_type, below),
        _below(new.origin.pointer, new.content_type, below),
    )


def _below(pointer: Pointer, content_type: str, below: tuple[str, ...]) -> Pointer:
    return (*pointer, *(content_type if part == "*" else part for part in below))


def _response(calls: Calls) -> Iterator[Finding]:
    old, new = calls.old.response, calls.new.response
    yield from _statuses(calls)
    symbols = _return_symbols(calls)
    if old.kind is not new.kind:
        yield from _kind(calls, symbols)
        return
    if old.content_type != new.content_type and not _lists_same_types(calls):
        yield Finding(
            topic="content-type-changed",
            rules=("response-content-type-changed",),
            spot=_response_spot(calls, "content"),
            message=f"the answer of `{calls.old.id}` is `{new.content_type}` instead of `{old.content_type}`",
            direction=Direction.RECEIVED,
            old=old.content_type,
            new=new.content_type,
            python=Bump.PATCH,
        )
    if old.type is None or new.type is None:
        return
    spot = _response_spot(calls, "content", "*", "schema")
    for edit in calls.types.edits(old.type, new.type):
        yield type_finding(edit, spot, RECEIVED, symbols=symbols, python=edit.received)


def _lists_same_types(calls: Calls) -> bool:
    """Tell an answer of several media types that merely come in another order."""
    old = _media_types(calls.old_document, calls.old.response.origin.pointer)
    return old == _media_types(calls.new_document, calls.new.response.origin.pointer)


def _media_types(document: JsonObject, pointer: Pointer) -> set[str]:
    try:
        node, _ = follow(document, (resolve_pointer(document, pointer), pointer))
    except KeyError:
        return set()
    content = node.get("content") if isinstance(node, dict) else None
    return set(content) if isinstance(content, dict) else set()


def _statuses(calls: Calls) -> Iterator[Finding]:
    old, new = calls.old.response.statuses, calls.new.response.statuses
    for verb, statuses in (
        ("removed", [each for each in old if each not in new]),
        ("added", [each for each in new if each not in old]),
    ):
        for status in statuses:
            is_added = verb == "added"
            holder = calls.new if is_added else calls.old
            pointer = (*holder.origin.pointer, "responses", status)
            yield Finding(
                topic=f"success-status-{verb}",
                rules=(f"response-success-status-{verb}",),
                spot=calls.spot(
                    SubjectKind.RESPONSE,
                    f" response {status}",
                    None if is_added else pointer,
                    pointer if is_added else None,
                ),
                message=f"`{calls.old.id}` {'may answer' if is_added else 'no longer answers'} with `{status}`",
                direction=Direction.RECEIVED,
                old=None if is_added else status,
                new=status if is_added else None,
            )


def _return_symbols(calls: Calls) -> tuple[SymbolChange, ...]:
    return (
        SymbolChange(
            old=calls.old_symbol,
            new=calls.new_symbol,
            old_form=f"-> {_returned(calls.old, calls.types, is_old=True)}",
            new_form=f"-> {_returned(calls.new, calls.types, is_old=False)}",
        ),
    )


def _returned(operation: Operation, types: Types, *, is_old: bool) -> str:
    """Write what a method returns, page classes aside."""
    text = types.old_text if is_old else types.new_text
    result: TypeRef = operation.response.type or AnyType()
    match operation.response.kind:
        case ResponseKind.JSON:
            return text.of(result)
        case ResponseKind.BINARY:
            return "BinaryResponse"
        case ResponseKind.TEXT:
            return "str"
        case ResponseKind.EVENTS:
            return f"EventStream[{text.of(result)}]"
        case ResponseKind.NOTHING:
            return "None"
        case ResponseKind.DECIDE:
            return "Any"


def _kind(calls: Calls, symbols: tuple[SymbolChange, ...]) -> Iterator[Finding]:
    old, new = calls.old.response.kind, calls.new.response.kind
    rule, python = "response-kind-changed", Bump.MAJOR
    if old is ResponseKind.DECIDE:
        rule = "response-body-documented"
        result = calls.new.response.type
        if new is ResponseKind.NOTHING or new is ResponseKind.TEXT:
            python = Bump.MINOR
        elif new is ResponseKind.JSON and result is not None:
            python = calls.types.variance.received(AnyType(), result)
    elif new is ResponseKind.DECIDE:
        rule = "response-body-undocumented"
    yield Finding(
        topic=rule,
        rules=(rule,),
        spot=_response_spot(calls, "content"),
        message=f"the answer of `{calls.old.id}` is `{symbols[0].new_form[3:]}` instead of `{symbols[0].old_form[3:]}`",
        direction=Direction.RECEIVED,
        old=symbols[0].old_form[3:],
        new=symbols[0].new_form[3:],
        symbols=symbols,
        python=python,
    )


def _errors(calls: Calls) -> Iterator[Finding]:
    before = {each.status: each for each in calls.old.errors}
    after = {each.status: each for each in calls.new.errors}
    for status in {**before, **after}:
        old, new = before.get(status), after.get(status)
        spot = calls.spot(
            SubjectKind.ERROR,
            f" error {status}",
            old.origin.pointer if old else None,
            new.origin.pointer if new else None,
        )
        if old is not None and new is not None:
            yield from _error_body(calls, old, new, spot)
            continue
        verb = "added" if old is None else "removed"
        yield _error(
            f"error-status-{verb}",
            spot,
            f"the error `{status}` of `{calls.old.id}` is {'new' if old is None else 'gone'}",
            (status if old else None, status if new else None),
        )


def _error_body(
    calls: Calls, old: ErrorResponse, new: ErrorResponse, spot: Spot
) -> Iterator[Finding]:
    before = calls.types.old_text.of(old.type) if old.type else None
    after = calls.types.new_text.of(new.type) if new.type else None
    changed = (old.type is None) != (new.type is None) or (
        old.type is not None
        and new.type is not None
        and any(each.has_direction for each in calls.types.edits(old.type, new.type))
    )
    if changed:
        message = f"the body of the error `{new.status}` of `{calls.old.id}` is described differently"
        yield _error(
            "error-body-changed", spot, message, (before, after), keyword="content"
        )


def _error(
    rule: str,
    spot: Spot,
    message: str,
    values: tuple[str | None, str | None],
    *,
    keyword: str = "",
) -> Finding:
    return Finding(
        topic=rule,
        rules=(rule,),
        spot=spot,
        message=message,
        direction=Direction.RECEIVED,
        old=values[0],
        new=values[1],
        python=Bump.PATCH,
        keyword=keyword,
    )


def _paging(calls: Calls) -> Iterator[Finding]:
    old, new = calls.old.paging, calls.new.paging
    before, after = _paging_words(old), _paging_words(new)
    if before == after:
        return
    verb = "changed" if old and new else "removed" if old else "added"
    bumps = {"added": Bump.MINOR, "removed": Bump.MAJOR, "changed": Bump.PATCH}
    words = {
        "added": "can be walked page by page now",
        "removed": "can no longer be walked page by page",
        "changed": "is walked page by page in another way",
    }
    yield Finding(
        topic=f"paging-{verb}",
        rules=(f"paging-{verb}",),
        spot=_operation_spot(calls),
        message=f"the list that `{calls.old.id}` answers with {words[verb]}",
        direction=Direction.RECEIVED,
        old=before,
        new=after,
        symbols=(SymbolChange(old=calls.old_symbol, new=calls.new_symbol),),
        python=bumps[verb],
        keyword="x-paging",
    )


def _paging_words(paging: Paging | None) -> str | None:
    if paging is None:
        return None
    parts = (
        paging.kind.value,
        paging.argument,
        *paging.items,
        *paging.cursor,
        *paging.has_more,
    )
    return " ".join(parts)
