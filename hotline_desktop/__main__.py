"""``python -m hotline_desktop`` and the installed command."""

import sys

from hotline_desktop.cli.main import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
