"""``python -m hotline_desktop`` and the installed command."""

import sys

__all__ = ["main"]


def main() -> int:
    """The command line; in the packaged program also the process that reads tables for the window."""
    if sys.argv[1:] == ["--read-tables"]:
        from hotline_desktop.exchange.table_child import serve

        serve()
        return 0
    from hotline_desktop.cli.main import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
