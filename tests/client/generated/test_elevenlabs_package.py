"""The generated package as it is imported."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module

import pytest
from folders import GENERATED

import elevenlabs

LIBRARIES = {"httpx2", "msgspec"}


def modules_after(code: str) -> list[str]:
    """Run code in a new interpreter; return what it has loaded."""
    script = f"import sys; sys.path.insert(0, {str(GENERATED)!r})\n{code}\nprint(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    return run.stdout.split()


def loaded_by(code: str) -> set[str]:
    """Run code; return the libraries and parts of the package that it has loaded, the runtime as one."""
    modules = modules_after(code)
    ours = {name for name in modules if name.startswith("elevenlabs")}
    return (ours | (LIBRARIES & set(modules))) - {
        name for name in ours if "._core." in name
    }


@pytest.mark.parametrize(
    ("code", "loaded"),
    [
        ("import elevenlabs", {"elevenlabs", "elevenlabs._core"}),
        (
            "import elevenlabs; elevenlabs.RateLimitError",
            {"elevenlabs", "elevenlabs._core", "elevenlabs.errors"},
        ),
        (
            "from elevenlabs import ElevenLabs; ElevenLabs('k')",
            {"elevenlabs", "elevenlabs._core", "elevenlabs.client", *LIBRARIES},
        ),
        (
            "from elevenlabs import ElevenLabs; ElevenLabs('k').voices",
            {
                "elevenlabs",
                "elevenlabs._core",
                "elevenlabs.client",
                "elevenlabs.models",
                "elevenlabs.pages",
                "elevenlabs.resources",
                "elevenlabs.resources.voices",
                *LIBRARIES,
            },
        ),
        (
            "from elevenlabs import AsyncElevenLabs; AsyncElevenLabs('k').voices.samples.audio",
            {
                "elevenlabs",
                "elevenlabs._core",
                "elevenlabs.aio",
                "elevenlabs.aio.voices",
                "elevenlabs.aio.voices_samples",
                "elevenlabs.aio.voices_samples_audio",
                "elevenlabs.models",
                "elevenlabs.pages",
                *LIBRARIES,
            },
        ),
    ],
)
def test_only_what_is_used_is_loaded(code: str, loaded: set[str]) -> None:
    assert loaded_by(code) == loaded


def core_loaded_by(code: str) -> set[str]:
    """Run code; return the modules of the runtime that it has loaded."""
    start = "elevenlabs._core."
    return {
        name.removeprefix(start)
        for name in modules_after(code)
        if name.startswith(start)
    }


CONSTRUCTED = {
    *("client", "credentials", "drift", "errors", "replies", "settings", "transport"),
}
DECLARED = {"model", "paging", "values"}
CALLED = {
    *("answer", "body", "call", "codec", "exchange", "failures", "proof", "steps"),
    "styles",
}
CALL = """
import httpx2, elevenlabs
def answer(request): return httpx2.Response(200, json={'stability': 0.5})
http_client = httpx2.Client(transport=httpx2.MockTransport(answer))
client = elevenlabs.ElevenLabs('k', http_client=http_client)
assert client.voices.settings.get('v1').stability == 0.5
"""


def test_the_runtime_waits_for_the_first_call() -> None:
    construct = "from elevenlabs import ElevenLabs; client = ElevenLabs('k')"
    assert core_loaded_by(construct) == CONSTRUCTED
    assert core_loaded_by(f"{construct}; client.voices") == CONSTRUCTED | DECLARED


def test_a_plain_call_needs_no_streams_uploads_or_drift() -> None:
    assert core_loaded_by(CALL) == CONSTRUCTED | DECLARED | CALLED


def test_public_names_are_there() -> None:
    assert sorted(elevenlabs.__all__) == elevenlabs.__all__
    for name in elevenlabs.__all__:
        assert getattr(elevenlabs, name).__name__ == name
    with pytest.raises(
        AttributeError, match=r"^module 'elevenlabs' has no attribute 'Voice'$"
    ):
        elevenlabs.Voice  # type: ignore[attr-defined]  # noqa: B018 - that is the test


def test_a_shell_can_complete_the_names() -> None:
    script = "import elevenlabs; print(*dir(elevenlabs))"
    run = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        cwd=GENERATED,
    )
    assert set(elevenlabs.__all__) <= set(run.stdout.split())


def test_every_error_is_public() -> None:
    errors = import_module("elevenlabs.errors")
    found = {
        name
        for name in dir(errors)
        if isinstance(getattr(errors, name), type)
        and issubclass(getattr(errors, name), Exception)
    }
    assert found == set(elevenlabs.__all__) - {"AsyncElevenLabs", "ElevenLabs"}


def test_both_colours_have_the_same_methods() -> None:
    names = {
        path.name for path in (GENERATED / "elevenlabs" / "resources").glob("*.py")
    }
    assert names == {
        path.name for path in (GENERATED / "elevenlabs" / "aio").glob("*.py")
    }
    for name in names - {"__init__.py"}:
        assert outline(f"resources/{name}") == outline(f"aio/{name}")


def outline(name: str) -> list[tuple[str, str]]:
    """List classes and methods with their arguments."""
    tree = ast.parse((GENERATED / "elevenlabs" / name).read_text(encoding="utf-8"))
    found: list[tuple[str, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            found.append((node.name, ""))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = ast.unparse(node.args)
            found.append((node.name, arguments.replace("AsyncTransport", "Transport")))
    return found
