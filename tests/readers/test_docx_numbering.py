from __future__ import annotations

import pytest
from docx_reading import text_of
from docx_writer import level, num, numbered, numbering, paragraph, part, within

NUMBERING = "word/numbering.xml"
STYLES = "word/styles.xml"
LADDER = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）")]


def numbers(*levels: int, part_of: str) -> list[str]:
    body = "".join(numbered("题", 1, one) for one in levels)
    return [line.partition("题")[0] for line in text_of(body, {NUMBERING: part_of}).splitlines()]


def test_the_ladder_of_official_documents() -> None:
    found = numbers(0, 1, 1, 2, 2, 3, 1, 0, 1, part_of=numbering(LADDER))
    assert found == ["一、", "（一）", "（二）", "1. ", "2. ", "（1）", "（三）", "二、", "（一）"]


@pytest.mark.parametrize(
    ("number_format", "printed"),
    [
        ("decimal", "1 2 10 11 20 23"),
        ("decimalZero", "01 02 10 11 20 23"),
        ("decimalFullWidth", "１ ２ １０ １１ ２０ ２３"),
        ("chineseCounting", "一 二 十 十一 二十 二十三"),
        ("chineseCountingThousand", "一 二 十 十一 二十 二十三"),
        ("japaneseCounting", "一 二 十 十一 二十 二十三"),
        ("taiwaneseCounting", "一 二 十 十一 二十 二十三"),
        ("taiwaneseCountingThousand", "一 二 十 十一 二十 二十三"),
        ("ideographDigital", "一 二 一〇 一一 二〇 二三"),
        ("chineseLegalSimplified", "壹 贰 壹拾 壹拾壹 贰拾 贰拾叁"),
        ("ideographLegalTraditional", "壹 貳 壹拾 壹拾壹 貳拾 貳拾參"),
        ("ideographTraditional", "甲 乙 癸 11 20 23"),
        ("ideographZodiac", "子 丑 酉 戌 20 23"),
        ("ideographZodiacTraditional", "甲子 乙丑 癸酉 甲戌 癸未 丙戌"),
        ("ideographEnclosedCircle", "㈠ ㈡ ㈩ 11 20 23"),
        ("decimalEnclosedCircle", "① ② ⑩ ⑪ ⑳ ㉓"),
        ("decimalEnclosedCircleChinese", "① ② ⑩ ⑪ ⑳ ㉓"),
        ("decimalEnclosedFullstop", "⒈ ⒉ ⒑ ⒒ ⒛ 23"),
        ("decimalEnclosedParen", "⑴ ⑵ ⑽ ⑾ ⒇ 23"),
        ("upperRoman", "I II X XI XX XXIII"),
        ("lowerRoman", "i ii x xi xx xxiii"),
        ("upperLetter", "A B J K T W"),
        ("lowerLetter", "a b j k t w"),
        ("none", "     "),
        ("of a later version", "1 2 10 11 20 23"),
    ],
)
def test_each_format(number_format: str, printed: str) -> None:
    found = numbers(*[0] * 23, part_of=numbering([(number_format, "%1、")]))
    assert [found[value - 1].removesuffix("、") for value in (1, 2, 10, 11, 20, 23)] == printed.split(" ")


