"""Where text stands in its line: on the PDF within half a millimetre of where office programs set it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hotline_desktop.documents.typesetting.line_room import (
    OWN_PITCH,
    Room,
    below_top,
    full_size,
    room_in_cell,
    room_on_page,
)
from hotline_desktop.documents.typesetting.model import Paragraph, Positioned, Table
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.press import FORMS, compose, draw
from tests.documents.reading import MM, read_pdf
from tests.documents.samples import SHEET
from tests.documents.word.test_typing import SAMPLES

# How much of the text, in sizes, is below the baseline: in Word, and in its relatives, which go by the font.
OWN_DROP, OTHER_DROP = 0.291, 0.13
_NEAR = 0.5  # mm
_MOST = 1.3  # of the size: where a crowded line is closer, the program makes it higher


def set_by_word(room: Room, pitch: float, size: float) -> float:
    """Chinese text of Word takes 1.3 times its size, what is left stands above it; exact lines part four to one."""
    return _set(room, pitch, size, OWN_DROP)


def set_by_others(room: Room, pitch: float, size: float) -> float:
    """Its relatives leave below the baseline no more than the face says."""
    return _set(room, pitch, size, OTHER_DROP)


def _set(room: Room, pitch: float, size: float, drop: float) -> float:
    if room is Room.EXACT:
        return 0.8 * pitch
    height = (pitch + OWN_PITCH * size) / 2 if room is Room.SHARED else pitch
    return height - drop * size


def texts(kind: PaperKind) -> Iterator[tuple[Room, float, float]]:
    pages = (page for state in FORMS.states(kind) for page in compose(kind, SAMPLES[kind], state).pages)
    for block in (block for page in pages for block in page.blocks):
        if isinstance(block, Table):
            inside = ((item, cell) for row in block.rows for cell in row.cells for item in cell.items)
            for item, cell in inside:
                if isinstance(item, Paragraph | Positioned):
                    yield room_in_cell(item, cell), item.pitch, full_size(item)
        elif isinstance(block, Paragraph | Positioned):
            yield room_on_page(block), block.pitch, full_size(block)


@pytest.mark.parametrize("kind", list(SAMPLES))
def test_text_stands_between_where_word_and_its_relatives_set_it(kind: PaperKind) -> None:
    found = {each for each in texts(kind) if each[2] and each[1] >= _MOST * each[2]}
    assert found
    for room, pitch, size in found:
        own = below_top(room, pitch, size)
        for other in (set_by_word(room, pitch, size), set_by_others(room, pitch, size)):
            assert abs(own - other) / MM < _NEAR, (room, pitch, size)


def test_lines_of_a_fixed_height_are_those_where_nobody_types() -> None:
    rooms = {room for kind in SAMPLES for room, _pitch, size in texts(kind) if size >= 11}
    assert rooms == {Room.EXACT, Room.ABOVE, Room.SHARED}


def test_words_of_two_sizes_on_a_line_stand_on_one_base() -> None:
    unit = "新海镇社会治理与城市运行综合管理事务服务中心（城市网格化综合管理中心）"
    long = replace(SHEET, unit=unit)
    (page, *_) = read_pdf(draw(compose(PaperKind.DISPOSAL, long))[0])
    value = next(text for text in page.texts if text.text.startswith("新海镇社会治理"))
    printed = next(text for text in page.texts if text.text.strip() == "单位")
    assert value.size < printed.size
    assert value.y == pytest.approx(printed.y, abs=0.01)
