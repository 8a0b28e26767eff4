"""Names that somebody else chose, as a file may bear them on every system."""

import pytest

from hotline_desktop.files.names import ending_of, is_program, plain_name


@pytest.mark.parametrize(
    ("given", "borne"),
    [
        ("现场照片.jpg", "现场照片.jpg"),
        ("a/b\\c:d*e?.pdf", "a_b_c_d_e_.pdf"),
        ("行\n尾\x1b[31m.pdf", "行_尾_[31m.pdf"),
        ("发票\u202efdp.exe", "发票_fdp.exe"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com¹.pdf", "_com¹.pdf"),
        (" .. ", "文件"),
        ("", "文件"),
        ("末尾有点. .", "末尾有点"),
    ],
)
def test_what_a_system_refuses_is_replaced(given: str, borne: str) -> None:
    assert plain_name(given) == borne


def test_a_long_name_keeps_its_ending_and_whole_characters() -> None:
    name = plain_name("很长的名字" * 60 + ".docx")
    assert name.endswith(".docx") and len(name.encode()) <= 185 and "\ufffd" not in name


@pytest.mark.parametrize("name", ["发票.exe", "图片.jpg.scr", "链接.LNK", "a.bat ", "装.deb", "网.url"])
def test_programs_are_told_by_their_ending(name: str) -> None:
    assert is_program(name)
    assert not is_program(name + ".pdf")


@pytest.mark.parametrize(
    ("beginning", "ending"),
    [
        (b"%PDF-1.7", ".pdf"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (b"\x89PNG\r\n\x1a\n", ".png"),
        (b"RIFF\x10\x00\x00\x00WAVE", ".wav"),
        (b"\x00\x00\x00\x18ftypM4A ", ".mp4"),
        (b"anything", ""),
    ],
)
def test_the_kind_is_told_by_the_first_bytes(beginning: bytes, ending: str) -> None:
    assert ending_of(beginning) == ending
