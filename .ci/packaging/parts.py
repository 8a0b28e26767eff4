"""What goes into the delivered program and what does not, by the tables of bundle.toml; used by build.spec."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path, PurePosixPath

TABLES = Path(__file__).with_name("bundle.toml")
OWN = "hotline_desktop"
# PyInstaller's own, and Python's that is named after the computer.
_BUILT_IN = ("_pyi_rth_utils", "pyimod*", "pyiboot*", "_sysconfigdata*")

Entry = tuple[str, str, str]


class UnknownPart(SystemExit):
    """The program would bring something that bundle.toml does not name."""


@dataclass(slots=True)
class Bundle:
    """The tables, and what was met while they were applied."""

    tables: dict[str, dict[str, str]]
    windows: bool
    unknown: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, windows: bool = sys.platform == "win32") -> Bundle:
        """The tables as they stand in bundle.toml."""
        raw = tomllib.loads(TABLES.read_text("utf-8"))
        left_out, system = raw["left_out"], raw["windows" if windows else "linux"]
        tables = {
            "parts": raw["parts"],
            "modules": left_out["modules"],
            "files": left_out["files"],
            "carried": system["carried"],
            "host": system.get("host", {}),
        }
        return cls(tables, windows)

    @property
    def excluded_modules(self) -> list[str]:
        """The modules that are left out."""
        return list(self.tables["modules"])

    def distributions(self) -> dict[str, metadata.Distribution]:
        """The parts that are installed here: another system may have others."""
        found = {}
        for name in self.tables["parts"]:
            try:
                found[name] = metadata.distribution(name)
            except metadata.PackageNotFoundError:
                continue
        return found

    def known_packages(self) -> set[str]:
        """Top-level names that the parts bring, beside Python's own and ours."""
        names = {OWN, "_cffi_backend", *sys.stdlib_module_names}
        for distribution in self.distributions().values():
            names |= {first for first in _first_names(distribution) if first}
        return names

    def kept(self, entries: Iterable[Entry]) -> list[Entry]:
        """Those files of PyInstaller's list that go along; remembers what no table knows."""
        packages = self.known_packages()
        return [entry for entry in entries if self._keeps(entry[0].replace("\\", "/"), packages)]

    def check_modules(self, names: Iterable[str]) -> None:
        """Remembers the modules that no part brings."""
        packages = self.known_packages()
        tops = {name.partition(".")[0] for name in names}
        self.unknown |= {top for top in tops - packages if not _matches(top, _BUILT_IN)}

    def stop_at_unknown(self) -> None:
        """Raises UnknownPart where something was met that is not in the tables."""
        if self.unknown:
            lines = "\n  ".join(sorted(self.unknown))
            raise UnknownPart(f"Not named in {TABLES.name}; name it there or leave it out:\n  {lines}")

    def _keeps(self, name: str, packages: set[str]) -> bool:
        if _matches(name, self.tables["files"]):
            return False
        path = PurePosixPath(name)
        if len(path.parts) > 1:
            top = path.parts[0]
            own = re.sub(r"(-[\d.]+\.dist-info|\.libs)$", "", top)
            if own not in packages and not self._is_program_file(top) and not self._is_part(own):
                self.unknown.add(name)
            return True
        if _is_library(name):
            if _matches(name, self.tables["carried"]):
                return True
            if self.windows and not _matches(name.partition(".")[0], packages):
                self.unknown.add(name)
            return name.partition(".")[0] in packages
        return True

    def _is_part(self, name: str) -> bool:
        plain = _plain(name)
        return any(_plain(part) == plain for part in self.tables["parts"])

    @staticmethod
    def _is_program_file(top: str) -> bool:
        return top in {"forms", "resources", "licenses", "offices", "lib-dynload", "python3.11"}


def licence_files(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """(file, folder in the program) of every part's licence texts, for PyInstaller's ``datas``."""
    for name, distribution in bundle.distributions().items():
        for file in distribution.files or ():
            if ".dist-info/" in str(file) and re.search(r"licen[cs]e|copying|notice|authors", str(file), re.IGNORECASE):
                below = PurePosixPath(str(file)).parent.parts[1:]
                yield str(distribution.locate_file(file)), "/".join(("licenses", name, *below))


def system_licences(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """(file, folder in the program) of the licence texts of libraries that come from Debian's packages."""
    for name, source, kind in entries:
        if kind != "BINARY" or "/" in name or not source.startswith(("/lib/", "/usr/lib/")):
            continue
        # dpkg knows a file by the name that the package gave it, which may go through a link of folders.
        for path in (str(Path(source).resolve()), str(Path(source).resolve()).removeprefix("/usr")):
            run = subprocess.run(["dpkg-query", "--search", path], capture_output=True, text=True, check=False)
            package = run.stdout.partition(":")[0]
            text = Path("/usr/share/doc") / package / "copyright"
            if package and text.is_file():
                yield str(text), f"licenses/{package}"
                break


def _first_names(distribution: metadata.Distribution) -> Iterator[str]:
    for file in distribution.files or ():
        first = PurePosixPath(str(file)).parts[0]
        if not first.endswith((".dist-info", "..")):
            yield first.partition(".")[0]


def _is_library(name: str) -> bool:
    return bool(re.search(r"\.so(\.|$)|\.dll$|\.pyd$", name, re.IGNORECASE))


def _matches(name: str, patterns: Iterable[str]) -> bool:
    lowered = name.lower()
    return any(fnmatchcase(lowered, pattern.lower()) for pattern in patterns)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
