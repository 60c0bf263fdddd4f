import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lark import Lark

from gaixml.grammars import load_text
from gaixml.numerals import Numeral, NumeralStyle, format_numeral, parse_numeral

S = NumeralStyle

# Printed in the plain form: each is read as its value and style, and printed for them.
PLAIN = {
    S.ARABIC: {"0": 0, "1": 1, "12": 12, "2023": 2023, "999999999": 999_999_999},
    S.CHINESE: {
        "一": 1,
        "九": 9,
        "十": 10,
        "十一": 11,
        "十九": 19,
        "二十": 20,
        "二十一": 21,
        "九十九": 99,
        "一百": 100,
        "一百零一": 101,
        "一百一十": 110,
        "一百一十一": 111,
        "二百二十": 220,
        "一千": 1000,
        "一千零一": 1001,
        "一千零一十": 1010,
        "一千零一十五": 1015,
        "一千一百": 1100,
        "一千一百零一": 1101,
        "一千二百六十": 1260,
        "九千九百九十九": 9999,
    },
    S.POSITIONAL: {"一〇": 10, "一二三": 123, "二〇二三": 2023, "二〇一〇": 2010, "九九九九九九九九九": 999_999_999},
    S.FORMAL: {
        "壹": 1,
        "拾": 10,
        "拾壹": 11,
        "贰拾叁": 23,
        "壹佰零伍": 105,
        "壹佰壹拾伍": 115,
        "肆仟伍佰陆拾柒": 4567,
        "捌仟零玖": 8009,
    },
    S.CIRCLED: {"⓪": 0, "①": 1, "⑳": 20, "㉑": 21, "㉟": 35, "㊱": 36, "㊿": 50},
    S.NEGATIVE_CIRCLED: {"⓿": 0, "❶": 1, "❿": 10, "⓫": 11, "⓴": 20},
    S.PARENTHESIZED: {"⑴": 1, "⒇": 20},
    S.FULL_STOP: {"⒈": 1, "⒛": 20},
    S.PARENTHESIZED_CHINESE: {"㈠": 1, "㈩": 10},
    S.CIRCLED_CHINESE: {"㊀": 1, "㊉": 10},
    S.PARENTHESIZED_UPPER: {"🄐": 1, "🄘": 9, "🄩": 26},
    S.PARENTHESIZED_LOWER: {"⒜": 1, "⒤": 9, "⒵": 26},
    S.CIRCLED_UPPER: {"Ⓐ": 1, "Ⓘ": 9, "Ⓩ": 26},
    S.CIRCLED_LOWER: {"ⓐ": 1, "ⓧ": 24, "ⓩ": 26},
    S.ROMAN_UPPER: {
        "I": 1,
        "II": 2,
        "IV": 4,
        "V": 5,
        "VIII": 8,
        "IX": 9,
        "X": 10,
        "XIX": 19,
        "XXXIX": 39,
    },
    S.ROMAN_LOWER: {"i": 1, "iii": 3, "iv": 4, "v": 5, "ix": 9, "x": 10, "xiv": 14, "xxxviii": 38},
    S.STEM: {"甲": 1, "乙": 2, "丙": 3, "丁": 4, "戊": 5, "己": 6, "庚": 7, "辛": 8, "壬": 9, "癸": 10},
    S.LATIN_UPPER: {"A": 1, "C": 3, "D": 4, "H": 8, "L": 12, "M": 13, "O": 15, "Z": 26},
    S.LATIN_LOWER: {"a": 1, "c": 3, "j": 10, "o": 15, "z": 26},
}

# Read, but printed otherwise.
VARIANTS = {
    S.ARABIC: {"１２": 12, "1２": 12, "01": 1, "００": 0, "1 2": 12},
    S.CHINESE: {
        "一十": 10,
        "一十一": 11,
        "廿": 20,
        "廿一": 21,
        "卄九": 29,
        "卅": 30,
        "卅二": 32,
        "卌": 40,
        "一百廿一": 121,
        "一百十": 110,
        "一百十一": 111,
        "一百五": 105,
        "一百〇五": 105,
        "一百○五": 105,
        "一百Ｏ五": 105,
        "一千五": 1005,
        "一千十五": 1015,
        "一千〇十五": 1015,
        "两": 2,
        "两百": 200,
        "两千两百零二": 2202,
        "兩千": 2000,
        "⼀": 1,
        "⼆⼗⼋": 28,
        "二 十 一": 21,
        "　二\u00a0十\t一 ": 21,
    },
    S.POSITIONAL: {
        "二○一○": 2010,
        "二零二三": 2023,
        "二ＯＯ八": 2008,
        "二OO八": 2008,
        "二00八": 2008,
        "二０一○": 2010,
        "二 〇 二 三": 2023,
    },
    S.FORMAL: {"壹拾壹": 11, "貳拾參": 23, "贰拾參": 23, "陸": 6, "叄": 3, "参": 3, "壹佰〇伍": 105, "壹佰伍": 105},
    S.ROMAN_UPPER: {"Ⅰ": 1, "Ⅳ": 4, "Ⅻ": 12, "I I I": 3},
    S.ROMAN_LOWER: {"ⅰ": 1, "ⅸ": 9, "ⅻ": 12},
}

