"""The fakes of the generated ElevenLabs client: each operation, and what type checkers make of them."""

from __future__ import annotations

import asyncio
import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from folders import GENERATED

from elevenlabs._core.binary import BinaryResponse
from elevenlabs.testing import AsyncFakeElevenLabs, FakeElevenLabs

OPERATIONS = json.loads((GENERATED / "elevenlabs" / "testing.json").read_bytes())

TYPED = """
from typing import assert_type

from elevenlabs import AsyncElevenLabs, ElevenLabs
from elevenlabs._core.fakes import FakeOperation
from elevenlabs.models import VoiceResponseModel
from elevenlabs.testing import AsyncFakeElevenLabs, FakeElevenLabs


def plain(client: ElevenLabs) -> None: ...


def coloured(client: AsyncElevenLabs) -> None: ...


fake, other = FakeElevenLabs(max_retries=2), AsyncFakeElevenLabs(strict=False)
plain(fake)
coloured(other)
voice = fake.voices.get("v1")
assert_type(fake.on(fake.voices.get), FakeOperation[VoiceResponseModel])
assert_type(other.on(other.voices.get), FakeOperation[VoiceResponseModel])
fake.on(fake.voices.get).answer(voice, times=2)
fake.on(fake.voices.get).answer({"voice_id": "v1"})
other.on("voices.get").answer(b"anything")
fake.on(fake.voices.get).answer(7)  # wrong
other.on(other.voices.get).stream([voice])  # wrong
fake.on(7)  # wrong
FakeElevenLabs(max_retrys=2)  # wrong
"""


def arguments(method: Any) -> dict[str, Any]:
    """Make up what a method demands."""
    return {
        each.name: b"sound" if each.name in ("file", "audio_file") else "text"
        for each in inspect.signature(method).parameters.values()
        if each.default is inspect.Parameter.empty
    }


def method_of(fake: Any, name: str) -> Any:
    found = fake
    for part in name.split("."):
        found = getattr(found, part)
    return found


def test_all_operations_are_known() -> None:
    assert len(OPERATIONS) == 11


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_operation_answers_without_drift(name: str) -> None:
    with FakeElevenLabs() as fake:
        method = method_of(fake, name)
        result = method(**arguments(method))
        assert result is not None
        assert not isinstance(result, BinaryResponse)
        (call,) = fake.recorded
        assert (call.name, f"{call.method} {call.template}") == (
            name,
            OPERATIONS[name]["call"],
        )

    async def same() -> Any:
        async with AsyncFakeElevenLabs() as fake:
            method = method_of(fake, name)
            return await method(**arguments(method))

    other = asyncio.run(same())
    plain = getattr(result, "to_dict", lambda: result)()
    assert getattr(other, "to_dict", lambda: other)() == plain


def test_type_checkers_know_what_may_be_answered(tmp_path: Path) -> None:
    (tmp_path / "typed.py").write_text(TYPED, encoding="utf-8")
    wrong = [n for n, x in enumerate(TYPED.splitlines(), 1) if x.endswith("# wrong")]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "typed.py"],
        cwd=tmp_path,
        env={"MYPYPATH": str(GENERATED), "PATH": ""},
        capture_output=True,
        text=True,
    )
    errors = [x for x in done.stdout.splitlines() if ": error: " in x]
    assert sorted({int(x.split(":")[1]) for x in errors}) == wrong, done.stdout


def test_who_does_not_test_pays_nothing() -> None:
    code = (
        "import sys, elevenlabs; elevenlabs.ElevenLabs(api_key='x').voices\n"
        "print([x for x in sys.modules if 'test' in x or 'fake' in x or 'samples' in x])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=GENERATED,
    )
    assert done.stdout == "[]\n"
