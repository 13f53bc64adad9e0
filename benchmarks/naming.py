"""How often a method is called as in the vendor's own SDK: by default, and after `specweld names adopt`.

`python benchmarks/naming.py FOLDER [SDK...]` installs the SDKs from the package index and prints a table. The folder holds
what the vendors publish, named as in `PAIRS`. What the columns count is said in README.md.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from peers import Peer

from specweld.adopt.matching import Place, assign_calls, match_calls
from specweld.adopt.read import read_sdk
from specweld.api.lower import LowerOptions, read_input
from specweld.api.methods import name_methods
from specweld.api.verbs import singular
from specweld.config import ClientConfig
from specweld.contract.nodes import Contract
from specweld.contract.resolve import resolve
from specweld.diagnostics import Problems
from specweld.pipeline import build_document, read_sources

_SAYS_NOTHING = frozenset({"get", "list", "retrieve"})
"""Verbs that flat clients leave out: `album_tracks`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An SDK, and the name of what the vendor publishes of the same API."""

    sdk: Peer
    document: str

    @property
    def package(self) -> Path:
        """Where the SDK's source lies."""
        name = self.sdk.distribution.replace("-", "_")
        (found,) = self.sdk.folder.glob(f"lib/*/site-packages/{name}")
        return found


def _pair(distribution: str, version: str, document: str) -> Pair:
    sdk = Peer(distribution=distribution, version=version)
    return Pair(sdk=sdk, document=document)


PAIRS = (
    _pair("openai", "3.57.0", "openai.yaml"),
    _pair("stripe", "16.1.0", "stripe.yaml"),
    _pair("pydo", "0.44.0", "digitalocean.yaml"),
    _pair("notion-client", "3.1.0", "notion.json"),
    _pair("spotipy", "2.26.0", "spotify.yaml"),
    _pair("anthropic", "2.13.0", "anthropic_unofficial.json"),
    _pair("mistralai", "3.7.0", "mistral.yaml"),
    _pair("elevenlabs", "2.78.0", "elevenlabs.json"),
    _pair("cohere", "7.3.1", "cohere"),
)


def main(folder: Path, wanted: Sequence[str]) -> None:
    """Print a row a pair."""
    print(
        "| SDK | operations in both | equal | equal behind a group | same words", end=""
    )
    print(" | equal after adopting |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for pair in PAIRS:
        if not wanted or pair.sdk.distribution in wanted:
            print(_row(pair, folder / pair.document), flush=True)


def _row(pair: Pair, document: Path) -> str:
    pair.sdk.install()
    calls = read_sdk(pair.package)
    contract = _contract(document)
    places: dict[str, Place] = {e.id: (e.method, e.path) for e in contract.operations}
    matched = match_calls(calls, places.values())
    theirs = {
        key: {_bare(call.dotted) for call in matched[place]}
        for key, place in places.items()
        if place in matched
    }
    pins = {key: call.dotted for key, call in assign_calls(calls, places).items()}
    own, adopted = _names(contract, {}), _names(contract, pins)
    found = [_Found(theirs=theirs[key], own=own[key]) for key in theirs]
    counts = (
        sum(each.is_equal for each in found),
        sum(each.is_behind_group for each in found),
        sum(each.has_same_words for each in found),
        sum(adopted[key] in names for key, names in theirs.items()),
    )
    shares = " | ".join(f"{100 * each / len(theirs):.0f} %" for each in counts)
    sdk = f"{pair.sdk.distribution} {pair.sdk.version}"
    return f"| {sdk} | {len(theirs)} of {len(places)} | {shares} |"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The names that an SDK has for an operation, and ours."""

    theirs: set[str]
    own: str

    @property
    def is_equal(self) -> bool:
        return self.own in self.theirs

    @property
    def is_behind_group(self) -> bool:
        """The SDK only adds a group before it: `admin.`, `beta.`."""
        return self.is_equal or any(e.endswith(f".{self.own}") for e in self.theirs)

    @property
    def has_same_words(self) -> bool:
        return self.is_behind_group or _words(self.own) in map(_words, self.theirs)


def _contract(path: Path) -> Contract:
    problems = Problems()
    client = ClientConfig(name="x", specs=(), package="x", output=Path("none"))
    sources = read_sources([str(path)], problems)
    return resolve(build_document(sources, client, problems), problems)


def _names(contract: Contract, pins: Mapping[str, str]) -> dict[str, str]:
    """Name the methods, without making anything else of the document."""
    source = read_input(contract, LowerOptions(package="x"), Problems())
    found = name_methods(source, contract.operations, pins)
    return {key: _bare(".".join(path)) for key, path in found.items()}


def _bare(dotted: str) -> str:
    """Leave out what says the version: Stripe's client has everything in `v1`."""
    return dotted.removeprefix("v1.")


def _words(dotted: str) -> tuple[str, ...]:
    """List the words of a name, sorted, without plurals and what says nothing."""
    words = (singular(each) for each in re.split(r"[._]", dotted) if each)
    return tuple(sorted(each for each in words if each not in _SAYS_NOTHING))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
