"""一案一档: the seven elements of a supervised matter's file, checked before it is archived. 督办二（五）3."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker


@dataclass(frozen=True, slots=True)
class Element:
    """One of the seven elements: whether a case has it, and what to do where it does not."""

    word: str
    present: Callable[[SupervisionCase], bool]
    advice: str


def _process_told(case: SupervisionCase) -> bool:
    return bool(case.measures) and all(measure.opened is not None for measure in case.measures) and case.told_count > 0


ELEMENTS = (
    Element("事项名称", lambda case: bool(case.title), "用“更正案由”补上"),
    Element("工单编号", lambda case: bool(case.ticket_numbers), "用“并入工单”补上"),
    Element("基本情况", lambda case: bool(case.reason), "用“更正案由”补上"),
    Element("承办单位和人员", lambda case: bool(case.unit and case.people), "随办理反馈登记经办人和分管领导"),
    Element("督办方式及过程", _process_told, "每次督办都要有记录"),
    Element(
        "办理结果",
        lambda case: case.last_report is not None and case.closing is not None,
        "要有承办单位的反馈和督办结案的结论",
    ),
    Element("相关凭证", lambda case: bool(case.files), "在“附件”页添加签字的通知单、照片等"),
)


def missing_elements(case: SupervisionCase) -> tuple[str, ...]:
    """The words of the elements that the file of ``case`` lacks."""
    return tuple(element.word for element in ELEMENTS if not element.present(case))


def element_blockers(case: SupervisionCase) -> tuple[Blocker, ...]:
    """Every missing element with its clause and what to do about it. 督办二（五）3."""
    return tuple(blocker for gate in ELEMENT_GATES if (blocker := gate(case)) is not None)


def _gate(element: Element) -> Callable[[SupervisionCase], Blocker | None]:
    def gate(case: SupervisionCase) -> Blocker | None:
        if element.present(case):
            return None
        return Blocker(Clause.CASE_POOL, f"一案一档缺“{element.word}”，{element.advice}")

    return gate


# R16.4: one gate per element, so that every missing one is named.
ELEMENT_GATES = tuple(_gate(element) for element in ELEMENTS)
