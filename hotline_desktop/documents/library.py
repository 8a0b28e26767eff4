"""The forms of the office: each read when it is first asked for, then composed with records."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from hotline_desktop.documents.definition.definition import DefinitionError, Form, Look
from hotline_desktop.documents.definition.reader import STYLES_FILE, kind_in, read_form, read_look
from hotline_desktop.documents.returned.form_labels import labels_of, row_fields
from hotline_desktop.documents.returned.word_labels import Labels
from hotline_desktop.documents.typesetting.composer import Composer
from hotline_desktop.documents.typesetting.flow import FlowComposer
from hotline_desktop.documents.typesetting.model import LongPaper, Paper
from hotline_desktop.documents.typesetting.typeset import reference
from hotline_desktop.domain.papers.paper_records import RECORDS, PaperRecord
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.paper_kinds import PaperKind


class UnknownState(HotlineError):
    """The form cannot be printed in that state."""

    def __init__(self, kind: PaperKind, state: str, states: tuple[str, ...]) -> None:
        super().__init__(f"{kind}没有“{state}”这种状态，可以选 {'、'.join(states)}。没有打印任何内容。")


class FormLibrary:
    """All papers of a folder of definitions, ready to be filled. A definition is read when its paper is asked for.

    ``word_faces`` are the names of faces that Word files are written with, by role.
    """

    def __init__(self, folder: Path, look: Look) -> None:
        self.word_faces = look.fonts
        self._folder, self._look = folder, look
        self._composers: dict[PaperKind, Composer | FlowComposer] = {}

    def check(self) -> None:
        """Raises the first DefinitionError where a definition is wrong, missing, or there twice."""
        for path in self._unnamed():
            read_form(path, self._look)
        for kind in PaperKind:
            self._composer(kind)

    def states(self, kind: PaperKind) -> tuple[str, ...]:
        """The states in which ``kind`` can be printed, in the definition's order. Raises DefinitionError."""
        return tuple(self._composer(kind).form.states)

    def labels(self, kind: PaperKind) -> Labels:
        """By which words the fields of a paper are found in a Word file. Raises DefinitionError."""
        return labels_of(self._composer(kind).form)

    def row_fields(self, kind: PaperKind, each: str) -> frozenset[str]:
        """The fields of the rows under ``each`` that ``kind`` prints. Raises DefinitionError."""
        return row_fields(self._composer(kind).form, each)

    def state(self, kind: PaperKind, name: str) -> str:
        """The state called ``name`` now or in earlier forms; the first one where ``name`` is empty.

        Raises UnknownState, DefinitionError.
        """
        form = self._composer(kind).form
        states = tuple(form.states)
        state = form.earlier.get(name, name) or states[0]
        if state not in states:
            raise UnknownState(kind, state, states)
        return state

    def compose(self, kind: PaperKind, record: PaperRecord, state: str, *, blank: bool = False) -> Paper:
        """The fitted paper of ``record``.

        ``blank`` gives the empty form with only its printed words. UnknownState for a state that the form does
        not have, TypeError for a record of another kind of paper, DefinitionError where its definition is wrong.
        """
        return self._ready(kind, record, state).compose(record, self.state(kind, state), blank)

    def compose_long(self, kind: PaperKind, record: PaperRecord, state: str) -> LongPaper:
        """As ``compose`` for a document of very many pages, which are set only as they are drawn.

        ValueError for a form, which stands on one sheet.
        """
        composer = self._ready(kind, record, state)
        if not isinstance(composer, FlowComposer):
            raise ValueError(f"{kind} is a form of one sheet")
        return LongPaper(reference(record), composer.form.sheet, composer.pages(record, self.state(kind, state)))

    def _ready(self, kind: PaperKind, record: PaperRecord, state: str) -> Composer | FlowComposer:
        if not isinstance(record, RECORDS[kind]):
            raise TypeError(f"{kind} needs a {RECORDS[kind].__name__}, not a {type(record).__name__}")
        self.state(kind, state)
        return self._composer(kind)

    def _composer(self, kind: PaperKind) -> Composer | FlowComposer:
        """A faulty definition is told when its own paper is asked for, and does not stand in the way of others."""
        if kind not in self._composers:
            form = self._read(kind)
            self._composers[kind] = FlowComposer(form) if form.flows else Composer(form)
        return self._composers[kind]

    def _read(self, kind: PaperKind) -> Form:
        files = self._files.get(kind, ())
        forms = [read_form(path, self._look) for path in files]
        if len(forms) > 1:
            raise DefinitionError(files[1].name, "kind", f"“{kind}”已经由另一个文件定义")
        for path in () if forms else self._unnamed():
            read_form(path, self._look)  # the missing one may be it
        if not forms:
            raise DefinitionError(self._folder.name, "", f"文件夹里没有“{kind}”的定义")
        return forms[0]

    def _unnamed(self) -> Iterator[Path]:
        """Files that do not say which paper they define."""
        return (path for kind, paths in self._files.items() if kind not in set(PaperKind) for path in paths)

    @cached_property
    def _files(self) -> Mapping[str, Sequence[Path]]:
        """The definitions by the kind that each says to be of."""
        files: dict[str, list[Path]] = {}
        for path in sorted(self._folder.glob("*.toml")):
            if not path.name.startswith("_"):
                files.setdefault(kind_in(path), []).append(path)
        return files


def load_forms(forms_dir: Path) -> FormLibrary:
    """Every paper of ``forms_dir``. Raises DefinitionError when one is wrong, missing, or there twice."""
    library = read_forms(forms_dir)
    library.check()
    return library


def read_forms(forms_dir: Path) -> FormLibrary:
    """The papers of ``forms_dir`` that can be used. Raises DefinitionError only for what all of them share."""
    return FormLibrary(forms_dir, read_look(forms_dir / STYLES_FILE))
