"""The guard lets our own files through, and little else."""

from __future__ import annotations

import pytest

from specweld.render.file import File
from specweld.render.guard import GuardError, check_file


@pytest.mark.parametrize(
    "text",
    [
        "import os",
        "from os import path",
        "import typing as t, subprocess",
        "open('x')",
        "x = eval('1')",
        "x = __import__('os')",
        "x = ().__class__.__bases__",
        "x = __builtins__",
        "for x in (): pass",
        "while x: pass",
        "if x: pass",
        "try: pass\nexcept Exception: pass",
        "x = f'{y}'",
        "x = [y for y in z]",
        "del x",
        "global x",
        "raise x",
        "assert x",
        "with x: pass",
        "x = 1 + 1",
        "print('x')",
        "x",
        "class A:\n    def f(self): self.os.system('x')",
        "x = (lambda: open)()",
        "getattr(self._transport)",
        "x = '",
        "\x00",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(GuardError):
        check_file(File(path="a.py", text=text))


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../a.py",
        "a/../b.py",
        "a//b.py",
        "./a.py",
        "C:/a.py",
        "a\\b.py",
        "a\n.py",
        "a\x00.py",
        "a" * 500,
    ],
)
def test_paths_that_leave_the_folder(path: str) -> None:
    with pytest.raises(GuardError):
        check_file(File(path=path, text=""))


@pytest.mark.parametrize(
    "text",
    [
        '"""Doc."""\n\nfrom .._core.model import Model\n',
        "class A(Model, kw_only=True):\n    x: str | None = None\n",
        "class A:\n    def f(self) -> B:\n        return B(self._transport)\n",
        "async def f(self):\n    return await self._transport.request('GET', '/')\n",
    ],
)
def test_let_through(text: str) -> None:
    check_file(File(path="resources/a.py", text=text))
