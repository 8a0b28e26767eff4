"""The forms of the office: loaded once, then composed with records."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from hotline_desktop.documents.composer import Composer
from hotline_desktop.documents.definition import DefinitionError
from hotline_desktop.documents.definition_reader import STYLES_FILE, kind_in, read_form, read_look
from hotline_desktop.documents.flow import FlowComposer
from hotline_desktop.documents.form_labels import labels_of
from hotline_desktop.documents.model import LongPaper, Paper
from hotline_desktop.documents.typeset import reference
from hotline_desktop.documents.word_labels import Labels
from hotline_desktop.domain.papers.records import RECORDS, PaperRecord
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.paper_kinds import PaperKind


class UnknownState(HotlineError):
    """The form cannot be printed in that state."""

    def __init__(self, kind: PaperKind, state: str, states: tuple[str, ...]) -> None:
        super().__init__(f"{kind}没有“{state}”这种状态，可以选 {'、'.join(states)}。没有打印任何内容。")


class FormLibrary:
    """All papers of ``forms/``, ready to be filled. ``faults`` are the definitions that cannot be used.

    ``word_faces`` are the names of faces that Word files are written with, by role.
    """

    def __init__(
        self,
        composers: Mapping[PaperKind, Composer | FlowComposer],
        word_faces: Mapping[str, str],
        faults: Sequence[tuple[str, DefinitionError]] = (),
    ) -> None:
        self.word_faces = word_faces
        self._composers = composers
        self._faults = tuple(faults)

    def check(self) -> None:
        """Raises the first DefinitionError where a definition is wrong, missing, or there twice."""
        if self._faults:
            raise self._faults[0][1]

    def states(self, kind: PaperKind) -> tuple[str, ...]:
        """The states in which ``kind`` can be printed, in the definition's order. Raises DefinitionError."""
        return self._composer(kind).states

    def labels(self, kind: PaperKind) -> Labels:
        """By which words the fields of a paper are found in a Word file. Raises DefinitionError."""
        return labels_of(self._composer(kind).form)

    def state(self, kind: PaperKind, name: str) -> str:
        """The state called ``name`` now or in earlier forms; the first one where ``name`` is empty.

        Raises UnknownState, DefinitionError.
        """
        composer = self._composer(kind)
        state = composer.earlier.get(name, name) or composer.states[0]
        if state not in composer.states:
            raise UnknownState(kind, state, composer.states)
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
        return LongPaper(reference(record), composer.sheet, composer.pages(record, self.state(kind, state)))

    def _ready(self, kind: PaperKind, record: PaperRecord, state: str) -> Composer | FlowComposer:
        if not isinstance(record, RECORDS[kind]):
            raise TypeError(f"{kind} needs a {RECORDS[kind].__name__}, not a {type(record).__name__}")
        self.state(kind, state)
        return self._composer(kind)

    def _composer(self, kind: PaperKind) -> Composer | FlowComposer:
        """A faulty definition is told when its own paper is asked for, and does not stand in the way of others."""
        mine = next((fault for faulty, fault in self._faults if faulty == kind), None)
        if mine is not None:
            raise mine
        return self._composers[kind]


def load_forms(forms_dir: Path) -> FormLibrary:
    """Every paper of ``forms_dir``. Raises DefinitionError when one is wrong, missing, or there twice."""
    library = read_forms(forms_dir)
    library.check()
    return library


def read_forms(forms_dir: Path) -> FormLibrary:
    """Every paper of ``forms_dir`` that can be used. Raises DefinitionError only for what all of them share."""
    look = read_look(forms_dir / STYLES_FILE)
    composers: dict[PaperKind, Composer | FlowComposer] = {}
    faults: list[tuple[str, DefinitionError]] = []
    for path in sorted(forms_dir.glob("*.toml")):
        if path.name.startswith("_"):
            continue
        try:
            form = read_form(path, look)
        except DefinitionError as error:
            faults.append((kind_in(path), error))
            continue
        if form.kind in composers:
            fault = DefinitionError(path.name, "kind", f"“{form.kind}”已经由另一个文件定义")
            faults.append((form.kind, fault))
        else:
            composers[form.kind] = FlowComposer(form) if form.flows else Composer(form)
    faulty = {kind for kind, _fault in faults}
    for kind in PaperKind:
        if kind not in composers and kind not in faulty:
            fault = DefinitionError(forms_dir.name, "", f"文件夹里没有“{kind}”的定义")
            faults.append((kind, next((f for name, f in faults if not name), fault)))
    return FormLibrary(composers, look.fonts, faults)
