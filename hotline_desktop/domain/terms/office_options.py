"""What an office may choose from in its settings, besides how it counts time."""

from enum import StrEnum


class RankingStart(StrEnum):
    """The month in which a ranking year begins. 督办二（四）."""

    JANUARY = "1月"
    NOVEMBER = "上年11月"


class SupervisedCount(StrEnum):
    """Which supervised matters take points off in the quarter's score. 督办二（四）."""

    LAPSES = "逾期、回访不符、不满意"
    ALL = "全部督办件"


class KeepTerm(StrEnum):
    """How long an archive keeps a file of a case. 国家档案局令第8号."""

    ALWAYS = "永久"
    YEARS_30 = "30年"
    YEARS_10 = "10年"
