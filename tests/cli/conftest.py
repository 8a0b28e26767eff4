"""A command line over real offices in temporary folders, its clock standing still."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from hotline_desktop.cli.main import main
from hotline_desktop.services.office import Office, open_office
from hotline_desktop.system.paths import forms_dir, resources_dir
from tests.unit_register import stock

NOW = datetime(2022, 9, 8, 10, 20)
NUMBER = "20220908100001"


@dataclass
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Terminal:
    """Runs commands in this process, over one data folder."""

    data: Path
    capture: pytest.CaptureFixture[str]
    now: datetime = NOW
    stocked: bool = False

    def __call__(self, *arguments: str) -> Answer:
        code = main(["--data", str(self.data), *arguments], lambda: self.now)
        said = self.capture.readouterr()
        return Answer(code, said.out, said.err)

    def done(self, *arguments: str) -> Answer:
        """The same, for what must go well."""
        answer = self(*arguments)
        assert answer.code == 0, answer.err
        return answer

    def office(self) -> Office:
        """The office behind it."""
        return open_office(self.data, lambda: self.now, forms_dir(), resources_dir())

    def register(self, number: str = NUMBER, **values: str) -> None:
        """Registers a ticket of an invented citizen."""
        known = {"content": "海虹小区12号楼前路灯不亮已一周", "caller": "赵文静", "phones": "13800010001"}
        arguments = [f"{key}={value}" for key, value in {**known, **values}.items()]
        if not self.stocked:
            office = self.office()
            stock(office).close()
            self.stocked = True
        self.done("do", number, "register", *arguments, "--by", "王芳")


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "data", capsys)
