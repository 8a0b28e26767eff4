"""The forms of the office: loaded once, then composed with records."""

from collections.abc import Mapping
from pathlib import Path

from hotline_desktop.documents.composer import Composer
from hotline_desktop.documents.definition import DefinitionError
from hotline_desktop.documents.definition_reader import STYLES_FILE, read_form, read_look
from hotline_desktop.documents.flow import FlowComposer
from hotline_desktop.documents.model import Paper
from hotline_desktop.domain.errors import HotlineError
from hotline_desktop.domain.papers import RECORDS, PaperKind, PaperRecord


class UnknownState(HotlineError):
    """The form cannot be printed in that state."""

    def __init__(self, kind: PaperKind, state: str, states: tuple[str, ...]) -> None:
        super().__init__(f"{kind}没有“{state}”这种状态，可以选 {'、'.join(states)}。没有打印任何内容。")


class FormLibrary:
    """All forms of ``forms/``, ready to be filled."""

    def __init__(self, composers: Mapping[PaperKind, Composer | FlowComposer]) -> None:
        self._composers = composers

    def states(self, kind: PaperKind) -> tuple[str, ...]:
        """The states in which ``kind`` can be printed, in the definition's order."""
        return self._composers[kind].states

    def compose(self, kind: PaperKind, record: PaperRecord, state: str, *, blank: bool = False) -> Paper:
        """The fitted paper of ``record``.

        ``blank`` gives the empty form with only its printed words. UnknownState for a state that the form does
        not have, TypeError for a record of another kind of paper.
        """
        if not isinstance(record, RECORDS[kind]):
            raise TypeError(f"{kind} needs a {RECORDS[kind].__name__}, not a {type(record).__name__}")
        composer = self._composers[kind]
        if state not in composer.states:
            raise UnknownState(kind, state, composer.states)
        return composer.compose(record, state, blank)


def load_forms(forms_dir: Path) -> FormLibrary:
    """Reads every form of ``forms_dir``; DefinitionError when one is wrong, missing, or there twice."""
    look = read_look(forms_dir / STYLES_FILE)
    composers: dict[PaperKind, Composer | FlowComposer] = {}
    for path in sorted(forms_dir.glob("*.toml")):
        if path.name.startswith("_"):
            continue
        form = read_form(path, look)
        if form.kind in composers:
            raise DefinitionError(path.name, "kind", f"“{form.kind}”已经由另一个文件定义")
        composers[form.kind] = FlowComposer(form) if form.flows else Composer(form)
    for kind in PaperKind:
        if kind not in composers:
            raise DefinitionError(str(forms_dir.name), "", f"文件夹里没有“{kind}”的定义")
    return FormLibrary(composers)
