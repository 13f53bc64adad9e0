"""Which paths can be read to an end: files can, pipes and devices may keep a run waiting."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_OPEN = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
"""What the shell hands over, by `<(...)` for one: somebody writes into it already."""

_KINDS = (
    (stat.S_ISFIFO, "it is a named pipe"),
    (stat.S_ISSOCK, "it is a socket"),
    (stat.S_ISCHR, "it is a device"),
    (stat.S_ISBLK, "it is a device"),
)


def check_regular(path: Path) -> None:
    """Refuse what has no end, in the form in which the system refuses other files.

    Raises:
        OSError: the path is a named pipe, a socket or a device, or is not there.
    """
    if os.fspath(path).startswith(_OPEN):
        return
    mode = path.stat().st_mode
    for is_kind, words in _KINDS:
        if is_kind(mode):
            raise OSError(errno.EINVAL, words, os.fspath(path))
