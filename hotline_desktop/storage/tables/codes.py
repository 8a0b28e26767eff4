"""How enums stand in the database: numbers that sort in the order of the office, with room between them."""

from __future__ import annotations

from hotline_desktop.domain.terms.options import Level, Origin, Stage

LEVEL_CODES = {Level.URGENT: 10, Level.ORDINARY: 20, Level.HARD: 30}
STAGE_CODES = {
    Stage.TO_DISPATCH: 10,
    Stage.TO_ACCEPT: 20,
    Stage.IN_PROGRESS: 30,
    Stage.TO_REVIEW: 40,
    Stage.TO_CALL_BACK: 50,
    Stage.CLOSED: 60,
    Stage.ARCHIVED: 70,
}
ORIGIN_CODES = {Origin.ENTERED: 10, Origin.IMPORTED: 20, Origin.HISTORY: 30}

LEVELS = {code: level for level, code in LEVEL_CODES.items()}
STAGES = {code: stage for stage, code in STAGE_CODES.items()}
ORIGINS = {code: origin for origin, code in ORIGIN_CODES.items()}
