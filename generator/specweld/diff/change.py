"""What a comparison found: plain data, from which every report is printed."""

from __future__ import annotations

import enum
import hashlib
import json
from dataclasses import dataclass

from specweld.json_types import Json
from specweld.source import NodePlace


class Wire(enum.Enum):
    """What a change means for programs that already talk to the server."""

    BREAKING = "breaking"
    UNKNOWN = "unknown"
    """The two sides differ and we cannot judge: a `pattern`, an unclassified leaf."""
    COMPATIBLE = "compatible"
    NONE = "none"
    """Nothing on the wire changed: names, docs."""


class Bump(enum.Enum):
    """What a change means for code that uses the generated client, as a semantic version."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"


def worst(*bumps: Bump) -> Bump:
    """Return the largest of some bumps; `NONE` of none at all."""
    order = list(Bump)
    return min(bumps, key=order.index, default=Bump.NONE)


class Direction(enum.Enum):
    """Which way the changed thing travels."""

    SENT = "sent"
    RECEIVED = "received"
    BOTH = "both"
    NEITHER = "neither"
    """No payload: names, servers, docs."""


class Cause(enum.Enum):
    """One of the things that a client is made of, in the words of a report."""

    SPECS = "the specs"
    OVERLAYS = "an overlay"
    NAMES = "a pinned name"
    SETTINGS = "a setting"


class SubjectKind(enum.Enum):
    """What sort of thing changed."""

    API = "api"
    SERVER = "server"
    AUTH = "auth"
    RESOURCE = "resource"
    OPERATION = "operation"
    ARGUMENT = "argument"
    RESPONSE = "response"
    ERROR = "error"
    MODEL = "model"
    FIELD = "field"
    LEAF = "leaf"
    """A value of the document that no rule knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The thing that changed, named so that the name survives edits elsewhere."""

    kind: SubjectKind
    name: str
    """`GET /v1/voices query page_size`, `Voice.name`, `VoiceCategory`: wire words, no positions."""
    tags: tuple[str, ...] = ()
    """Resources of the operations concerned, for filters: `voices.settings`."""
    old_place: NodePlace | None = None
    new_place: NodePlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolChange:
    """A Python name or signature that is not what it was."""

    old: str
    """Dotted from the package: `client.voices.get`, `models.Voice.name`; empty if new."""
    new: str
    """Empty if gone."""
    old_form: str = ""
    """The signature or annotation before: `limit: int | None = None`."""
    new_form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """The caller's code before and after, one short call or expression each."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A place in the caller's own code that uses a changed symbol."""

    path: str
    line: int
    code: str
    is_guess: bool = False
    """Recognised by the end of a dotted name alone: the type of what stands before it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change, at the model or method where it happened."""

    rule: str
    """Id of the rule that recognised it: `request-property-became-required`."""
    wire: Wire
    python: Bump
    direction: Direction
    subject: Subject
    message: str
    """One sentence for a person: what changed, names in backquotes, no full stop."""
    why: str
    """Why the verdicts are what they are, naming the generator's setting where one decided."""
    old: Json = None
    """The value before, in canonical form; None if there was none."""
    new: Json = None
    symbols: tuple[SymbolChange, ...] = ()
    operations: tuple[str, ...] = ()
    """Ids of the operations that reach the subject, sorted."""
    migration: Migration | None = None
    uses: tuple[Use, ...] = ()
    accepted: str = ""
    """The reason given when someone accepted this change; empty otherwise."""
    causes: tuple[Cause, ...] = ()
    """What brought it about, where the two sides are one client at two times."""

    @property
    def fingerprint(self) -> str:
        """Name the change by rule, subject and values alone: wording and lines may move."""
        return self.fingerprint_as(self.rule)

    def fingerprint_as(self, rule: str) -> str:
        """Return the fingerprint that the change has where another rule recognises it."""
        key = json.dumps(
            [rule, self.subject.kind.value, self.subject.name, self.old, self.new],
            sort_keys=True,
            ensure_ascii=False,
        )
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutNote:
    """A difference that every page shows: the docs changed their layout, the API did not."""

    trait: str
    """`defaults-appeared`, `tags-flattened`, `error-bodies-appeared`..."""
    message: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SideInfo:
    """One side of the comparison, for headings."""

    label: str
    """As the person typed it."""
    title: str
    version: str
    operations: int
    models: int
    is_valid: bool
    """False when the validator had findings: compared all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """What this version of the generator writes differently, from the same input."""

    files: int
    known: int
    """How many files the package had."""
    methods: tuple[str, ...]
    """Signatures that read differently, as they are now: `client.pets.list() -> list[Pet]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that a report can print."""

    old: SideInfo
    new: SideInfo
    changes: tuple[Change, ...]
    """Most severe first, then by subject."""
    layout: tuple[LayoutNote, ...]
    docs_changes: int
    """Descriptions, titles and examples that differ: docstrings only."""
    pages_missing: tuple[str, ...] = ()
    """Operations that only the old side documents, when the new side is not known to be complete."""
    callers: tuple[str, ...] = ()
    """Folders of the caller's own code that were searched for uses."""
    rewriting: Rewriting | None = None
    """None too where neither side is a package that was written before."""

    @property
    def is_empty(self) -> bool:
        """Return whether the two sides are the same, the words and the layout of the docs included."""
        return not (self.changes or self.layout or self.docs_changes or self.rewriting)

    @property
    def bump(self) -> Bump:
        """The largest bump of the changes that nobody accepted.

        Whatever differs changes what is generated, a docstring at least: that is a patch.
        """
        if self.is_empty:
            return Bump.NONE
        order = list(Bump)
        pending = [each.python for each in self.changes if not each.accepted]
        return min([Bump.PATCH, *pending], key=order.index)

    @property
    def deciding(self) -> tuple[Change, ...]:
        """Up to three changes that decide the bump, those first that the caller's code meets.

        Where none of them changes Python, these are the most severe on the wire.
        """
        pending = [each for each in self.changes if not each.accepted]
        found = [each for each in pending if each.python is self.bump] or pending
        return tuple(sorted(found, key=lambda each: -_certain_uses(each)))[:3]


def _certain_uses(change: Change) -> int:
    return sum(not each.is_guess for each in change.uses)
