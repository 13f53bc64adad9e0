"""The figures that we promise, each measured beside what it is promised against."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pairs import Paired, median_seconds, peak_megabytes, run_pairs
from peers import ELEVENLABS, OPENAI, OPENAPI_PYTHON_CLIENT
from voices import voices_page

ROOT = Path(__file__).resolve().parent.parent
SPECWELD = str(Path(sys.executable).with_name("specweld"))
GENERATED = ROOT / "generated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured promise."""

    name: str
    measured: str
    against: str
    result: str
    promise: str
    is_kept: bool


def specweld_from_nothing(inputs: str, folder: Path) -> list[str]:
    """Return the command that generates a client into an empty folder, without any cache."""
    return [
        SPECWELD,
        "generate",
        "-q",
        inputs,
        "-p",
        "client",
        "-o",
        str(folder / "client"),
    ]


def emptied(folder: Path) -> Callable[[], None]:
    """Return a function that leaves the folder empty."""

    def empty() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    return empty


def generation(
    name: str,
    inputs: Path,
    *,
    runs: int,
    limit_seconds: float,
    limit_megabytes: float | None,
) -> list[Figure]:
    """Generate from nothing against openapi-python-client on the merged document of the same."""
    OPENAPI_PYTHON_CLIENT.install()
    scratch = Path(tempfile.mkdtemp(prefix="specweld-bench-"))
    merged = scratch / "openapi.yaml"
    subprocess.run(
        [SPECWELD, "merge", "-q", str(inputs), "-o", str(merged)], check=True
    )
    ours, theirs = scratch / "ours", scratch / "theirs"
    peer = [
        str(Path(OPENAPI_PYTHON_CLIENT.python).with_name("openapi-python-client")),
        "generate",
        "--path",
        str(merged),
        "--output-path",
        str(theirs / "out"),
    ]
    pairs = run_pairs(
        specweld_from_nothing(str(inputs), ours),
        peer,
        runs=runs,
        prepare_ours=emptied(ours),
        prepare_theirs=emptied(theirs),
    )
    shutil.rmtree(scratch)
    seconds, memory = median_seconds(pairs.ours), peak_megabytes(pairs.ours)
    figures = [
        Figure(
            name=f"{name}: from nothing, formatting and validation included",
            measured=f"{seconds:.2f} s",
            against=f"openapi-python-client {OPENAPI_PYTHON_CLIENT.version} on the merged "
            f"document: {median_seconds(pairs.theirs):.2f} s",
            result=f"{pairs.ratio:.2f} times",
            promise=f"at most 1 time, and {limit_seconds:g} s",
            is_kept=pairs.ratio <= 1 and seconds <= limit_seconds,
        )
    ]
    if limit_megabytes is not None:
        figures.append(
            Figure(
                name=f"{name}: memory from nothing, largest process",
                measured=f"{memory:.0f} MB",
                against=f"openapi-python-client: {peak_megabytes(pairs.theirs):.0f} MB",
                result=f"{memory:.0f} MB",
                promise=f"at most {limit_megabytes:g} MB",
                is_kept=memory <= limit_megabytes,
            )
        )
    return figures


def nothing_changed(
    name: str, config: Path, *, runs: int, limit_seconds: float
) -> Figure:
    """Regenerate when nothing changed against starting Python."""
    command = [SPECWELD, "regenerate", "-q", "--config", str(config)]
    pairs = run_pairs(command, [sys.executable, "-c", "pass"], runs=runs)
    return Figure(
        name=f"{name}: nothing changed",
        measured=f"{median_seconds(pairs.ours):.3f} s",
        against=f"python -c pass: {median_seconds(pairs.theirs):.3f} s",
        result=f"{pairs.difference:.3f} s more",
        promise=f"at most {limit_seconds:g} s more",
        is_kept=pairs.difference <= limit_seconds,
    )


def python_code(folder: Path, code: str) -> list[str]:
    """Return the command that runs code with a folder of generated packages on the path."""
    return [
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {str(folder)!r}); {code}",
    ]


def imported(runs: int) -> Figure:
    """Import the client against starting Python."""
    pairs = run_pairs(
        python_code(GENERATED, "import elevenlabs"),
        python_code(GENERATED, "pass"),
        runs=runs,
    )
    milliseconds = pairs.difference * 1000
    return Figure(
        name="import elevenlabs",
        measured=f"{median_seconds(pairs.ours) * 1000:.0f} ms",
        against=f"python -c pass: {median_seconds(pairs.theirs) * 1000:.0f} ms",
        result=f"{milliseconds:.1f} ms more",
        promise="at most 30 ms more",
        is_kept=milliseconds <= 30,
    )


