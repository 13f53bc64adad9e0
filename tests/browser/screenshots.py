"""Take the screenshots of the handbook anew: `python -m browser.screenshots`, in tests/.

Shrink them before they are committed: `pngquant --force --ext .png 64 docs/examples/*.png`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from browser.chromium import chromium

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
SHOTS = (
    ("diff-report", 1280, 800, "light", ""),
    ("diff-report-dark", 1280, 800, "dark", ""),
    ("diff-report-open", 1280, 800, "light", ".deciding .entry"),
    ("diff-report-phone", 375, 812, "light", ""),
)
"""Name, width, height, colours, and what is opened."""


def main() -> None:
    """Compare the two versions of the example, and look at the page as its readers do."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.html")
        subprocess.run(
            [
                *(sys.executable, "-m", "specweld", "diff", "-q"),
                *("bookings.yaml", "bookings-next.yaml", "-p", "trains"),
                *("--uses", "desk", "-o", str(report)),
            ],
            cwd=EXAMPLES,
            check=True,
        )
        with chromium(Path(folder, "profile")) as page:
            for name, width, height, scheme, opened in SHOTS:
                page.resize(width, height, mobile=width < 600)
                features = [{"name": "prefers-color-scheme", "value": scheme}]
                page.send("Emulation.setEmulatedMedia", features=features)
                page.open(report.as_uri())
                if opened:
                    page.run(f"document.querySelector('{opened}').open = true")
                page.screenshot(EXAMPLES / f"{name}.png")


if __name__ == "__main__":
    main()
