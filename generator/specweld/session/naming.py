"""The names that people know, for files that were taken out of a revision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.source import NodePlace, TextPlace

if TYPE_CHECKING:
    from specweld.diagnostics import Diagnostic
    from specweld.session.revision import RevisionPath
    from specweld.source import Place, Source


def naming_of(target: Path, place: RevisionPath) -> RevisionNames:
    """Name a folder as git does; of a file, the folder around it, for what it refers to."""
    if target.is_dir():
        return RevisionNames(folder=str(target), name=place.name, renamed={})
    around = place.name.removesuffix(target.name)
    return RevisionNames(folder=f"{target.parent}/", name=around, renamed={})


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionNames:
    """Gives files that were taken out of a revision the names that a person knows."""

    folder: str
    name: str
    renamed: dict[int, Source]

    def text(self, text: str) -> str:
        """Put the names into a text."""
        return text.replace(self.folder, self.name)

    def source(self, source: Source) -> Source:
        """Name a source, and those that parts of it come from."""
        if id(source) not in self.renamed:
            self.renamed[id(source)] = replace(
                source,
                path=self.text(self._absolute(source.path)),
                places={
                    pointer: replace(place, source=self.source(place.source))
                    for pointer, place in source.places.items()
                },
            )
        return self.renamed[id(source)]

    def diagnostic(self, diagnostic: Diagnostic) -> Diagnostic:
        """Name the files that a diagnostic is about."""
        related = tuple(
            replace(each, message=self.text(each.message), place=self.place(each.place))
            for each in diagnostic.related
        )
        return replace(
            diagnostic,
            message=self.text(diagnostic.message),
            place=self.place(diagnostic.place) if diagnostic.place else None,
            related=related,
        )

    def place(self, place: Place) -> Place:
        """Name the file of a place."""
        match place:
            case TextPlace():
                return replace(place, path=self.text(self._absolute(place.path)))
            case NodePlace():
                return replace(place, source=self.source(place.source))

    def _absolute(self, path: str) -> str:
        """Undo that paths are shown relative to the working directory."""
        return str(Path(path).resolve()) if path.startswith("..") else path
