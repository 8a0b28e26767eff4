"""An encrypted office at the window: asked for before anything is shown, switched on and off in the settings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFormLayout, QLineEdit
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.main_window import MainWindow
from hotline_desktop.gui.pictures import settle
from hotline_desktop.gui.records.steps.drafts import Drafts
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.shell.session.session import preferences_of
from hotline_desktop.gui.views.settings.account_forms import AccountForm
from hotline_desktop.gui.views.settings.data_section import DataSection
from hotline_desktop.gui.views.settings.encryption_forms import EncryptForm, PassphraseForm
from hotline_desktop.gui.views.settings.encryption_part import EncryptionPart
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.services.first_look import FirstLook, first_look
from hotline_desktop.services.keeping import encryption
from hotline_desktop.services.keeping.vault import Vault
from hotline_desktop.services.office import Office, open_office
from hotline_desktop.services.setup.office_lists import SavedFilter, saved_values
from tests.gui.desk import CLERK, PROJECT, RESOURCES, Answers, Clock

PASSPHRASE, CALLER = "口令要记牢一二三", "欧阳静娴"


class Typing(Answers):
    """Fills in the forms of encryption as somebody would who has the sheet in the hand."""

    def __init__(self, theme: Theme, jobs: Jobs) -> None:
        super().__init__(theme)
        self.jobs = jobs
        self.passphrase, self.again, self.code = PASSPHRASE, PASSPHRASE, ""
        self.offered: list[bool] = []
        self.secret = PASSPHRASE

    def fill(self, title: str, text: str, form: object, action: str, ready: object = None) -> bool:
        if isinstance(form, EncryptForm):
            form.ready.connect(self.offered.append)
            form.save.click()
            settle(self.jobs)
            form.typed.setText(self.code or form._code)
        assert isinstance(form, PassphraseForm)
        form.passphrase.setText(self.passphrase)
        form.again.setText(self.again)
        return not form.fault

    def ask_secret(self, title: str, text: str, label: str) -> str:
        return self.secret


class Shown:
    """A window over the office in ``data``, opened as the program opens it."""

    def __init__(self, data: Path, theme: Theme, clock: Clock, qtbot: QtBot) -> None:
        self.vault, self.jobs, self.clock = Vault(data, clock), Jobs(), clock
        self.data = data
        self.prompts = Typing(theme, self.jobs)
        self.prompts.path = data.parent
        self.window = MainWindow(theme, self.jobs, self.prompts, data, clock)
        self.window.unlocking.vault = self.vault
        qtbot.addWidget(self.window)
        self.window.show()
        self.looks: list[FirstLook | None] = []
        self.window.start(
            lambda _progress: open_office(data, clock, PROJECT / "forms", RESOURCES, key=self.vault.key), look=self.look
        )
        self.settle()

    def look(self) -> FirstLook | None:
        self.looks.append(first_look(self.data, self.clock(), RESOURCES, self.vault.key))
        return self.looks[-1]

    def settle(self) -> None:
        settle(self.jobs)

    @property
    def sheet(self) -> object:
        return self.window.unlocking.sheet

    def part(self) -> EncryptionPart:
        self.window.navigator.go(Place.SETTINGS, "data")
        self.settle()
        page = self.window.stack.page
        assert isinstance(page, SettingsPage)
        return page.data.encryption

    def enter(self, secret: str) -> None:
        self.window.unlocking.sheet.secret.setText(secret)
        self.window.unlocking.sheet.open.click()
        self.settle()


@pytest.fixture
def data(tmp_path: Path, clock: Clock) -> Path:
    folder = tmp_path / "data"
    office = plain(folder, clock)
    raw = {"number": "20220908100001", "content": "路灯不亮", "caller": CALLER, "phones": "13871234567"}
    office.tickets.register({**raw, "called_at": clock.now, "received_at": clock.now}, CLERK)
    office.close()
    return folder


def plain(folder: Path, clock: Clock) -> Office:
    return open_office(folder, clock, PROJECT / "forms", RESOURCES)


@pytest.fixture
def shown(data: Path, theme: Theme, clock: Clock, qtbot: QtBot) -> Iterator[Shown]:
    made = Shown(data, theme, clock, qtbot)
    yield made
    made.window.close()


@pytest.fixture
def locked(data: Path, theme: Theme, clock: Clock, qtbot: QtBot) -> Iterator[Shown]:
    encryption.encrypt(data, encryption.new_code(), PASSPHRASE, clock.now, CLERK)
    made = Shown(data, theme, clock, qtbot)
    yield made
    made.window.close()


def test_nothing_of_the_office_is_shown_before_its_passphrase(locked: Shown) -> None:
    window = locked.window
    assert window.stack.currentWidget() is locked.sheet and window.session is None
    locked.enter("口令不对口令不对")
    assert window.stack.currentWidget() is locked.sheet
    assert "口令不对，没有打开" in window.unlocking.sheet.problem.text()
    assert window.unlocking.sheet.secret.text() == ""
    locked.enter(PASSPHRASE)
    assert window.session is not None and window.session.key is not None
    assert window.stack.currentWidget() is window.stack.page
    before, day = locked.looks
    assert before is None, "without the key nothing can be looked at"
    assert day is not None and [row.number for row in day.rows] == ["20220908100001"], "the day comes first again"


def test_it_is_switched_on_in_the_settings_and_asked_for_at_the_next_start(
    shown: Shown, data: Path, theme: Theme, clock: Clock, qtbot: QtBot
) -> None:
    part = shown.part()
    assert part.on.isVisible() and not part.off.isVisible()
    part.on.click()
    shown.settle()
    assert shown.prompts.errors == [] and (data.parent / "恢复单.pdf").exists()
    assert shown.window.session is not None and shown.window.session.key is not None
    part = shown.part()
    assert part.off.isVisible() and part.passphrase.isVisible() and not part.on.isVisible()
    shown.window.close()
    again = Shown(data, theme, clock, qtbot)
    assert again.window.session is None
    again.enter(PASSPHRASE)
    assert again.window.session is not None
    again.window.close()


def test_whoever_has_no_sheet_or_types_other_words_twice_cannot_encrypt(shown: Shown, data: Path) -> None:
    part = shown.part()
    for attribute, value in (("code", encryption.new_code()), ("again", "别的口令别的口令"), ("passphrase", "短")):
        setattr(shown.prompts, attribute, value)
        part.on.click()
        shown.settle()
        assert not (data / "hotline.key").exists()
        shown.prompts.code, shown.prompts.passphrase, shown.prompts.again = "", PASSPHRASE, PASSPHRASE
    shown.prompts.path = None  # nowhere to save the sheet
    part.on.click()
    shown.settle()
    assert not (data / "hotline.key").exists()


def test_it_is_switched_off_and_the_passphrase_is_changed(locked: Shown, data: Path, clock: Clock) -> None:
    locked.enter(PASSPHRASE)
    locked.prompts.passphrase = locked.prompts.again = "新的口令要更长一些"
    locked.part().passphrase.click()
    locked.settle()
    assert locked.prompts.errors == []
    Vault(data, clock).open("新的口令要更长一些")
    locked.part().off.click()
    locked.settle()
    assert locked.prompts.errors == [] and not (data / "hotline.key").exists()
    assert locked.window.session is not None and locked.window.session.key is None


def test_what_is_typed_in_an_encrypted_office_is_kept_sealed(locked: Shown, data: Path, clock: Clock) -> None:
    locked.enter(PASSPHRASE)
    assert locked.window.session is not None
    drafts = Drafts(data, clock, locked.window.session.key)
    drafts.save(1, "answer", {"content": CALLER})
    kept = (data / "drafts" / "1-answer.json").read_bytes()
    assert CALLER.encode() not in kept
    assert drafts.load(1, "answer") == {"content": CALLER}
    assert Drafts(data, clock).load(1, "answer") == {}


def test_filters_of_an_earlier_window_are_sealed_and_taken_over(
    data: Path, theme: Theme, clock: Clock, qtbot: QtBot
) -> None:
    store = preferences_of(data)
    kept = json.dumps([saved_values(SavedFilter("我找的", TicketFilter(search=CALLER), CLERK))], ensure_ascii=False)
    store.setValue(f"tickets/saved_filters/{CLERK}", kept)
    store.setValue("clerk", CLERK)
    store.sync()
    encryption.encrypt(data, encryption.new_code(), PASSPHRASE, clock.now, CLERK)
    assert b"saved_filters" not in (data / "window.ini").read_bytes()
    assert all(b"tickets" not in path.read_bytes() for path in (data / "filters").iterdir())
    shown = Shown(data, theme, clock, qtbot)
    shown.enter(PASSPHRASE)
    shown.window.navigator.go(Place.TICKETS)
    shown.settle()
    page = shown.window.stack.page
    assert isinstance(page, TicketsPage)
    assert [saved.filter.search for saved in page.saved.own] == [CALLER]
    assert not (data / "filters" / "window.ini").exists() and shown.window.session is not None
    assert CALLER.encode() not in b"".join(path.read_bytes() for path in (data / "filters").iterdir())
    shown.window.close()


def test_a_plain_backup_takes_the_place_of_encrypted_data_only_when_it_is_confirmed(
    theme: Theme, clock: Clock, tmp_path: Path, qtbot: QtBot
) -> None:
    data = tmp_path / "data"
    office = open_office(data, clock, PROJECT / "forms", RESOURCES)
    copy = office.backups.make_elsewhere(tmp_path)
    office.close()
    encryption.encrypt(data, encryption.new_code(), PASSPHRASE, clock.now, CLERK)
    shown = Shown(data, theme, clock, qtbot)
    shown.vault.open(PASSPHRASE)
    shown.window.try_again(Place.SETTINGS)
    shown.settle()
    for agrees in (False, True):
        shown.prompts.agrees = agrees
        session = shown.window.session
        assert session is not None and session.office.key is not None and session.restore_from is not None
        session.restore_from(copy, "")
        shown.settle()
        assert "不用口令" in shown.prompts.asked[0]
    assert shown.window.session is not None and shown.window.session.office.key is None
    shown.window.close()


def test_backups_are_sealed_by_one_button_and_made_plain_again_by_another(
    data: Path, theme: Theme, clock: Clock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Shown(data, theme, clock, qtbot)
    shown.window.navigator.go(Place.SETTINGS, "data")
    shown.settle()
    section, session = shown.window.findChild(DataSection), shown.window.session
    assert section is not None and session is not None and section.unseal.isHidden()
    sheets: list[str] = []
    monkeypatch.setattr(section.encryption, "offer_sheet", sheets.append)
    section.seal.click()
    shown.settle()
    places = session.office.backups.places
    assert sheets == [places.recovery_code()] and not section.unseal.isHidden()
    assert section.seal.text().startswith("更改备份口令")
    section.unseal.click()
    shown.settle()
    assert places.key() is None and section.unseal.isHidden() and "不加密" in shown.prompts.message[-1]
    shown.window.close()


def test_the_labels_of_the_forms_stand_beside_their_lines(theme: Theme, qtbot: QtBot) -> None:
    for form in (PassphraseForm(), AccountForm(name=True, new=True)):
        qtbot.addWidget(form)
        form.show()
        rows = form.findChild(QFormLayout)
        assert rows is not None
        beside = [(line, rows.labelForField(line)) for line in form.findChildren(QLineEdit)]
        assert len(beside) == rows.rowCount()
        for line, label in beside:
            assert abs(label.geometry().center().y() - line.geometry().center().y()) <= 1