NO_NUMERALS = {
    "nothing": ["", " ", "\n", "　"],
    "words": ["一是", "第一", "第十条", "一、", "（一）", "1.", "1.5", "-1", "+1", "1,000", "一万", "half", "是"],
    "uncounted or unordered units": [
        "百",
        "千",
        "百一",
        "百十",
        "千百",
        "十百",
        "十十",
        "一十百",
        "二百三千",
        "一百二百",
    ],
    "misplaced zeros": [
        "零",
        "〇",
        "○",
        "Ｏ",
        "〇一",
        "零十",
        "一百零",
        "一百零零一",
        "一百零一十",
        "一千零一百",
        "十零一",
    ],
    "units and positions mixed": ["一百二三", "十二三", "二十十", "廿十", "三廿"],
    "misplaced 两": ["两十", "十两", "二两", "一百零两"],
    "mixed families": ["贰十", "二拾", "一2", "2一", "①②", "1①", "甲一", "甲乙", "Aa", "AB", "iI", "Ⅹ Ⅲ", "ⅹI"],
    "no Roman numeral": ["IIII", "VV", "IXI", "IIX", "VX", "XXXX", "XL", "MM", "iiii"],
    "no figures of these families": ["٣", "௧", "²", "½", "〡", "Ａ", "㉈", "➀", "⓵"],
    "too long": ["1234567890", "1" * 10_000, "一" * 10_000, "X" * 10_000, "一" + " " * 10_000 + "是"],
    "line end inside": ["二十\n一", "1\n", "1\u2028"],
    "controls and surrogates": ["\0", "一\0", "\ud800", "\x85", "\ufeff一", "1\u200b"],
}

REACH = {
    S.ARABIC: range(10_000),
    S.CHINESE: range(1, 10_000),
    S.POSITIONAL: range(10, 10_000),
    S.FORMAL: range(1, 10_000),
    S.CIRCLED: range(51),
    S.NEGATIVE_CIRCLED: range(21),
    S.PARENTHESIZED: range(1, 21),
    S.FULL_STOP: range(1, 21),
    S.PARENTHESIZED_CHINESE: range(1, 11),
    S.CIRCLED_CHINESE: range(1, 11),
    S.PARENTHESIZED_UPPER: range(1, 27),
    S.PARENTHESIZED_LOWER: range(1, 27),
    S.CIRCLED_UPPER: range(1, 27),
    S.CIRCLED_LOWER: range(1, 27),
    S.ROMAN_UPPER: range(1, 40),
    S.ROMAN_LOWER: range(1, 40),
    S.STEM: range(1, 11),
    S.LATIN_UPPER: range(1, 27),
    S.LATIN_LOWER: range(1, 27),
}

ROMAN_LETTERS = {9: "I", 22: "V", 24: "X"}


def rows(table: dict[NumeralStyle, dict[str, int]]) -> list[tuple[str, int, NumeralStyle]]:
    return [(text, value, style) for style, texts in table.items() for text, value in texts.items()]


@pytest.mark.parametrize(("text", "value", "style"), rows(PLAIN) + rows(VARIANTS))
def test_parse(text: str, value: int, style: NumeralStyle) -> None:
    assert parse_numeral(text) == Numeral(value, style, text)


@pytest.mark.parametrize(("text", "value", "style"), rows(PLAIN))
def test_format(text: str, value: int, style: NumeralStyle) -> None:
    assert format_numeral(value, style) == text


@pytest.mark.parametrize("text", [text for texts in NO_NUMERALS.values() for text in texts], ids=ascii)
def test_no_numeral(text: str) -> None:
    assert parse_numeral(text) is None


