"""Every corpus becomes a complete, typed, formatted, importable client."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import black

from corpus_clients import Generated

FOUND = {
    # name: (operations, component schemas)
    "cohere-2025-11-07": (31, 175),
    "deepgram-2025-12-18": (14, 150),
    "elevenlabs-2025-11-07": (215, 978),
    "elevenlabs-2025-11-12": (4, 20),
    "elevenlabs-2026-01-02": (1, 5),
    "elevenlabs-2026-02-01": (2, 11),
    "elevenlabs-2026-07-25": (5, 26),
    "openrouter-2025-11-07": (24, 350),
    "openrouter-2025-11-28": (24, 352),
    "webflow-2025-12-04": (18, 103),
    "webflow-2026-01-04": (20, 110),
    "elevenlabs.json": (208, 593),
    "museum.yaml": (8, 22),
    "oai_petstore_expanded.yaml": (4, 3),
    "train_travel.yaml": (7, 11),
}


def python_files(client: Generated) -> list[Path]:
    return sorted((client.folder / client.package).rglob("*.py"))


def test_nothing_is_dropped(client: Generated) -> None:
    (outcome,) = client.report["clients"]
    coverage = outcome["coverage"]
    operations, schemas = FOUND[client.name]
    assert coverage == {
        "operations": operations,
        "operations_found": operations,
        "schemas": schemas,
        "schemas_found": schemas,
        "untyped_bodies": 0,
    }
    assert client.report["exit_code"] == 0


def test_black_leaves_it_as_it_is(client: Generated) -> None:
    mode = black.Mode(target_versions={black.TargetVersion.PY311})
    files = python_files(client)
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert black.format_str(text, mode=mode) == text, path


def test_every_module_imports(client: Generated) -> None:
    code = (
        "import importlib, msgspec, pkgutil, sys\n"
        "root = importlib.import_module(sys.argv[1])\n"
        "for each in pkgutil.walk_packages(root.__path__, sys.argv[1] + '.'):\n"
        "    importlib.import_module(each.name)\n"
        "hook = importlib.import_module(sys.argv[1] + '._core.codec').resolve_marker\n"
        "models = importlib.import_module(sys.argv[1] + '.models')\n"
        "for name in sys.argv[2].split():\n"
        "    msgspec.json.Decoder(getattr(models, name), dec_hook=hook)\n"
    )
    manifest = client.folder / client.package / ".specweld.json"
    places = json.loads(manifest.read_text(encoding="utf-8"))["names"]
    names = [
        name
        for place, name in places.items()
        if re.fullmatch("#/components/schemas/[^/]+", place)
    ]
    assert len(set(names)) == FOUND[client.name][1]
    subprocess.run(
        [sys.executable, "-W", "error", "-c", code, client.package, " ".join(names)],
        check=True,
        env={**os.environ, "PYTHONPATH": str(client.folder)},
    )


def test_type_checkers_are_silent(client: Generated) -> None:
    checkers = [
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", client.package],
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable],
    ]
    (client.folder / "pyrightconfig.json").write_text(
        json.dumps({"typeCheckingMode": "strict", "include": [client.package]}),
        encoding="utf-8",
    )
    for checker in checkers:
        done = subprocess.run(
            checker, cwd=client.folder, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout[-3000:]


def test_two_hash_seeds_give_the_same_bytes(client: Generated, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "specweld", "generate", "-q", str(client.inputs)]
    trees: list[dict[str, bytes]] = []
    for seed in ("1", "2"):
        folder = tmp_path / seed / client.package
        subprocess.run(
            [*command, "-p", client.package, "-o", folder],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        trees.append(
            {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in folder.rglob("*")
                if path.is_file()
            }
        )
    assert trees[0] == trees[1]
