"""一案一档: the seven elements of a supervised matter's file, checked before it is archived. 督办二（五）3."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.options import ENCLOSURES, CaseFileKind
from hotline_desktop.domain.supervision.steps.telling import RECORDING
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.paper_kinds import PaperKind


@dataclass(frozen=True, slots=True)
class Element:
    """One of the seven elements; ``lack`` says what to do where a case has it not, and nothing where it has."""

    word: str
    lack: Callable[[SupervisionCase], str]

    def present(self, case: SupervisionCase) -> bool:
        """Whether the file of ``case`` has it."""
        return not self.lack(case)


def _unless(present: Callable[[SupervisionCase], bool], advice: str) -> Callable[[SupervisionCase], str]:
    return lambda case: "" if present(case) else advice


def _process_recorded(case: SupervisionCase) -> bool:
    return (
        bool(case.measures) and all(measure.opened is not None for measure in case.measures) and case.notice_count > 0
    )


# Files that show what was done about the matter; what asked for it, or anything else, shows nothing of that.
_OF_THE_HANDLING = frozenset(kind.value for kind in CaseFileKind) - {
    CaseFileKind.SOURCE.value,
    CaseFileKind.REQUEST.value,
    CaseFileKind.OTHER.value,
}


def notices_out(case: SupervisionCase) -> int:
    """How many notices were delivered of which no signed one is back: neither as a file nor noted as returned."""
    sent = sum(measure.issued_on is not None and measure.received_at is not None for measure in case.measures)
    back = case.files.count(CaseFileKind.NOTICE) + case.signed.count(PaperKind.SUPERVISION_NOTICE)
    return max(0, sent - back)


def _missing_vouchers(case: SupervisionCase) -> str:
    """R16.4: what each way of supervising leaves, and something that shows the handling; not any one file will do."""
    missing = []
    out = notices_out(case)
    if out:
        missing.append(f"签字的督办通知单（还差{out}份，交回后添加扫描件或在待签字回收里登记）")
    received = [measure for measure in case.measures if measure.received_at]
    kinds = dict.fromkeys(kind for measure in received for kind in ENCLOSURES.get(measure.method, ()))
    missing += [kind.value for kind in kinds if kind.value not in case.files]
    recorded = any(RECORDING.of(call) for call in case.calls)
    if not missing and not recorded and not _OF_THE_HANDLING.intersection(case.files) and not case.signed:
        missing.append("办理的凭证（录音、签字的通知单、现场照片、办结报告、政策法规材料等；“其他”不算）")
    return f"在“附件”页添加{'、'.join(missing)}" if missing else ""


ELEMENTS = (
    Element("事项名称", _unless(lambda case: bool(case.title), "用“更正案由”补上")),
    Element("工单编号", _unless(lambda case: bool(case.ticket_numbers), "用“并入工单”补上")),
    Element("基本情况", _unless(lambda case: bool(case.reason), "用“更正案由”补上")),
    Element("承办单位和人员", _unless(lambda case: bool(case.unit and case.people), "随办理反馈登记经办人和分管领导")),
    Element("督办方式及过程", _unless(_process_recorded, "每次督办都要有记录")),
    Element(
        "办理结果",
        _unless(
            lambda case: case.last_report is not None and case.closing is not None,
            "要有承办单位的反馈和督办结案的结论",
        ),
    ),
    Element("相关凭证", _missing_vouchers),
)


def missing_elements(case: SupervisionCase) -> tuple[str, ...]:
    """The words of the elements that the file of ``case`` lacks."""
    return tuple(element.word for element in ELEMENTS if not element.present(case))


def element_blockers(case: SupervisionCase) -> tuple[Blocker, ...]:
    """Every missing element with its clause and what to do about it. 督办二（五）3."""
    return tuple(blocker for gate in ELEMENT_GATES if (blocker := gate(case)) is not None)


def _gate(element: Element) -> Callable[[SupervisionCase], Blocker | None]:
    def gate(case: SupervisionCase) -> Blocker | None:
        lack = element.lack(case)
        return Blocker(Clause.CASE_POOL, f"一案一档缺“{element.word}”，{lack}") if lack else None

    return gate


# R16.4: one gate per element, so that every missing one is named.
ELEMENT_GATES = tuple(_gate(element) for element in ELEMENTS)
