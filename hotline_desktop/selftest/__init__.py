"""What the installed program checks about itself, on the computer it was installed on.

Everything happens in a temporary folder; the office's own data is not touched. What counts is the answer on the
delivered program: parts that a packaged program may lack are used here as clerks use them.
"""

from hotline_desktop.selftest.bench import Check
from hotline_desktop.selftest.run import Run, run_checks

__all__ = ["Check", "Run", "run_checks"]
