"""The measurements still run: each piece of work that they time is done once, by the program and by hand."""

import pytest

from tests.benchmarks import lists, offices
from tests.benchmarks.ground import Ground
from tests.benchmarks.measuring import Measured

WORDS = [
    "新海",
    "我们",
    "蝴蝶",
    "道路",
    "积水",
    "噪音",
    "要求",
    "处理",
    "反映",
    "人",
    "的",
    "在",
    "有",
    "小区",
    "施工",
    "垃圾",
]
TICKETS = 150


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A small office that was lived in; its words need no network."""
    data = tmp_path_factory.mktemp("benchmarks")
    (data / "words.txt").write_text("".join(f"{word}\t{10 * place + 1}\n" for place, word in enumerate(WORDS)), "utf-8")
    return Ground(offices.office_folder(data, TICKETS), TICKETS, data)


def test_everything_asked_of_lists_can_be_asked_both_ways(ground: Ground) -> None:
    for line in lists.lines(ground):
        line.work()
        if line.by_hand is not None:
            line.by_hand()


def test_an_office_that_was_lived_in_replays_to_the_rows_of_its_list(ground: Ground) -> None:
    for ticket_id in range(1, TICKETS + 1):
        detail = ground.office.tickets.detail(ticket_id)
        assert detail.summary.stage is detail.ticket.stage
        assert detail.summary.closed_at == detail.ticket.closed_at


def test_a_line_is_good_within_its_ratio_or_its_small_time() -> None:
    assert Measured("lists", "page", 3.0, 1.5, ratio=2, small=1).good
    assert Measured("lists", "page", 0.9, 0.1, ratio=2, small=1).good
    assert not Measured("lists", "page", 3.1, 1.5, ratio=2, small=1).good
    assert not Measured("lists", "page", 0.9, 0.9, ratio=2, memory=300, most_memory=250).good
