"""The build's own helpers lie outside the package: they are imported from where they are."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / ".ci" / "packaging"))