def first_use(name: str, folder: Path, code: str, *, runs: int, limit: float) -> Figure:
    """Import, construct and use a client against importing the two libraries below it."""
    pairs: Paired = run_pairs(
        python_code(folder, code),
        python_code(folder, "import httpx2, msgspec"),
        runs=runs,
    )
    return Figure(
        name=name,
        measured=f"{median_seconds(pairs.ours) * 1000:.0f} ms",
        against=f"import httpx2, msgspec: {median_seconds(pairs.theirs) * 1000:.0f} ms",
        result=f"{pairs.ratio:.2f} times",
        promise=f"at most {limit:g} times",
        is_kept=pairs.ratio <= limit,
    )


def decoding(runs: int) -> list[Figure]:
    """Decode 600 kB of voices against json.loads and against the vendor's own SDK."""
    ELEVENLABS.install()
    with tempfile.NamedTemporaryFile(suffix=".json") as page:
        page.write(voices_page())
        page.flush()
        rounds = [
            {
                "specweld": timed_decoder("specweld", sys.executable, page.name, 50),
                "json": timed_decoder("json", sys.executable, page.name, 50),
                "vendor": timed_decoder("vendor", ELEVENLABS.python, page.name, 3),
            }
            for _ in range(runs)
        ]
    median = {
        name: statistics.median(each[name] for each in rounds) * 1000
        for name in rounds[0]
    }
    to_json = statistics.median(each["specweld"] / each["json"] for each in rounds)
    to_vendor = statistics.median(each["vendor"] / each["specweld"] for each in rounds)
    name = "decode 600 kB of voices"
    measured = f"{median['specweld']:.2f} ms"
    return [
        Figure(
            name=name,
            measured=measured,
            against=f"json.loads: {median['json']:.2f} ms",
            result=f"{to_json:.2f} times",
            promise="at most 0.7 times",
            is_kept=to_json <= 0.7,
        ),
        Figure(
            name=name,
            measured=measured,
            against=f"elevenlabs {ELEVENLABS.version}: {median['vendor']:.0f} ms",
            result=f"{to_vendor:.0f} times faster",
            promise="at least 50 times faster",
            is_kept=to_vendor >= 50,
        ),
    ]


def timed_decoder(name: str, python: str, path: str, times: int) -> float:
    """Run `decode.py` in an interpreter and return its median in seconds."""
    script = Path(__file__).with_name("decode.py")
    environment = {} if name == "vendor" else {"PYTHONPATH": str(GENERATED)}
    done = subprocess.run(
        [python, str(script), name, path, str(times)],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    return float(done.stdout)


def lines_an_operation() -> Figure:
    """Count the lines of the committed client, `_core` apart, by operation."""
    package = GENERATED / "elevenlabs"
    lines = sum(
        len(path.read_text(encoding="utf-8").splitlines())
        for path in package.rglob("*.py")
        if "_core" not in path.parts
    )
    index = (package / "api.md").read_text(encoding="utf-8")
    operations = len(re.findall(r"client\.[\w.]+\(", index))
    return Figure(
        name="lines per operation, models and both colours, `_core` apart",
        measured=f"{lines} lines, {operations} operations",
        against="openapi-python-client's median: 451",
        result=f"{lines / operations:.0f}",
        promise="at most 160",
        is_kept=lines / operations <= 160,
    )


def calling() -> Iterator[Figure]:
    """Call a method against a bare call of the HTTP library, and against what other clients add to theirs."""
    bare, own = one_call("specweld", "httpx2", sys.executable)
    name, added = "one call, build to value", own - bare
    yield Figure(
        name=name,
        measured=f"{own:.0f} µs",
        against=f"httpx2 and json.loads: {bare:.0f} µs",
        result=f"{added:.0f} µs more, {own / bare:.2f} times",
        promise="at most 60 µs more",
        is_kept=added <= 60,
    )
    for peer, made_by, library in (
        (ELEVENLABS, "fern", "httpx"),
        (OPENAI, "stainless", "httpx2"),
    ):
        peer.install()
        bare, whole = one_call(made_by, library, peer.python)
        theirs = whole - bare
        yield Figure(
            name=f"{name}, above the HTTP library",
            measured=f"{added:.0f} µs",
            against=f"{peer.distribution} {peer.version}, above {library}: {theirs:.0f} µs",
            result=f"{added / theirs:.2f} times",
            promise="less",
            is_kept=added < theirs,
        )


def one_call(name: str, library: str, python: str) -> tuple[float, float]:
    """Run `calling.py` in an interpreter; return the microseconds of a bare call and of a whole one."""
    script = Path(__file__).with_name("calling.py")
    environment = {"PYTHONPATH": str(GENERATED)} if name == "specweld" else {}
    done = subprocess.run(
        [python, str(script), name, library],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    bare, whole = map(float, done.stdout.split())
    return bare, whole
