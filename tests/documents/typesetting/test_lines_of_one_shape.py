"""Texts of one shape part alike, so where their lines end is worked out once: it is what each text alone would get."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_desktop.documents.faces.metrics import character_widths, gap, seams
from hotline_desktop.documents.typesetting.linebreak import broken, find_cuts, is_justified, most_lines
from hotline_desktop.documents.typesetting.model import Span

ROLES = ("title", "song", "hei", "fang", "kai")


@settings(max_examples=150)
@given(
    st.text("年月日海路人〇㎡𠮷0123456789AWi-./ ，。（）“”—…〔〕％￥", min_size=1, max_size=60),
    st.sampled_from(ROLES),
    st.floats(20, 200),
    st.booleans(),
)
def test_lines_are_those_of_the_text_itself(text: str, face: str, width: float, hanging: bool) -> None:
    span = Span(text, face, 9.0)
    gaps = dict.fromkeys(seams(text), gap(9.0))
    own = find_cuts(text, character_widths(text, face, 9.0), width, width, gaps, hanging=hanging)
    most = most_lines([span], width, width)
    lines, most_of_shape, justified = broken(span, width, width, hanging=hanging)
    assert [line[0].text for line in lines] == [text[start:end] for start, end in own]
    assert most_of_shape == max(most, len(own))
    assert justified == is_justified(lines, width, width)
