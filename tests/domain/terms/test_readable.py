"""What reads alike is written alike, and the quick look before it never says no where the long one says yes."""

import sys

from hotline_desktop.domain.terms.readable import may_hold, readable

CHARACTERS = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]


def test_a_readable_text_is_as_long_as_the_text() -> None:
    text = "".join(CHARACTERS)
    assert len(readable(text)) == len(text)


def test_the_quick_look_lets_every_spelling_of_an_ideograph_pass() -> None:
    for character in CHARACTERS:
        plain = readable(character)
        if "\u4e00" <= plain <= "\u9fff":
            assert may_hold(f"来电人{character}反映", plain), hex(ord(character))


def test_the_quick_look_turns_away_texts_without_the_name() -> None:
    assert not may_hold("新海路夜间施工", "赵文静")
    assert may_hold("赵 文·静 反映", "赵文静")
    assert may_hold("ＺＨＡＯ 反映", "zhao")
