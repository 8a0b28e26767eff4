"""What an office sets of how the quarter's scores are counted. 督办二（四）."""

from hotline_desktop.domain.records.fields import AnyField, Field, Kind
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.office_options import SupervisedCount


def _points(key: str, label: str, hint: str) -> AnyField:
    return Field(key, label, Kind.NUMBER, required=True, hint=hint, clause=Clause.SUMMONS, limit=100)


SCORE_FIELDS: tuple[AnyField, ...] = (
    _points("score_received", "受理量占本组比重", "分"),
    _points("score_contact", "先行联系率", "分"),
    _points("score_solved", "实际解决率", "分"),
    _points("score_satisfied", "满意率", "分"),
    _points("off_overdue", "逾期每件扣", "分"),
    _points("off_late_return", "逾期退单每件扣", "分"),
    _points("off_supervised", "督办每件扣", "分"),
    Field(
        "supervised_count",
        "扣分的督办件",
        Kind.CHOICE,
        required=True,
        options=SupervisedCount,
        clause=Clause.SUMMONS,
    ),
    Field(
        "least_base",
        "算百分比至少要有的件数",
        Kind.NUMBER,
        required=True,
        limit=9999,
        hint="上期或去年同期少于这个数的，只说多几件、少几件",
    ),
)
