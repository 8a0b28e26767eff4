"""``withdraw`` for tickets, cases and talks."""

from __future__ import annotations

from tests.cli.conftest import NUMBER, Terminal


def test_the_last_step_of_a_ticket_is_taken_back(terminal: Terminal) -> None:
    terminal.register()
    terminal.done("do", NUMBER, "urge", "note=市民又来电")
    assert "可以撤回上一步“登记催单”" in terminal.done("show", NUMBER).out
    answer = terminal.done("withdraw", NUMBER, "reason=登记了两次", "--by", "王芳")
    assert "已撤回“登记催单”" in answer.out
    shown = terminal.done("show", NUMBER, "--json").json
    assert [(line["step"], line["withdrawn"]) for line in shown["history"]][-2:] == [
        ("urge", True),
        ("withdraw", False),
    ]
    assert "已撤回" in terminal.done("show", NUMBER).out
    assert shown["withdrawal"]["allowed"] is False and shown["urges"] == 0


def test_a_withdrawal_without_a_reason_or_without_a_step_is_refused(terminal: Terminal) -> None:
    terminal.register()
    assert terminal("withdraw", NUMBER).code == 3
    answer = terminal("withdraw", NUMBER, "reason=写错")
    assert answer.code == 3 and "没有可以撤回的步骤" in answer.err
    assert terminal("withdraw", NUMBER, "why=写错").code == 2
