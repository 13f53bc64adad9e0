"""Say what an operation would like to be called, best first: a function of it and its path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from specweld.api.path_shape import (
    VERSION,
    audience_of,
    read_shape,
    singulars,
    words_of,
)
from specweld.api.spelling import KEYWORDS, identifier
from specweld.api.verbs import (
    ARTICLES,
    AUDIENCES,
    HTTP_VERBS,
    QUANTITIES,
    SILENT,
    SYNONYMS,
    VERBS,
    singular,
)
from specweld.spec.shapes import text_at, texts_at

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from specweld.api.path_shape import KnownPaths, PathShape
    from specweld.contract.nodes import Operation

MethodPath: TypeAlias = tuple[str, ...]
"""Python names from the client down, the method's own last."""

_GROUP_KEYS = ("x-fern-sdk-group-name", "x-speakeasy-group", "x-stainless-resource")
_METHOD_KEYS = (
    "x-fern-sdk-method-name",
    "x-speakeasy-name-override",
    "x-stainless-method",
)
_NOT_WORD = re.compile(r"\W")
_GROUPED = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[_/.](\w[\w-]*)")
"""No word of the group stands behind another `_`: `get_voices` has none, `voices_get` has."""
_NESTED_TAG = re.compile(r"[A-Za-z][\w-]*(?:[./][A-Za-z][\w-]*)+")
_VERSION_SEGMENT = re.compile(r"/(v\d+((alpha|beta)\d*)?|api)(?=/)", re.IGNORECASE)
_VERSION_WORD = re.compile(r"v\d+")
_ROUTED = re.compile(
    r"(?P<head>[a-z0-9_]+?)_(api_routes|(api_)?v\d+)_(?P<tail>[a-z][a-z0-9_]*)"
)
"""`agents_api_v1_conversations_append`: a router, a version, then the name."""
_MADE_TAGS = frozenset({"api", "default"})
"""Tags that frameworks write where an author wrote none."""
_CLASS = re.compile(
    r"(?P<name>[\w-]+?)[-_]?(?i:controller|endpoints?|handler|resource)"
)
"""A tag or a group that is the name of a class: `UsersController`, `pet-controller`."""
_SERVICE = re.compile(r"(?P<name>[A-Z][A-Za-z0-9]*)Service")
_SPRING = re.compile(r"(?P<name>[A-Za-z]+?)(Using(GET|POST|PUT|PATCH|DELETE))?(_\d+)?")
"""What springfox and springdoc add to the names of methods: `list_1`, `findUsingGET`."""
_RUN_TOGETHER = re.compile(r"[A-Za-z]{8,}")


def wishes_of(operation: Operation, paths: KnownPaths) -> tuple[MethodPath, ...]:
    """List the method paths that an operation would like to have; never none."""
    shape = read_shape(operation.method, operation.path, paths)
    is_about = bool(shape.resource) or shape.is_action
    chosen = (
        _from_extensions(operation),
        tuple(_spell(each) for each in texts_at(operation.page, "endpoint")),
    )
    made = (
        _from_group(operation, shape),
        _flat(operation) if paths.is_flat else (),
        _from_path(operation, shape),
        _from_operation_id(operation, shape),
        _by_shape(shape, shape.verb if is_about else operation.method.lower()),
    )
    audience = audience_of(operation) if paths.has_audiences else ""
    candidates = (*chosen, *(_within(audience, each) for each in made))
    return tuple(dict.fromkeys(each for each in candidates if each))


def _within(audience: str, path: MethodPath) -> MethodPath:
    """Put what takes a credential of its own into a group of its own: `admin.users.list`."""
    if not audience or not path or path[0] == audience:
        return path
    return (audience, *path)


def _spell(word: str) -> str:
    return identifier(word, fallback="call")


def _from_extensions(operation: Operation) -> MethodPath:
    """Read the names that vendors write for other generators."""
    facts = operation.facts
    method = next((text for key in _METHOD_KEYS if (text := text_at(facts, key))), "")
    if not method:
        return ()
    for key in _GROUP_KEYS:
        dotted = filter(None, text_at(facts, key).split("."))
        group = texts_at(facts, key) or tuple(dotted)
        if group:
            return tuple(_spell(each) for each in (*group, method))
    return (*_tag_path(operation), _spell(method))


