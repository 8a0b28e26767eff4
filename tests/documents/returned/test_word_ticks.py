"""Ticks as units set them: by any sign, in, before, behind or instead of a box; what could be either is asked about."""

from __future__ import annotations

import pytest

from hotline_desktop.documents.returned.word_labels import Labels, read_labelled

CHOICES = {word: word for word in ("实际解决", "解释说明", "参考备案", "诉求过高", "未解决")}
LABELS = Labels({}, {"resolution": CHOICES})
REST = "|□解释说明|□参考备案|□诉求过高|□未解决"


def read(text: str) -> tuple[str, bool]:
    """What is ticked in these lines, and whether a person is asked."""
    values, unclear = read_labelled(text.split("|"), [], LABELS, ())
    return values.get("resolution", ""), bool(unclear)


@pytest.mark.parametrize(
    "text",
    [
        *(f"{sign}实际解决{REST}" for sign in ("☑", "√", "□√", "√□", "✔", "☒", "■", "✅", "√ ", "（√）", "[√] ")),
        f"□实际解决√{REST}",  # the next line begins with an empty box
        f"□实际解决（√）{REST}",
        "□实际解决√ □解释说明 □参考备案",
        "实际解决√ 解释说明 参考备案",
        "(√) 实际解决|( ) 解释说明|( ) 未解决",
        "√实际解决 ×解释说明",
    ],
)
def test_a_tick_is_read_however_it_is_set(text: str) -> None:
    assert read(text) == ("实际解决", False)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("□实际解决□√解释说明□参考备案", "解释说明"),
        ("□实际解决 √□解释说明 □参考备案", "解释说明"),
        ("□实际解决√解释说明□参考备案", "解释说明"),
        ("已实际解决 □√未解决", "未解决"),
        (f"□实际解决{REST}（√）", "未解决"),
    ],
)
def test_a_tick_belongs_to_the_word_it_leans_to(text: str, word: str) -> None:
    assert read(text) == (word, False)


@pytest.mark.parametrize(
    "text",
    [
        "□实际解决□解释说明√□参考备案",
        "□实际解决 √ □解释说明",
        "实际解决√解释说明",
        f"√实际解决{REST}√",
        "☑实际解决|☑未解决",
    ],
)
def test_what_could_belong_to_either_is_asked_about(text: str) -> None:
    assert read(text) == ("", True)


@pytest.mark.parametrize("text", [f"V实际解决{REST}", "实际解决", "√ 尚未解决", "√已实际解决问题", f"□实际解决{REST}"])
def test_what_is_no_tick_gives_nothing(text: str) -> None:
    assert read(text) == ("", False)
