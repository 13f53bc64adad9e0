"""Where the generated package and the specs behind it are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
GENERATED = ROOT / "generated"
"""Holds the package `elevenlabs`."""
SPECS = ROOT / "specs" / "elevenlabs"