@pytest.mark.parametrize(
    ("number_format", "value", "printed"),
    [
        ("chineseCounting", 105, "一〇五"),
        ("chineseCountingThousand", 105, "一百〇五"),
        ("taiwaneseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 12345, "12345"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("upperRoman", 0, "0"),
        ("lowerLetter", 27, "aa"),
        ("lowerLetter", 2023, "2023"),
        ("numberInDash", 7, "- 7 -"),
    ],
)
def test_far_values(number_format: str, value: int, printed: str) -> None:
    abstract = f'<w:abstractNum w:abstractNumId="1">{level(0, number_format, "%1、", start=value)}</w:abstractNum>'
    assert numbers(0, part_of=part("numbering", abstract + num(1, 1))) == [f"{printed}、"]


def test_several_levels_in_one_number() -> None:
    levels = [("chineseCounting", "第%1章"), ("decimal", "%1.%2"), ("lowerLetter", "%1.%2.%3")]
    assert numbers(0, 1, 1, 2, part_of=numbering(levels)) == ["第一章", "一.1 ", "一.2 ", "一.2.a "]


def test_legal_levels_are_decimal() -> None:
    levels = level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    abstract = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
    assert numbers(0, 0, 1, part_of=part("numbering", abstract + num(1, 1))) == ["第一章", "第二章", "2.1 "]


def test_a_level_that_was_left_out_counts_as_if_it_had_been_there() -> None:
    # as LibreOffice prints it, and docx4j, whose authors measured Word
    assert numbers(1, 0, 1, part_of=numbering([("decimal", "%1."), ("decimal", "%1.%2")])) == ["1.1 ", "2. ", "2.1 "]


def test_text_boxes_count_for_themselves() -> None:
    boxed = within("r pict txbxContent", numbered("框", 1) + numbered("框", 1))
    body = numbered("甲", 1) + paragraph(raw=boxed) + numbered("乙", 1)
    assert text_of(body, {NUMBERING: numbering(LADDER)}) == "一、甲\n一、框\n二、框\n二、乙\n"


@pytest.mark.parametrize(
    ("restart", "printed"), [("", "1 1"), ('<w:lvlRestart w:val="0"/>', "1 2"), ('<w:lvlRestart w:val="1"/>', "1 1")]
)
def test_restart(restart: str, printed: str) -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%2", restart)
    part_of = part("numbering", f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>' + num(1, 1))
    assert [one.strip() for one in numbers(0, 1, 0, 1, part_of=part_of)[1::2]] == printed.split()


def test_a_level_restarts_only_behind_the_level_it_names() -> None:
    levels = "".join(
        level(at, "decimal", f"%{at + 1}", '<w:lvlRestart w:val="1"/>' if at == 2 else "") for at in range(3)
    )
    part_of = part("numbering", f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>' + num(1, 1))
    assert "".join(numbers(0, 1, 2, 1, 2, 0, 1, 2, part_of=part_of)).split() == list("11122211")


def test_lists_of_one_abstract_numbering_go_on_counting() -> None:
    body = numbered("甲", 1) + numbered("乙", 9) + numbered("丙", 1)
    assert text_of(body, {NUMBERING: numbering(LADDER, nums=num(9, 1))}) == "一、甲\n二、乙\n三、丙\n"


def test_a_list_that_overrides_its_start_begins_anew() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = numbered("甲", 1) + numbered("乙", 9) + numbered("丙", 9)
    assert text_of(body, {NUMBERING: numbering(LADDER, nums=num(9, 1, again))}) == "一、甲\n五、乙\n六、丙\n"


def test_a_list_that_overrides_a_level() -> None:
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "decimalEnclosedCircle", "%1")}</w:lvlOverride>'
    assert text_of(numbered("甲", 9), {NUMBERING: numbering(LADDER, nums=num(9, 1, other))}) == "①甲\n"


def test_numbering_through_a_numbering_style() -> None:
    linked = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="L"/></w:abstractNum>'
    style = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    parts = {NUMBERING: numbering(LADDER, more=linked, nums=num(9, 8)), STYLES: part("styles", style)}
    assert text_of(numbered("甲", 9) + numbered("乙", 1), parts) == "一、甲\n二、乙\n"


def test_numbering_styles_that_link_to_themselves_number_nothing() -> None:
    linked = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="L"/></w:abstractNum>'
    style = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:style>'
    parts = {NUMBERING: numbering(more=linked, nums=num(9, 8)), STYLES: part("styles", style)}
    assert text_of(numbered("甲", 9), parts) == "甲\n"


def style_of(name: str, properties: str, based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    inner = f'<w:name w:val="{name}"/>{base}<w:pPr>{properties}</w:pPr>'
    return f'<w:style w:type="paragraph" w:styleId="{name}">{inner}</w:style>'


def styled(text: str, style: str, more: str = "") -> str:
    return paragraph(text, f'<w:pStyle w:val="{style}"/>{more}')


def test_numbering_through_styles_and_what_they_are_based_on() -> None:
    levels = "".join(level(at, *LADDER[at], f'<w:pStyle w:val="H{at + 1}"/>') for at in range(2))
    abstract = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
    styles = (
        style_of("H1", '<w:numPr><w:numId w:val="1"/></w:numPr>')
        + style_of("H2", '<w:numPr><w:ilvl w:val="1"/></w:numPr>', "H1")
        + style_of("Child", "", "H2")
        + style_of("Off", '<w:numPr><w:numId w:val="0"/></w:numPr>', "H1")
        + style_of("Loop", "", "Loop")
    )
    body = (
        styled("总体情况", "H1")
        + styled("公开", "H2")
        + styled("依申请", "Child")
        + styled("无号", "Off")
        + styled("圈", "Loop")
        + styled("直接去号", "H1", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>')
        + styled("问题", "H1")
    )
    parts = {NUMBERING: part("numbering", abstract + num(1, 1)), STYLES: part("styles", styles)}
    assert text_of(body, parts).splitlines() == [
        *("一、总体情况", "（一）公开", "（二）依申请", "无号", "圈", "直接去号", "二、问题"),
    ]


def test_the_default_style_numbers_too() -> None:
    style = style_of("N", '<w:numPr><w:numId w:val="1"/></w:numPr>').replace("w:styleId", 'w:default="1" w:styleId')
    assert text_of(paragraph("甲"), {NUMBERING: numbering(LADDER), STYLES: part("styles", style)}) == "一、甲\n"


@pytest.mark.parametrize(
    ("suffix", "text", "printed"),
    [
        ("", "%1.", "1. 甲"),
        ("", "（%1）", "（1）甲"),
        ("", "(%1)", "(1) 甲"),
        ('<w:suff w:val="space"/>', "%1、", "1、 甲"),
        ('<w:suff w:val="nothing"/>', "%1.", "1.甲"),
        ("", "", "甲"),
        ("", "第%1条", "第1条甲"),
        ("", "100%%1", "100%1 甲"),
    ],
)
def test_what_follows_a_number(suffix: str, text: str, printed: str) -> None:
    abstract = f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", text, suffix)}</w:abstractNum>'
    assert text_of(numbered("甲", 1), {NUMBERING: part("numbering", abstract + num(1, 1))}) == f"{printed}\n"


def test_bullets() -> None:
    part_of = numbering([("bullet", "\uf06c")], [("bullet", "●")])
    assert text_of(numbered("甲", 1) + numbered("乙", 2), {NUMBERING: part_of}) == "• 甲\n● 乙\n"


@pytest.mark.parametrize(("list_", "at"), [(7, 0), (1, 9), (1, -1), (1, 8), ("x", "y"), (1, "9" * 30)])
def test_a_list_or_level_that_is_not_there_prints_no_number(list_: int | str, at: int | str) -> None:
    found = text_of(numbered("甲", list_, at), {NUMBERING: numbering(LADDER)})
    assert found in {"甲\n", "一、甲\n"}


def test_an_empty_numbered_paragraph_is_printed_and_counted() -> None:
    body = numbered("甲", 1) + numbered("", 1) + numbered("丙", 1)
    assert text_of(body, {NUMBERING: numbering(LADDER)}) == "一、甲\n二、\n三、丙\n"


def test_hidden_and_deleted_numbered_paragraphs_are_not_counted() -> None:
    pr = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    hidden = paragraph("", f"{pr}<w:rPr><w:vanish/></w:rPr>", raw="<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>")
    deleted = paragraph("", f"{pr}<w:rPr><w:del/></w:rPr>", raw="<w:del><w:r><w:delText>删</w:delText></w:r></w:del>")
    body = numbered("甲", 1) + hidden + deleted + numbered("乙", 1)
    assert text_of(body, {NUMBERING: numbering(LADDER)}) == "一、甲\n二、乙\n"
