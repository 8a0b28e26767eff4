"""Files are kept with tickets and cases from the command line, so that scripts can finish what asks for them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.cli.conftest import NUMBER, Terminal
from tests.domain.case_walk import SOURCE

BY = ("--by", "王芳")


def _file(folder: Path) -> str:
    path = folder / "现场.jpg"
    path.write_bytes(b"\xff\xd8\xff picture")
    return str(path)


def test_a_ticket_gets_its_file_and_keeps_it_in_its_history(terminal: Terminal, tmp_path: Path) -> None:
    terminal.register()
    said = terminal.done("attach", NUMBER, _file(tmp_path), "--kind", "现场照片", *BY)
    assert "现场照片" in said.out and not said.err
    odd = terminal.done("attach", NUMBER, _file(tmp_path), "--kind", "现厂照片", *BY)
    assert "“现厂照片”不是常用的附件种类，照写了。常用的有：附件、签字处置单" in odd.err
    shown = terminal.done("show", NUMBER, "--json").json
    assert [(file["kind"], file["name"]) for file in shown["attachments"]] == [
        ("现场照片", "现场.jpg"),
        ("现厂照片", "现场.jpg"),
    ]
    assert shown["history"][-1]["by"] == "王芳"


def test_photos_before_and_after_let_an_on_site_case_report(terminal: Terminal, tmp_path: Path) -> None:
    terminal.register()
    terminal.done("do", NUMBER, "first_contact", "note=已问清", *BY)
    terminal.done("do", NUMBER, "dispatch", "unit=城管中队", *BY)
    terminal.now += timedelta(days=7)
    known = [f"{key}={SOURCE[key]}" for key in ("trigger", "reason", "title")]
    opened = ("method=现场督办", "hard=多部门职责交叉", *known)
    terminal.done("do-case", NUMBER, "open_case", *opened, *BY)
    case = terminal.done("case", NUMBER, "--json").json["number"]
    terminal.done(
        "do-case", case, "site_visit", "place=新海路", "attendance=沈强", "finding=仍施工", "decision=停工", *BY
    )
    before = _report(terminal, case)
    assert not before["allowed"] and "督办前现场、处理后现场" in str(before["blockers"])
    for kind in ("督办前现场", "处理后现场"):
        terminal.done("attach", case, _file(tmp_path), "--kind", kind, *BY)
    assert _report(terminal, case)["allowed"]


def _report(terminal: Terminal, case: str) -> dict[str, object]:
    steps = terminal.done("case", case, "--json").json["steps"]
    found: dict[str, object] = next(step for step in steps if step["id"] == "report")
    return found


def test_a_missing_file_an_unknown_kind_and_an_unknown_number_are_refused(terminal: Terminal, tmp_path: Path) -> None:
    terminal.register()
    missing = terminal("attach", NUMBER, str(tmp_path / "没有.jpg"))
    assert missing.code == 2 and "没有" in missing.err
    nobody = terminal("attach", "不存在", _file(tmp_path))
    assert nobody.code == 3 and "不存在" in nobody.err
    terminal.done("do", NUMBER, "first_contact", "note=已问清", *BY)
    terminal.done("do", NUMBER, "dispatch", "unit=城管中队", *BY)
    terminal.now += timedelta(days=7)
    values = [f"{key}={SOURCE[key]}" for key in ("trigger", "reason", "title")]
    terminal.done("do-case", NUMBER, "open_case", "method=电话督办", *values, *BY)
    case = terminal.done("case", NUMBER, "--json").json["number"]
    strange = terminal("attach", case, _file(tmp_path), "--kind", "私人照片")
    assert strange.code == 2 and "督办前现场" in strange.err


def test_a_line_break_in_a_name_never_passes_for_a_line_of_ours(terminal: Terminal, tmp_path: Path) -> None:
    terminal.register()
    photo = tmp_path / "照片\n已备份到安全的地方\r\x1b[2J.txt"
    photo.write_text("照片", "utf-8")
    said = [
        terminal("attach", NUMBER, str(photo)),
        terminal("show", NUMBER),
        terminal("import", str(tmp_path / "没\n有.csv")),
        terminal("restore", str(tmp_path / "x\ny")),
        terminal("do", NUMBER, "ur\nge"),
        terminal("export", "tickets", "--out", str(tmp_path / "清\n单.xlsx")),
    ]
    lines = [line for each in said for line in (each.out + each.err).splitlines()]
    assert not any(line.startswith(("已备份", "有.csv", "y", "ge", "单.xlsx")) for line in lines)
    assert not any(ord(character) < 32 for line in lines for character in line)
    assert any("照片\ufffd已备份到安全的地方" in line for line in lines)
