"""Which credentials a call needs, operation by operation: what was open, what asks for another key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from specweld.diff.change import SubjectKind
from specweld.diff.finding import Recognition
from specweld.diff.symbols import least

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.contract.nodes import Contract, Facts, Operation, Scheme
    from specweld.diff.matched import Matched
    from specweld.json_types import Json, Pointer

Needs: TypeAlias = frozenset[tuple[str, tuple[str, ...]]]
"""One alternative: how each credential travels, with its scopes."""


def compare_security(
    matched: Matched, told: Sequence[Recognition]
) -> Iterator[Recognition]:
    """Find what differs in the credentials of operations; equal edits are told as one.

    Args:
        told: What is known of the client's credentials as a whole: it is not told again.
    """
    old, new = matched.old.side.contract, matched.new.side.contract
    replaced = {
        str(each.old): str(each.new)
        for each in told
        if each.rules == ("credential-changed",)
    }
    is_silent = any("documented" in each.rules[0] for each in told)
    groups: dict[tuple[str, str, str], list[tuple[Operation, Operation]]] = defaultdict(
        list
    )
    for one, other in () if is_silent else matched.operations:
        before = _renamed(needs(one, old), replaced)
        after = needs(other, new)
        if before != after:
            rule = _rule(before, after)
            groups[rule, _words(before), _words(after)].append((one, other))
    for (rule, before_words, after_words), pairs in sorted(
        groups.items(), key=lambda item: item[0]
    ):
        yield _finding(rule, (before_words, after_words), pairs)


def needs(operation: Operation, contract: Contract) -> frozenset[Needs]:
    """Return the alternatives of an operation, by how credentials travel: names mean nothing."""
    security = operation.security
    if security is None or not security.alternatives:
        return frozenset({Needs()})
    return frozenset(
        frozenset(
            (travels(contract.schemes.get(name), name), tuple(sorted(scopes)))
            for name, scopes in each.items()
        )
        for each in security.alternatives
    )


def travels(scheme: Scheme | None, name: str) -> str:
    """Say how a credential travels: `xi-api-key: KEY`."""
    facts: Facts = scheme.facts if scheme is not None else {}
    match facts.get("type"), facts.get("in"):
        case "apiKey", "query":
            return f"?{facts.get('name')}=KEY"
        case "apiKey", "cookie":
            return f"Cookie: {facts.get('name')}=KEY"
        case "apiKey", _:
            return f"{facts.get('name')}: KEY"
        case "http", _:
            word = str(facts.get("scheme", "")).capitalize()
            return f"Authorization: {word}{'' if word == 'Basic' else ' KEY'}"
        case ("oauth2" | "openIdConnect"), _:
            return "Authorization: Bearer KEY"
        case _:
            return name


def _renamed(
    alternatives: frozenset[Needs], replaced: Mapping[str, str]
) -> frozenset[Needs]:
    return frozenset(
        frozenset((replaced.get(name, name), scopes) for name, scopes in each)
        for each in alternatives
    )


def _rule(old: frozenset[Needs], new: frozenset[Needs]) -> str:
    if Needs() in old and Needs() not in new:
        return "security-required"
    if Needs() in new and Needs() not in old:
        return "security-dropped"
    before, after = map(_without_scopes, (old, new))
    if before == after:
        gained = {x for each in new for x in each} - {x for each in old for x in each}
        scopes = sum(len(x) for each in new for _, x in each) - sum(
            len(x) for each in old for _, x in each
        )
        return (
            "security-scope-added"
            if gained and scopes >= 0
            else "security-scope-removed"
        )
    if before < after:
        return "security-alternative-added"
    return "security-alternative-removed" if after < before else "security-changed"


def _without_scopes(alternatives: frozenset[Needs]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(name for name, _ in each) for each in alternatives)


def _words(alternatives: frozenset[Needs]) -> str:
    """Write what a call may carry: `xi-api-key: KEY` or nothing."""
    texts = sorted(
        " and ".join(
            f"`{name}` ({', '.join(scopes)})" if scopes else f"`{name}`"
            for name, scopes in sorted(each)
        )
        or "nothing"
        for each in alternatives
    )
    return " or ".join(texts)


def _finding(
    rule: str, words: tuple[str, str], pairs: list[tuple[Operation, Operation]]
) -> Recognition:
    names = [each.id for _, each in pairs]
    one, other = pairs[0]
    who = f"`{names[0]}`" if len(names) == 1 else f"{len(names)} operations"
    verb = "asks" if len(names) == 1 else "ask"
    values: tuple[Json, Json] = words[0].replace("`", ""), words[1].replace("`", "")
    places: tuple[Pointer | None, Pointer | None] = one.pointer, other.pointer
    return Recognition(
        rules=(rule,),
        kind=SubjectKind.AUTH,
        name="security" if len(names) > 1 else names[0],
        message=f"{who} {verb} for {words[1]} instead of {words[0]}",
        places=places,
        old=values[0],
        new=values[1],
        operations=tuple(sorted(names)),
        python=least(rule),
    )