@pytest.mark.parametrize("style", NumeralStyle)
def test_parse_reads_what_format_prints(style: NumeralStyle) -> None:
    for value in REACH[style]:
        text = format_numeral(value, style)
        if style in {S.LATIN_UPPER, S.LATIN_LOWER} and value in ROMAN_LETTERS:
            continue
        assert parse_numeral(text) == Numeral(value, style, text)


@pytest.mark.parametrize("style", [S.ARABIC, S.POSITIONAL])
@given(value=st.integers(10, 10**9 - 1))
def test_parse_reads_long_figures(style: NumeralStyle, value: int) -> None:
    text = format_numeral(value, style)
    assert parse_numeral(text) == Numeral(value, style, text)


@pytest.mark.parametrize(("value", "letter"), ROMAN_LETTERS.items())
def test_the_letters_i_v_x_are_printed_as_letters_and_read_as_roman(value: int, letter: str) -> None:
    assert format_numeral(value, S.LATIN_UPPER) == letter
    assert format_numeral(value, S.LATIN_LOWER) == letter.lower()
    for text, style in ((letter, S.ROMAN_UPPER), (letter.lower(), S.ROMAN_LOWER)):
        numeral = parse_numeral(text)
        assert numeral
        assert numeral.style == style


@pytest.mark.parametrize("style", NumeralStyle)
def test_format_refuses_what_the_style_does_not_reach(style: NumeralStyle) -> None:
    reach = range(REACH[style][0], 10**9 if style in {S.ARABIC, S.POSITIONAL} else REACH[style].stop)
    for value in (reach[0] - 1, reach.stop, -1, 10**100):
        with pytest.raises(ValueError, match=f"no {style} numeral for .* runs from {reach[0]} to {reach[-1]}"):
            format_numeral(value, style)


@given(st.text())
@example("9" * 5000)
@example("二" * 5000)
def test_parse_never_raises(text: str) -> None:
    numeral = parse_numeral(text)
    assert numeral is None or numeral.text == text


@given(st.text("〇零○一二三九十百千两廿壹贰拾佰仟0１OＯIVXivx①甲A ", max_size=8))
def test_whatever_is_read_has_one_plain_form(text: str) -> None:
    numeral = parse_numeral(text)
    if numeral:
        again = parse_numeral(format_numeral(numeral.value, numeral.style))
        assert again
        assert (again.value, again.style) == (numeral.value, numeral.style)


@given(st.sampled_from(rows(PLAIN) + rows(VARIANTS)), st.text(" \t\u00a0\u3000", max_size=3))
def test_blanks_mean_nothing(row: tuple[str, int, NumeralStyle], blanks: str) -> None:
    text, value, style = row
    spaced = blanks + blanks.join(text) + blanks
    assert parse_numeral(spaced) == Numeral(value, style, spaced)


def terminals(parser: Lark) -> dict[str, list[str]]:
    """Every terminal of the grammar with all characters of Unicode that it matches."""
    characters = "".join(map(chr, range(sys.maxunicode + 1)))
    return {t.name: re.findall(t.pattern.to_regexp().removesuffix("+"), characters) for t in parser.terminals}


@pytest.mark.parametrize("lexer", ["basic", "contextual"])
def test_the_grammar_has_no_conflict(lexer: str) -> None:
    parser = Lark(load_text("numerals"), parser="lalr", lexer=lexer, strict=True)
    characters = [character for found in terminals(parser).values() for character in found]
    assert len(characters) == len(set(characters))


def test_every_style_is_a_rule_of_the_grammar() -> None:
    parser = Lark(load_text("numerals"), parser="lalr", lexer="basic", maybe_placeholders=False)
    families = {rule.expansion[0].name for rule in parser.rules if rule.origin.name == "start"}
    assert families == set(NumeralStyle)


def test_every_character_that_is_a_numeral_alone_has_the_value_unicode_gives_it() -> None:
    parser = Lark(load_text("numerals"), parser="lalr", lexer="basic")
    for terminal, characters in terminals(parser).items():
        for character in characters:
            numeral = parse_numeral(character)
            value = unicodedata.numeric(character, None)
            alone = not re.search("ZERO|HUNDRED|THOUSAND|BLANK", terminal)
            assert (numeral is not None) == alone, character
            assert numeral is None or value in {None, numeral.value}, character


def test_import_builds_no_parser() -> None:
    code = "import gaixml.numerals as n; print(n._parser.cache_info().currsize)"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603 - our own
    assert run.stdout == "0\n"
