"""Names and numbers are hidden in whatever spelling they stand; amounts, dates and the office's own numbers stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.terms.letters import read_by
from hotline_desktop.domain.terms.masking import People, mask_text
from hotline_desktop.domain.terms.names import mask_name, names_in
from hotline_desktop.domain.terms.personal_numbers import WITHHELD, mask_id_numbers, mask_phone, withhold_numbers
from hotline_desktop.domain.terms.personal_traces import personal_traces
from hotline_desktop.domain.terms.phones import normalise_phones
from hotline_desktop.services.foundation.pinyin import readings

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
CALLER = People.of(["阮桂枝女士（女儿阮小满代）"], ["13800010001", "021-59210002"])
SPELLED_NUMBERS = (
    "13800010001", "138 0001 0001", "138-0001-0001", "138.0001.0001", "138/0001/0001", "(138)00010001",
    "【138】0001 0001", "+8613800010001", "+86 138-0001-0001", "008613800010001", "（86）13800010001",
    "013800010001", "1 3 8 0 0 0 1 0 0 0 1", "１３８０００１０００１", "138·0001·0001", "138—0001—0001",
    "138_0001_0001", "138\u200b0001\u200b0001", "幺三八零零零幺零零零幺", "tel.13800010001", "59210002",
    "5921 0002", "021-59210002", "（021）5921-0002", "021/59210002转801", "+86-21-59210002", "13911112222",
    "139 1111 2222", "0512-53510001", "400-820-8820", "310230198001011234", "310230 19800101 123x",
    "310230-19800101-123Ｘ", "310230.1980.0101.1234", "３１０２３０１９８００１０１１２３４",
    "310230800101123", "6222021234567890123", "E12345678",
    "①③⑧⓪⓪⓪①⓪⓪⓪①", "⑴⑶⑻000⑴000⑴", "❶❸❽⓿⓿⓿❶⓿⓿⓿❶", "¹³⁸⁰⁰⁰¹⁰⁰⁰¹", "١٣٨٠٠٠١٠٠٠١", "𝟏𝟑𝟖𝟎𝟎𝟎𝟏𝟎𝟎𝟎𝟏",
    "壹叁捌零零零壹零零零壹", "一三八〇〇〇一〇〇〇一", "一三八ooo一ooo一", "138OOO1OOO1", "l38O0OlO0O1",
    "138\u00ad0001\u00ad0001", "138、0001、0001", "138:0001:0001", "“138”“0001”“0001”", "138~0001~0001",
    "138     0001     0001", "138…0001…0001", "1380001\n0001", "1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣1️⃣0️⃣0️⃣0️⃣1️⃣",
    "零二一五九二一零零零二", "五九二一零零零二", "尾号0001", "手机尾号零零零一", "31023019800101123×",
    "三一零二三零一九八零零一零一一二三四", "310230198001\n011234",
    "一三八、零零零一、零零零一", "壹3８-0001-零零零壹", "310230一九八〇〇一〇一123X", "身份证尾号123X",
    "138****0001", "138xxxx0001", "310230********123X",
)  # fmt: skip
SPELLED_NAMES = (
    "阮桂枝", "阮 桂枝", "阮　桂　枝", "阮·桂·枝", "阮\u200b桂枝", "阮-桂枝", "阮桂枝女士", "阮女士",
    "阮 阿姨", "阮某", "阮某某", "老阮", "小阮", "桂枝阿姨", "姓阮", "阮小满", "（阮桂枝）", "“阮桂枝”",
    "阮桂枝等5人", "家住新安路的阮桂枝", "阮/桂枝", "阮“桂”枝", "阮(桂枝)", "阮\n桂枝", "阮总，", "阮阿姨的儿子",
    "桂枝姐", "桂枝她妈", "桂枝家爸", "阮妈妈", "阮老汉", "阮嬢嬢", "阮家阿婆", "阮氏夫妇", "阮老，", "阮先森",
)  # fmt: skip


@given(MOBILES)
def test_masked_mobile_shows_neither_its_middle_nor_more(mobile: str) -> None:
    assert mask_phone(mobile) == f"{mobile[:3]}****{mobile[-4:]}"
    assert mobile not in mask_text(f"请回电{mobile}。")


def test_several_landlines_and_odd_numbers_are_masked_one_by_one() -> None:
    assert mask_phone("13800010001、021-59210002、021-59210003-801") == "138****0001、021-****0002、021-****0003"
    assert mask_phone("12345") == "***45"
    assert mask_phone("") == ""


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张**"),
        ("欧阳文静", "欧阳**"),
        ("东方", "东**"),
        ("匿名", "匿名"),
        ("", ""),
        ("赵六、钱七", "赵**、钱**"),
        ("淳于越人", "淳于**"),
        ("司徒空", "司徒**"),
        ("张先生", "张**"),
        ("张桂兰（女儿）", "张**"),
        ("阿依古丽·买买提", "阿**"),
        ("不愿透露", "不愿透露"),
        ("不愿透露姓名", "不愿透露姓名"),
        ("不方便提供姓名", "不方便提供姓名"),
        ("热心市民", "热心市民"),
        ("某女士", "某女士"),
        ("女儿", "女儿"),
    ],
)
def test_name_shows_only_the_surname(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_id_and_telephone_numbers_in_texts_are_masked_and_other_numbers_stay() -> None:
    text = "身份证310230198001011234，电话021-59210001，工单20220905091001，面积12345678.5平方米"
    assert mask_text(text) == "身份证310230********1234，电话021-****0001，工单20220905091001，面积12345678.5平方米"
    assert mask_id_numbers("证号３１０２３０１９８００１０１１２３Ｘ") == "证号310230********123X"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("王建国（儿子王强代）", ("王建国", "王强")),
        ("王 建国", ("王建国",)),
        ("王建国 李梅", ("王建国", "李梅")),
        ("王建国/李梅女士", ("王建国", "李梅")),
        ("阿依古丽·买买提", ("阿依古丽买买提", "阿依古丽", "买买提")),
        ("阿依古丽•买买提先生", ("阿依古丽买买提", "阿依古丽", "买买提")),
        ("John SMITH", ("johnsmith", "smith", "john")),
        ("女儿", ()),
        ("不愿透露", ()),
        ("市民", ()),
    ],
)
def test_cell_of_names_is_read_without_titles_relatives_and_remarks(cell: str, names: tuple[str, ...]) -> None:
    assert names_in(cell) == names


@pytest.mark.parametrize("number", SPELLED_NUMBERS)
def test_confidential_text_keeps_no_number_in_any_spelling(number: str) -> None:
    left = CALLER.withheld(f"市民说{number}，请回复。")
    assert WITHHELD in left
    assert not any(character.isdigit() for character in left.removesuffix("转801，请回复。"))


@pytest.mark.parametrize(
    "account",
    [
        "ruan@@163.com",
        "ruan at 163 dot com",
        "ruan艾特qq点com",
        "wx:ruan_guizhi88",
        "VX ruan88888",
        "weixin：ruan_g",
        "薇信号ruan8888",
        "ruan(at)163.com",
        "ruan＃163.com",
    ],
)
def test_confidential_text_keeps_no_account_that_is_written_past_machines(account: str) -> None:
    left = CALLER.withheld(f"请加{account}，谢谢。")
    assert WITHHELD in left and "ruan" not in left.lower() and left.startswith("请加") and left.endswith("，谢谢。")


@pytest.mark.parametrize("name", SPELLED_NAMES)
def test_confidential_text_keeps_no_name_in_any_spelling(name: str) -> None:
    left = CALLER.withheld(f"来电人{name}反映路灯不亮。")
    assert "阮" not in left
    assert "桂枝" not in left


@pytest.mark.parametrize(
    "name", ["阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽 买买提", "阿依古丽买买提", "阿依古丽．买买提"]
)
def test_dots_of_a_minority_name_do_not_matter(name: str) -> None:
    assert People.of(["阿依古丽·买买提"], []).withheld(f"来电人{name}称") == f"来电人{WITHHELD}称"


@pytest.mark.parametrize("name", ["張建國", "张建囯", "歐陽文靜", "欧阳文静"])
def test_traditional_and_variant_ideographs_read_as_simplified_ones(name: str) -> None:
    assert People.of(["张建国", "欧阳文静"], []).withheld(f"来电人{name}称") == f"来电人{WITHHELD}称"
    assert mask_text(f"来电人{name}称", People.of(["張建國", "欧阳文静"], [])).count("**") == 1


@pytest.mark.parametrize(("name", "heard"), [("王晓东", "王小东"), ("王晓东", "汪晓东"), ("欧阳文静", "欧阳文敬")])
def test_name_written_as_it_was_heard_is_the_name(name: str, heard: str) -> None:
    read_by(readings)
    people = People.of([name], [])
    assert people.withheld(f"回电时{heard}说漏水。") == f"回电时{WITHHELD}说漏水。"
    assert people.withheld("王家浜东侧小路、大王村东首") == "王家浜东侧小路、大王村东首"


@pytest.mark.parametrize(
    "text", ["小王子小区", "小李子树苗", "大王村村委会", "新王居民点", "三四五月份、七八年了", "一三五限行"]
)
def test_places_and_things_with_a_surname_in_them_stay(text: str) -> None:
    assert People.of(["王晓东", "李娟"], []).withheld(text) == text


def test_name_in_latin_letters_is_found_in_any_case_and_not_inside_other_words() -> None:
    people = People.of(["John Smith"], [])
    assert people.withheld("JOHN SMITH, john smith, J. Smithson") == f"{WITHHELD}, {WITHHELD}, J. Smithson"


@pytest.mark.parametrize(
    "text",
    [
        "工单20220905091001转办",
        "2022-09-05 09:10来电",
        "2022.9.5 13:45到场",
        "20220905",
        "面积12345678.5平方米",
        "补贴12345678元",
        "价格3000-4000元",
        "新热转〔2026〕12号",
        "请拨打12345",
        "1、3、5、7、9、11、13、15号楼",
        "2022-2023年度",
        "小区里的小路",
        "3#楼、5#101.5平方米、6#变压器",
        "办公时间8:30–11:30、13:00–17:00",
        "2022-09-05、2022-09-06、2022-09-07",
        "二〇二二年九月五日",
        "一张总表、两张局部图",
    ],
)
def test_amounts_dates_and_numbers_of_the_office_stay(text: str) -> None:
    people = People.of(["区路", "张建国"], [])
    assert people.withheld(text) == text
    assert mask_text(text, CALLER) == text


def test_numbers_of_the_office_itself_are_kept() -> None:
    kept = frozenset(("02159219999", "59219999"))
    assert (
        withhold_numbers("可拨打021-59219999或59219999、59210001", kept) == f"可拨打021-59219999或59219999、{WITHHELD}"
    )


def test_list_shows_surnames_only_also_inside_texts() -> None:
    assert mask_text("阮桂枝（138 0001 0001）和阮 小满来电", CALLER) == "阮**（138****0001）和阮**来电"


def test_word_that_is_no_name_is_not_taken_out_of_texts() -> None:
    assert People.of(["市民"], []).withheld("市民反映路灯不亮") == "市民反映路灯不亮"


@pytest.mark.parametrize(
    ("text", "trace"),
    [
        ("王建国先生在场", "王建国先生"),
        ("联系人：李梅", "联系人：李梅"),
        ("儿子陈小军", "儿子陈小军"),
        ("邮箱abc@example.com", "abc@example.com"),
        ("微信号abc_12345", "微信号abc_12345"),
        ("车牌沪A12345", "沪A12345"),
        ("和桂枝说好了", "桂枝"),
        ("问小枝就行", "小枝"),
        ("枝姐知道", "枝姐"),
        ("来电人Zhāng Jiànguó称", "Zhāng Jiànguó"),
        ("来电人弓长张称", "弓长张"),
        ("号码138（前三位）00010001", "138（前三位）00010001"),
        ("可打137、000、12345", "137、000、12345"),
        ("家住北沿公路2111号3栋202室，漏水", "家住北沿公路2111号3栋202室"),
        ("枝枝反映", "枝枝"),
    ],
)
def test_what_a_person_should_look_at_is_named(text: str, trace: str) -> None:
    assert trace in personal_traces([text], CALLER)


def test_plain_text_gives_nothing_to_look_at() -> None:
    assert personal_traces(["3号楼前路灯不亮，9月5日已修复，费用1200元。"]) == ()


@given(st.text(max_size=60))
def test_hiding_never_fails_and_hides_the_same_again(text: str) -> None:
    once = CALLER.withheld(text)
    assert CALLER.withheld(once) == once


_SENTENCES = Path(__file__).with_name("confidential_sentences.txt")
_ESCAPED = re.compile(r"\\(?:n|t|u[0-9a-f]{4}|U[0-9a-f]{8})")


def _sentences() -> Iterator[tuple[People, str]]:
    people = People()
    for line in _SENTENCES.read_text("utf-8").splitlines():
        if line.startswith("@"):
            names, phones = line[1:].split("|")
            people = People.of([names.strip()], [phone.text for phone in normalise_phones(phones)])
        elif line and not line.startswith("#"):
            yield people, _ESCAPED.sub(lambda found: found[0].encode().decode("unicode_escape"), line)


def test_realistic_sentences_lose_what_tells_of_the_citizen_and_nothing_else() -> None:
    read_by(readings)
    wrong, count = {}, 0
    for people, sentence in _sentences():
        count += 1
        wanted, left = re.sub("⟦[^⟧]*⟧", WITHHELD, sentence), people.withheld(re.sub("[⟦⟧]", "", sentence))
        if left != wanted:
            wrong[sentence] = left
    assert count > 300
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("其子王小明代为来电", "其子王**代为来电"),
        ("来电人李梅称水管爆裂", "来电人李**称水管爆裂"),
        ("儿子高考，丈夫常年在外", "儿子高考，丈夫常年在外"),
        ("邻居张强家养狗", "邻居张强家养狗"),
        ("儿子周末回家，妻子何时到不知", "儿子周末回家，妻子何时到不知"),
        ("联系人：陈红说，其妻周红", "联系人：陈**说，其妻周**"),
        ("来电人王称漏水，本人李女士", "来电人王称漏水，本人李**女士"),
    ],
)
def test_list_cuts_the_names_of_family_and_callers_that_no_record_knows(text: str, masked: str) -> None:
    assert mask_text(text, CALLER) == masked
