"""The flow chart as an office prints it: with its own name and limits, and with the place where a ticket stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hotline_desktop.domain.terms.errors import HotlineError, NotFound
from hotline_desktop.services.office import Office
from tests.documents.reading import docx_text, pdf_text
from tests.services.desk import CLERK, Clock, Walk

NUMBER = "20220908102001"


@pytest.fixture
def walk(office: Office, clock: Clock) -> Walk:
    return Walk(office, clock, NUMBER)


def test_the_chart_bears_the_office_s_name_and_limits(office: Office) -> None:
    office.settings.change(replace(office.settings.get(), town="东岸镇", statement_days=5, hard_days=12), CLERK)
    text = pdf_text(office.flow_chart.page().pdf)
    assert text.startswith("东岸镇“12345”市民服务热线工作处置流程图")
    assert "5个工作日内" in text and "疑难12个工作日内" in text
    assert office.flow_chart.page().stands == ()


def test_a_ticket_stands_where_its_next_step_is(office: Office, walk: Walk) -> None:
    assert office.flow_chart.page(walk.id).stands == ("先行联系",)
    walk.to_unit().do("accept", handler="沈强")
    walk.do("extension_request", days=2, reason="灯杆须定制", basis="《城市照明管理规定》", leader="陈国强")
    page = office.flow_chart.page(walk.id)
    assert set(page.stands) == {"答复诉求人", "审批延期"}
    assert 0.2 < page.place < 0.6
    assert f"工单{NUMBER}现在在（灰底粗框）" in pdf_text(page.pdf)


@pytest.mark.parametrize(("ending", "read"), [(".pdf", pdf_text), (".docx", docx_text)])
def test_the_chart_is_written_for_the_wall_and_for_a_ticket(
    office: Office, walk: Walk, tmp_path: Path, ending: str, read: Callable[[bytes], str]
) -> None:
    charts = office.flow_chart
    assert charts.file_name(ending) == f"处置流程图{ending}"
    for ticket_id in (0, walk.id):
        path = tmp_path / charts.file_name(ending, ticket_id)
        charts.write(path, ticket_id)
        assert ("现在在" in read(path.read_bytes())) == bool(ticket_id)
        assert "赵文静" not in read(path.read_bytes())


def test_an_unknown_ticket_has_no_chart(office: Office) -> None:
    with pytest.raises(NotFound, match="没有这张工单"):
        office.flow_chart.page(99)


def test_a_folder_that_is_not_there_is_told(office: Office, tmp_path: Path) -> None:
    with pytest.raises(HotlineError, match="没有写成"):
        office.flow_chart.write(tmp_path / "没有" / "流程图.pdf")
