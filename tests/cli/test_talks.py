"""``talks``, ``talk``, ``do-talk``."""

from __future__ import annotations

from tests.cli.conftest import Terminal
from tests.unit_register import know


def test_a_talk_goes_its_way_on_the_command_line(terminal: Terminal) -> None:
    know(terminal.office(), "新海村").close()
    grounds = ("ground=推诿敷衍或不作为", "evidence=逾期退单两次")
    assert "约谈1（新海村）现为“待审定”" in terminal.done("do-talk", "新海村", "talk_propose", *grounds).out
    decided = ("leader=周卫民", "decision=同意", "opinion=约谈")
    answer = terminal.done("do-talk", "1", "镇主要领导审定", *decided, "--json").json
    assert (answer["stage"], answer["withdrawal"]["label"]) == ("待通知", "镇主要领导审定")
    assert [line["step"] for line in answer["history"]] == ["talk_propose", "talk_decide"]
    text = terminal.done("talk", "1").out
    assert "事实依据：逾期退单两次" in text and "发出约谈通知（talk_notify" in text
    assert "已撤回“镇主要领导审定”" in terminal.done("withdraw", "约谈1", "reason=改期").out
    (row,) = terminal.done("talks", "--json").json
    assert (row["unit"], row["stage"]) == ("新海村", "待审定")


def test_a_talk_that_is_not_there_is_a_refusal(terminal: Terminal) -> None:
    assert "共 0 次" in terminal.done("talks").out
    assert terminal("talk", "7").code == 3 and terminal("do-talk", "村", "talk_hold").code == 2
