"""Tests of the handler alone: `python3 -m unittest`. The SDK is where `pyproject.toml` says it is."""

import sys
import tomllib
from pathlib import Path

_FOLDER = Path(__file__).parents[1]
_SDK = tomllib.loads((_FOLDER / "pyproject.toml").read_text())["tool"]["mitra"]["sdk"]
sys.path[:0] = [str(_FOLDER), str(_FOLDER / _SDK / "src")]
