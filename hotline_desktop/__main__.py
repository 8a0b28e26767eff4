"""``python -m hotline_desktop`` and the installed command."""

import sys

__all__ = ["main"]


def main() -> int:
    """The command line; in the packaged program also the process that reads tables for the window."""
    if sys.argv[1:] == ["--read-tables"]:
        from hotline_desktop.exchange.opening.table_child import serve

        serve()
        return 0
    try:
        from hotline_desktop.services.foundation.gc_pause import ending, loading

        with loading("hotline_desktop.cli.main"):
            from hotline_desktop.cli.main import main as run
    except ImportError as error:
        return _incomplete(error)
    code = run()
    ending()
    return code


def _incomplete(error: ImportError) -> int:
    """A file of the program is not there: said before anything of it is needed."""
    from hotline_desktop.system.alert import alert
    from hotline_desktop.system.paths import incomplete

    message = incomplete(error.name or error)
    if sys.stderr is None:
        alert(message)
    else:
        print(message, file=sys.stderr)
    return 4


if __name__ == "__main__":
    sys.exit(main())
