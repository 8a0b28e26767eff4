"""What the centre's supervision does about a ticket of the example office, and the papers and files that it leaves."""

from __future__ import annotations

from typing import Self

from hotline_desktop.domain.terms.options import Grade, Resolution, SupervisionMethod, SupervisionTrigger
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.example.scenario import Kind, Scenario

LEADER = "周正平"
_WORKING_DAY = 420


class SupervisedScenario(Scenario):
    """A ticket's way with the case about it."""

    def print_out(self, kind: PaperKind, state: str) -> Self:
        """A paper goes out, its signed original is awaited."""
        self.note(Kind.PAPER, kind.value, 15, state=state)
        return self

    def hand_in(self, kind: PaperKind) -> Self:
        """A paper that went out comes back signed."""
        self.note(Kind.RETURNED, kind.value, 30)
        return self

    def enclose(self, name: str, kind: str, text: str) -> Self:
        """A file is kept with the ticket, or with its case where ``kind`` is one of a case's files."""
        self.note(Kind.FILE, kind, 10, name=name, text=self.text(text))
        return self

    def supervise(self, trigger: SupervisionTrigger, reason: str, days_later: int = 0) -> Self:
        """纳入督办, by phone first."""
        known = self._source(trigger, reason)
        self.note(Kind.CASE, "open_case", 30 + days_later * _WORKING_DAY, **known, method=SupervisionMethod.PHONE.value)
        return self

    def propose(self, source: str, message: str) -> Self:
        """登记案源: a newspaper wrote about it."""
        known = self._source(SupervisionTrigger.SUPERIOR_OR_MEDIA, "媒体报道后居民反映强烈，须从速核实处理。")
        self.note(Kind.CASE, "propose", 60, **known, source=source, source_on=self.now.date(), source_text=message)
        return self

    def call_unit(self) -> Self:
        """电话督办."""
        self.note(
            Kind.CASE,
            "phone_call",
            20,
            called=self.unit.contact,
            phone=self.unit.phone,
            demands="请在三个工作日内到现场重新办理，重新答复诉求人，并报送办结报告和现场照片。",
            reply="已向领导汇报，尽快安排。",
        )
        return self

    def escalate(self) -> Self:
        """书面督办, the notice not signed yet."""
        self.note(
            Kind.CASE,
            "escalate",
            2 * _WORKING_DAY,
            method=SupervisionMethod.WRITTEN.value,
            unsatisfied=True,
            lawful=True,
            reason="电话督办后仍未解决，诉求人不满意，诉求合理合法。",
        )
        return self

    def send_notice(self) -> Self:
        """The notice is signed and delivered."""
        self.note(Kind.CASE, "issue", 60, issuer=LEADER)
        self.note(Kind.CASE, "deliver", 40, receiver=self.unit.contact)
        return self

    def report(self) -> Self:
        """The unit's report with its eight items."""
        handling, answer = self.text(self.matter.handling), self.text(self.matter.answer)
        self.note(
            Kind.CASE,
            "report",
            _WORKING_DAY,
            fact="属实",
            demand="符合政策法规",
            outcome="解决",
            way="电话",
            grade=Grade.MOSTLY.value,
            points_facts=f"经重新核实，{self.place}的问题属实，前次处置不彻底。",
            points_opinion=answer,
            report_problem=f"市民反映{self.place}{self.matter.title}。",
            report_facts=handling,
            report_opinion="按照职责立即整改，并落实专人每周巡查，防止反弹。",
            report_answer=f"已电话答复诉求人：{answer}",
            changed=True,
            reanswered_at=self.now,
            reanswer="电话重新答复，诉求人表示基本满意。",
            resolution=Resolution.SOLVED.value,
            handler=self.unit.contact,
            signed_by=self.unit.leader,
            pages=6,
        )
        return self

    def verify(self) -> Self:
        """The centre's callback and its look at the place."""
        self.note(
            Kind.CASE, "case_callback", 120, grade=Grade.MOSTLY.value, result="核实属实", note="诉求人确认问题已解决。"
        )
        self.note(
            Kind.CASE, "site_check", 180, place=self.place, finding="现场已整改到位，未见反弹。", result="核实属实"
        )
        return self

    def close_case(self) -> Self:
        """督办结案."""
        self.note(Kind.CASE, "case_close", 60, conclusion="问题已解决，回访和现场核实均属实，同意结案。")
        return self

    def _source(self, trigger: SupervisionTrigger, reason: str) -> dict[str, object]:
        return {
            "trigger": trigger.value,
            "tickets": (self.number,),
            "unit": self.unit.name,
            "title": f"{self.place}{self.matter.title}",
            "reason": reason,
        }