def _written_tag(operation: Operation) -> str:
    return next(iter(texts_at(operation.facts, "tags")), "").strip()


def _tag(operation: Operation) -> str:
    """Return the first tag, without what a framework wrote into it."""
    text = _written_tag(operation)
    service = _SERVICE.fullmatch(text)
    if service and text_at(operation.facts, "operationId").startswith(f"{text}_"):
        return service["name"]  # As gRPC's gateway writes it: `UserService_GetUser`.
    return "" if text in _MADE_TAGS else _of_class(text)


def _of_class(text: str) -> str:
    """Return what a class is about; other texts as they are."""
    found = _CLASS.fullmatch(text)
    return found["name"] if found else text


def _tag_path(operation: Operation) -> MethodPath:
    """Read a tag as a resource; one with dots or slashes as a resource inside others."""
    tag = _tag(operation)
    parts = re.split(r"[./]", tag) if _NESTED_TAG.fullmatch(tag) else [tag]
    return tuple(_spell(each) for each in parts if each)


def _own_id(operation: Operation) -> str:
    """Return the operationId without what frameworks add: prefixes, path, method and number."""
    text = text_at(operation.facts, "operationId").strip()
    made = _SPRING.fullmatch(text)
    text = made["name"] if made else text
    if operation.path.lower().startswith("/api/"):
        text = text.removeprefix("api_")
    suffix = f"{_NOT_WORD.sub('_', operation.path)}_{operation.method.lower()}"
    text = text.removesuffix(suffix) or text
    routed = _ROUTED.fullmatch(text)
    if routed is None:
        return text
    is_named = routed["head"].partition("_")[0] in VERBS
    return routed["head"] if is_named else routed["tail"]


def _from_group(operation: Operation, shape: PathShape) -> MethodPath:
    """Read `droplets_list` and `repos/list-for-org`: a group, then what is done in it."""
    found = _GROUPED.fullmatch(_own_id(operation))
    if found is None or len(_tag_path(operation)) > 1:
        return ()
    service = _SERVICE.fullmatch(found[1])
    name = service["name"] if service else _of_class(found[1])
    group, rest = words_of(name), words_of(found[2])
    if found[1] in AUDIENCES and found[1] not in shape.words:
        # It says nothing of what the operation is about: `beta_createResponse`.
        verb = _verb_of(found[2], operation, shape)
        return (_spell(found[1]), *_by_shape(shape, verb)) if verb else ()
    if not group or group[0] in VERBS or not rest or rest[0] not in VERBS:
        return ()
    if name != found[1]:
        verb = _verb_of(found[2], operation, shape)
        if verb and shape.words.issuperset(map(singular, group)):
            return _by_shape(shape, verb)
        return _spell(name), verb or _spell(found[2])
    is_made = rest == [operation.method.lower()] and rest != ["get"]
    return _spell(found[1]), shape.verb if is_made else _spell(found[2])


def _flat(operation: Operation) -> MethodPath:
    """Keep a name that a person chose whole, as a method of the client itself."""
    text = _own_id(operation)
    return () if not text or _is_derived(text, operation) else (_spell(text),)


def _from_path(operation: Operation, shape: PathShape) -> MethodPath:
    """Go by the path where the operationId says nothing else, and the tag nothing more."""
    text = _own_id(operation)
    tag = _tag_path(operation)
    if shape.is_lone and not tag and frozenset(singulars([text])) == shape.words:
        return ()  # `echo` at `/echo` is a method, not a resource.
    verb = _verb_of(text, operation, shape) if text else ""
    if not verb:
        return ()
    said = set(singulars(tag))
    own = _id_words(text, shape.words | said)
    is_name = len(own) == 1 or not _verb_among(own)
    is_tag = said and _tag(operation) == _written_tag(operation)
    if is_tag and is_name and not said.issuperset(map(singular, own)):
        return ()  # `audio` below the tag `voices` is a method's name already.
    if said <= shape.words and len(tag) < 2:
        return _by_shape(shape, verb)
    about = set(singulars(shape.resource[-1:]))
    if about and about <= said:
        return (*tag, _apart(verb, tag[-1]))
    return ()


