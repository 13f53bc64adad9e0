"""Unpack the corpora: one folder an archive."""

from __future__ import annotations

import tarfile
from pathlib import Path

ARCHIVES = Path(__file__).with_name("corpus")


def corpus_names() -> list[str]:
    """Name every archive: `elevenlabs-2025-11-07`, ..., `documents`."""
    return sorted(
        path.name.removesuffix(".tar.xz") for path in ARCHIVES.glob("*.tar.xz")
    )


def unpack_corpus(name: str, into: Path) -> Path:
    """Unpack one archive below a folder and return the folder of its files."""
    folder = into / name
    if not folder.exists():
        with tarfile.open(ARCHIVES / f"{name}.tar.xz") as archive:
            # Python 3.11.0 to 3.11.3 know no filters; the archives are our own.
            if hasattr(tarfile, "data_filter"):
                archive.extractall(folder, filter="data")
            else:
                archive.extractall(folder)
    (inner,) = folder.iterdir()
    return inner
