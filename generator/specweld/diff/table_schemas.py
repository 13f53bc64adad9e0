"""Which edit of a schema is which kind of change; first match wins."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from specweld.diff.change import Bump
from specweld.diff.edit import EditKind
from specweld.diff.sight import (
    KEYWORD,
    LIMITS,
    VALUE,
    Row,
    always,
    both,
    error_row,
    gains,
    gains_types,
    in_header,
    is_bound,
    is_error,
    is_narrower,
    is_needless,
    is_on,
    is_parameter,
    loses,
    loses_types,
    must_be_given,
    narrows,
    retypes,
    row,
    tightens,
    widens,
)
from specweld.diff.symbols import NULL, TYPE

_row = partial(row, EditKind.SCHEMA)
_directed = partial(_row, is_directed=True)
_typed = partial(_directed, shows_types=True, facet=TYPE)
"""What is told in Python's types."""


def _verbs(
    keywords: str,
    topic: str,
    says: str = KEYWORD,
    *,
    facet: str = "",
    floor: Bump = Bump.NONE,
) -> Iterator[Row]:
    """Make rows for what comes, goes, or becomes something else."""
    for verb, when in (("added", gains), ("removed", loses), ("changed", always)):
        yield _directed(
            keywords, f"{topic}-{verb}", says, when, facet=facet, floor=floor
        )


_MAY_BE, _MAY_NOT_BE = "`{name}` may be {new} now", "`{name}` may no longer be {old}"
_DEFAULT = "the default of `{name}` is {new} instead of {old}"
_TAG, _TAG_VALUE = (
    "the tag property {0} of `{{name}}`",
    "the tag value {0} of `{{name}}`",
)
_CONDITIONS = (
    "not if then else contains dependentRequired dependentSchemas propertyNames"
    " patternProperties unevaluatedItems unevaluatedProperties required"
)
"""What only ever rules values out: with it there are fewer, without it more."""

SCHEMA_ROWS: tuple[Row, ...] = (
    error_row(
        EditKind.SCHEMA,
        TYPE,
        lambda sight: is_error(sight) and sight.edit.keyword != "$ref",
    ),
    _row(None, "response-header-narrowed", KEYWORD, both(in_header, is_narrower)),
    _row("type", "response-header-type-changed", KEYWORD, in_header),
    _row(None, "response-header-changed", KEYWORD, in_header),
    *_verbs(
        "const", "constant", "`{name}` is fixed to {new} instead of {old}", facet=TYPE
    ),
    _typed("values", "became-enum", "`{name}` is restricted to {new}", gains),
    _typed("values", "stopped-being-enum", "`{name}` is no longer restricted to {old}"),
    _directed("enum", "enum-value-added", _MAY_BE, gains, facet=TYPE),
    _directed("enum", "enum-value-removed", _MAY_NOT_BE, facet=TYPE),
    _row(
        "suggestions",
        "suggested-value-added",
        "`{name}` lists {new} among its usual values now",
        gains,
        floor=Bump.PATCH,
    ),
    _row(
        "suggestions",
        "suggested-value-removed",
        "`{name}` no longer lists {old} among its usual values",
        floor=Bump.PATCH,
    ),
    _typed(
        "nullable", "became-nullable", "`{name}` may be null now", is_on, facet=NULL
    ),
    _typed(
        "nullable", "became-not-nullable", "`{name}` may no longer be null", facet=NULL
    ),
    _typed("type", "union-member-added", _MAY_BE, gains_types),
    _typed("type", "union-member-removed", _MAY_NOT_BE, loses_types),
    *(
        _directed(
            "format",
            f"format-{verb}",
            "`{name}` has the format {new} instead of {old}",
            both(lambda sight: not retypes(sight), when),
        )
        for verb, when in (("added", gains), ("removed", loses), ("changed", always))
    ),
    _typed("type format items", "type-widened", VALUE, widens),
    _typed("type format items", "type-narrowed", VALUE, narrows),
    _typed("type format items", "type-changed", VALUE),
    _row(
        "$ref",
        "model-swapped",
        VALUE + ", which has the same properties",
        lambda sight: None not in (sight.edit.before, sight.edit.after),
        facet=TYPE,
        shows_types=True,
    ),
    _row(
        "$ref",
        "model-extracted",
        VALUE + ", which has the same properties",
        facet=TYPE,
        shows_types=True,
    ),
    _directed(
        " ".join(sorted(LIMITS)), "limit-tightened", KEYWORD, both(is_bound, tightens)
    ),
    _directed(" ".join(sorted(LIMITS)), "limit-loosened", KEYWORD, is_bound),
    _directed("uniqueItems", "limit-tightened", KEYWORD, is_on),
    _directed("uniqueItems", "limit-loosened"),
    _row(
        "default",
        "request-parameter-default-unused",
        _DEFAULT,
        both(is_parameter, is_needless),
        facet="default",
        floor=Bump.PATCH,
    ),
    *(
        _row(
            "default",
            f"request-parameter-default-{verb}",
            _DEFAULT,
            both(is_parameter, when),
            facet="default",
            floor=Bump.PATCH,
        )
        for verb, when in (("added", gains), ("removed", loses), ("changed", always))
    ),
    *_verbs("default", "default", _DEFAULT, facet="default", floor=Bump.PATCH),
    *_verbs("pattern", "pattern"),
    _row(
        "deprecated",
        "property-deprecated",
        "`{name}` is deprecated",
        is_on,
        facet="deprecated",
    ),
    _row(
        "deprecated",
        "property-undeprecated",
        "`{name}` is no longer deprecated",
        facet="deprecated",
    ),
    _directed(
        "readOnly",
        "property-became-needed",
        "`{name}` is no longer read-only, and has to be sent",
        both(must_be_given, loses),
        facet="access",
    ),
    *(
        _directed(
            keyword,
            f"property-{verb}-{word}",
            f"`{{name}}` is {said}",
            when,
            facet="access",
        )
        for keyword, word in (("readOnly", "read-only"), ("writeOnly", "write-only"))
        for verb, when, said in (
            ("became", is_on, f"{word} now"),
            ("lost", always, f"no longer {word}"),
        )
    ),
    _directed(
        "additionalProperties",
        "extra-properties-refused",
        KEYWORD,
        lambda sight: sight.edit.after is False,
    ),
    _directed(
        "additionalProperties",
        "extra-properties-allowed",
        KEYWORD,
        lambda sight: sight.edit.before is False,
    ),
    _typed("additionalProperties", "type-narrowed", VALUE, gains),
    _typed("additionalProperties", "type-widened", VALUE),
    *(
        _row(keyword, f"{topic}-{verb}", says.format(value) + end, when, facet=facet)
        for keyword, topic, says, facet in (
            ("discriminator", "discriminator", _TAG, "discriminator"),
            ("tag", "discriminator-value", _TAG_VALUE, "tags"),
        )
        for verb, value, end, when in (
            ("added", "{new}", " was added", gains),
            ("removed", "{old}", " was removed", loses),
        )
    ),
    _row(
        "discriminator",
        "discriminator-renamed",
        _TAG.format("{new}") + " was put in place of another",
        facet="discriminator",
    ),
    _row(
        "tag",
        "discriminator-value-changed",
        _TAG_VALUE.format("{tag}") + " stands for {new} instead of {old}",
        facet="tags",
    ),
    *_verbs(_CONDITIONS, "condition"),
    _directed(
        "prefixItems contentSchema contentMediaType contentEncoding multipleOf "
        + " ".join(sorted(LIMITS)),
        "condition-changed",
    ),
)
