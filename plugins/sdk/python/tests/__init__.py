"""Tests of the SDK: `python3 -m unittest` in its folder. Nothing has to be installed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