def _from_operation_id(operation: Operation, shape: PathShape) -> MethodPath:
    """Take the tag as the resource and the operationId, less what the tag says, as the method.

    Without a tag the path says the resource.
    """
    text = _own_id(operation)
    if not text:
        return ()
    around = () if shape.is_lone else shape.resource[:1]
    resource = _tag_path(operation) or around
    words = _spell(text).split("_")
    kept = [each for each in words if not _VERSION_WORD.fullmatch(each)] or words
    return (*resource, _spell(_without_noun(kept, resource)))


def _by_shape(shape: PathShape, verb: str) -> MethodPath:
    return (*shape.resource, _apart(verb, "_".join(shape.resource[-1:])))


def _apart(verb: str, noun: str) -> str:
    """Spell a verb as a method; one that is a keyword with its noun: `return_card`."""
    head, _, last = noun.rpartition("_")
    name = f"{verb}_{head}_{singular(last)}" if verb in KEYWORDS and noun else verb
    return _spell(name)


def _verb_of(text: str, operation: Operation, shape: PathShape) -> str:
    """Return what a request does if its operationId says nothing but what the path says."""
    known = shape.words | set(singulars([_tag(operation)]))
    words = _id_words(text, known)
    verb = _verb_among(words)
    rest = list(words)
    if verb:
        rest.remove(verb)
    if shape.verb == "list":
        rest = [each for each in rest if each not in QUANTITIES]
    elif rest == ["one"]:
        rest = []
    if not _is_said(rest, known):
        return ""
    if not verb or _is_made(verb, text, operation, shape):
        return shape.verb
    usual = SYNONYMS.get(shape.verb, {}) if len(words) > 1 else {}
    return usual.get(verb, verb)


def _id_words(text: str, known: Collection[str]) -> list[str]:
    """List the words of an operationId, without articles and versions."""
    words = words_of(text)
    if _RUN_TOGETHER.fullmatch(text) and not _is_said(words, known):
        words = _split(text.lower(), known) or words
    return [
        each
        for each in words
        if each not in ARTICLES and not _VERSION_WORD.fullmatch(each)
    ]


def _verb_among(words: Sequence[str]) -> str:
    """Return the verb that words begin or end with; an empty text if there is none."""
    return next((each for each in (*words[:1], *words[-1:]) if each in VERBS), "")


def _is_said(words: Sequence[str], known: Collection[str]) -> bool:
    return all(
        singular(each) in known
        or each in SILENT
        or each in HTTP_VERBS
        or VERSION.fullmatch(each)
        for each in words
    )


def _is_made(verb: str, text: str, operation: Operation, shape: PathShape) -> bool:
    """Return whether a verb was not chosen by a person, or says less than the path does."""
    if shape.is_action:
        return verb != "download"  # It says more than the `content` that is downloaded.
    if verb == "retrieve":
        return shape.verb == "list"
    if verb != operation.method.lower():
        return False
    if verb != "get" or shape.verb == "list":
        return True
    return _squashed(text).endswith(_derived(operation))


def _is_derived(text: str, operation: Operation) -> bool:
    """Return whether an operationId is its method and path, written by a program.

    `getWeather` at `/weather` is what a person would write as well; `GetWeather` is not.
    """
    if _squashed(text) not in _derived(operation):
        return False
    is_deep = _VERSION_SEGMENT.sub("/", operation.path).count("/") > 1
    return is_deep or text[:1].isupper()


def _derived(operation: Operation) -> tuple[str, str]:
    """Spell what programs make of a method and its path, in either order."""
    method, path = operation.method.lower(), operation.path
    return _squashed(f"{method}{path}"), _squashed(f"{path}{method}")


def _squashed(text: str) -> str:
    return "".join(words_of(_VERSION_SEGMENT.sub("/", text)))


def _split(text: str, known: Collection[str]) -> list[str]:
    """Split words that were run together, if all are known: `deleteprojectspendlimit`."""
    vocabulary = {*known, *(f"{each}s" for each in known), *VERBS, *ARTICLES, *SILENT}
    found: dict[int, list[str]] = {0: []}
    for end in range(1, len(text) + 1):
        for start in sorted(found):
            if text[start:end] in vocabulary:
                found[end] = [*found[start], text[start:end]]
                break
    return found.get(len(text), [])


def _without_noun(words: Sequence[str], resource: MethodPath) -> str:
    """Take the resource's words out of a method's name, wherever they stand, and articles."""
    said = set(singulars(resource))
    kept = [
        each for each in words if singular(each) not in said and each not in ARTICLES
    ]
    return "_".join(kept or words)
