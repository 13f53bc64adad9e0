"""The runtime: here not a copy but the original, so that the tests measure and blame the right files."""

from pathlib import Path

import specweld

__path__ = [str(Path(specweld.__file__).parent / "runtime")]
