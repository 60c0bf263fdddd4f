from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gaixml.readers.charset import Decoded, decode, encode, is_binary

SIMPLIFIED = "政府信息公开工作年度报告"
TRADITIONAL = "政府資訊公開工作年度報告"
WIDE = ["UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"]
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
SOURCES = sorted(path for suffix in ("txt", "md") for path in CORPUS.glob(f"**/source.{suffix}"))

needs_corpus = pytest.mark.skipif(not SOURCES, reason="../shared/corpus is not here")

# Bytes on which charsets stumble: marks, cut characters, lone surrogates, codes that Big5 has twice, NULs, controls.
AWKWARD = [
    *[encode("\ufeff", charset) for charset in ("UTF-8", "GB18030", *WIDE)],
    *[SIMPLIFIED.encode(codec) for codec in ("utf-8", "gbk", "utf-16-le", "utf-16-be", "utf-32-le")],
    *[TRADITIONAL.encode(codec) for codec in ("cp950", "big5hkscs")],
    *[b"\xa2\xcc", b"\xa4\x51", b"\xf9\xf9", b"\xa1\xfe", b"\x88\x66", b"\x81\x30\x81", b"\x80", b"\xff", b"\x00\xd8"],
    *[b"\x41\xdc", b"\xff\xdb", b"a\0", b"\0", b"\x1a", b"\r\n", b"\xed\xa0\x80", b"\0\0\x11\0", b"abc "],
]
ANY_BYTES = st.binary() | st.lists(st.sampled_from(AWKWARD) | st.binary(max_size=3)).map(b"".join)
LABELS = st.none() | st.sampled_from(
    [
        "gb2312",
        "GBK",
        "gb18030",
        "Big5",
        "big5-hkscs",
        "utf-8",
        "utf-16",
        "utf-16-le",
        "utf-7",
        "iso-8859-1",
        "cp1252",
        "shift_jis",
        "euc-kr",
        "iso2022_jp",
        "hz",
        "hex",
        "idna",
        "punycode",
        "unicode_escape",
        "undefined",
        "\x00",
        "无",
    ]
)


@given(ANY_BYTES, LABELS)
@example(b"", None)
@example(b"\xff\xfe\xff\xdba", None)
@example(b"\xff\xfe\x00\x00\x00\x00\x11\x00", None)
@example("十\xa2".encode("cp950", "ignore") + b"\xa2\xcc", "big5")
def test_every_byte_survives(data: bytes, declared: str | None) -> None:
    decoded = decode(data, declared)
    assert encode(decoded.text, decoded.charset) == data
    assert 0 <= decoded.undecodable <= len(data)
    is_binary(data)


@pytest.mark.parametrize("charset", ["GB18030", "Big5"])
def test_every_double_byte_code_survives(charset: str) -> None:
    leader = (SIMPLIFIED if charset == "GB18030" else TRADITIONAL).encode(charset) * 8
    for lead in range(0x80, 0x100):
        data = leader * 10 + b"\n".join(bytes([lead, trail]) for trail in range(0x30, 0x100))
        decoded = decode(data)
        assert decoded.charset == charset
        assert encode(decoded.text, charset) == data


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("charset", ["UTF-8", "GB18030", *WIDE])
def test_mark_stays_and_decides(charset: str, line_end: str) -> None:
    text = f"\ufeff{SIMPLIFIED}{line_end}一、总体情况{line_end}"
    assert decode(encode(text, charset), "big5") == Decoded(text, charset, "bom", 0)


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize(
    ("charset", "title", "basis"),
    [("UTF-8", SIMPLIFIED, "utf-8"), ("GB18030", SIMPLIFIED, "detected"), ("Big5", TRADITIONAL, "detected")]
    + [(charset, SIMPLIFIED, "nul-pattern") for charset in WIDE],
)
def test_content_decides_without_mark(charset: str, title: str, basis: str, line_end: str) -> None:
    text = f"{title}{line_end}一、主动公開 12件{line_end}"
    decoded = decode(encode(text.replace("动", ""), charset))
    assert (decoded.text, decoded.charset, decoded.basis) == (text.replace("动", ""), charset, basis)


@pytest.mark.parametrize("title", ["政府信息公开年报", "总体情况", "上海市科学技术委员会", "平潭综合实验区财政局"])
@pytest.mark.parametrize("codec", ["gb2312", "gbk", "gb18030"])
def test_short_simplified_title(title: str, codec: str) -> None:
    assert decode(title.encode(codec)) == Decoded(title, "GB18030", "detected", 0)


@pytest.mark.parametrize("title", ["政府資訊公開年報", "總體情況", "臺北市政府教育局", "香港特別行政區政府"])
def test_short_traditional_title(title: str) -> None:
    assert decode(title.encode("big5")) == Decoded(title, "Big5", "detected", 0)
    assert decode(title.encode("gbk")) == Decoded(title, "GB18030", "detected", 0)


def test_four_byte_characters() -> None:
    text = f"{SIMPLIFIED}：㐀𠀀𪚥，镕䶮\ue000"
    data = text.encode("gb18030")
    assert b"\x95\x32\x82\x36" in data
    assert decode(data) == Decoded(text, "GB18030", "detected", 0)


def test_ascii_and_nothing_are_utf_8() -> None:
    assert decode(b"") == Decoded("", "UTF-8", "utf-8", 0)
    assert decode(b"abc\r\n") == Decoded("abc\r\n", "UTF-8", "utf-8", 0)


def test_ascii_in_utf_16_is_not_taken_for_utf_8_with_nuls() -> None:
    assert decode("year,2023\n".encode("utf-16-le")) == Decoded("year,2023\n", "UTF-16LE", "nul-pattern", 0)


def test_utf_16_without_mark_or_ascii() -> None:
    text = "总体情况，和主动公布政府文件的情况"  # 一 and 开 would not do: half of each is a NUL
    assert decode(text.encode("utf-16-be")) == Decoded(text, "UTF-16BE", "detected", 0)


@pytest.mark.parametrize("charset", WIDE)
def test_lone_surrogate_passes(charset: str) -> None:
    text = "\ufeff公开\ud800信息\udc41\n"
    width = int(charset[4:6]) // 8
    assert decode(encode(text, charset)) == Decoded(text, charset, "bom", 2 * width)


def test_utf_16_cut_in_the_middle_of_a_unit() -> None:
    data = "\ufeff公开信息".encode("utf-16-le")[:-1]
    assert decode(data) == Decoded("\ufeff公开信\udbff\udc6f", "UTF-16LE", "bom", 1)


def test_utf_32_beyond_unicode_is_read_otherwise() -> None:
    assert decode("\ufeff公".encode("utf-32-le") + b"\0\0\x11\0").charset == "UTF-16LE"


def test_damaged_utf_8_keeps_the_bad_bytes() -> None:
    data = SIMPLIFIED.encode() + b"\xff" + SIMPLIFIED.encode()[:-1]
    decoded = decode(data)
    assert (decoded.charset, decoded.basis, decoded.undecodable) == ("UTF-8", "utf-8", 3)
    assert decoded.text == f"{SIMPLIFIED}\udcff{SIMPLIFIED[:-1]}\udce5\udc91"


@pytest.mark.parametrize(("gbk", "utf_8", "charset"), [(1, 20, "UTF-8"), (1, 5, "UTF-8"), (5, 1, "GB18030")])
def test_two_charsets_in_one_file(gbk: int, utf_8: int, charset: str) -> None:
    line = f"{SIMPLIFIED}，主动公开政府信息的情况\n"
    data = line.encode("gbk") * gbk + line.encode() * utf_8
    decoded = decode(data)
    assert decoded.charset == charset
    assert decoded.undecodable > 0
    assert encode(decoded.text, charset) == data
    assert not is_binary(data)


def test_unusual_code_of_big5_is_kept() -> None:
    data = f"{TRADITIONAL}二".encode("big5") + b"\xa2\xcc" + "十號".encode("big5")
    assert decode(data) == Decoded(f"{TRADITIONAL}二\udca2\udccc十號", "Big5", "detected", 2)


@pytest.mark.parametrize("declared", ["Big5", "utf-8", "iso-8859-1", "utf-16-le", "shift_jis", "nonsense", "\0"])
def test_wrong_declaration_loses(declared: str) -> None:
    assert decode(SIMPLIFIED.encode("gbk"), declared) == Decoded(SIMPLIFIED, "GB18030", "detected", 0)
    assert decode(SIMPLIFIED.encode(), declared) == Decoded(SIMPLIFIED, "UTF-8", "utf-8", 0)


def test_traditional_text_declared_as_gb2312() -> None:
    assert decode(TRADITIONAL.encode("big5"), "gb2312") == Decoded(TRADITIONAL, "Big5", "detected", 0)


@pytest.mark.parametrize(
    ("text", "declared", "charset"),
    [
        ("镕基", "GB2312", "GB18030"),  # GBK that calls itself GB2312
        ("傳快", "big5", "Big5"),
        ("café déjà", "iso-8859-1", "iso-8859-1"),
        ("九龍邨", "Big5-HKSCS", "Big5-HKSCS"),
    ],
)
def test_declaration_settles_what_content_leaves_open(text: str, declared: str, charset: str) -> None:
    assert decode(encode(text, charset), declared) == Decoded(text, charset, "declared", 0)


def test_nothing_chinese_is_a_fallback() -> None:
    assert decode(b"caf\xe9 d\xe9j\xe0") == Decoded("caf\udce9 d\udce9j\udce0", "UTF-8", "fallback", 3)


@pytest.mark.parametrize("data", [b"abc\n" * 12_500_000, b"abc\n" * 12_500_000 + SIMPLIFIED.encode("gbk")])
def test_fifty_megabytes(data: bytes) -> None:
    decoded = decode(data)
    assert len(decoded.text) == 50_000_000 + (len(SIMPLIFIED) if data[-1] > 0x7F else 0)
    assert decoded.undecodable == 0


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp950"])
def test_text_is_not_binary(codec: str) -> None:
    for text in ("", "公", f"{TRADITIONAL}\0\x01\x1f\r\n", "a\tb\x07\x0b\f\r\n\x1a" * 50, "收到申请12件\x0c" * 1000):
        assert not is_binary(text.encode(codec, "ignore"))


@pytest.mark.parametrize("data", [bytes(64), bytes(range(256)) * 4, b"\x7fELF\x02\x01\x01" + bytes(57) + b"code" * 9])
def test_no_text_is_binary(data: bytes) -> None:
    assert is_binary(data)


@needs_corpus
def test_office_files_are_binary_and_texts_are_not() -> None:
    for path in SOURCES:
        assert not is_binary(path.read_bytes()), path
    for path in CORPUS.glob("**/source.[dx]*"):
        assert is_binary(path.read_bytes()), path


@needs_corpus
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.parent.name)
def test_corpus_in_every_charset(path: Path) -> None:
    text = path.read_bytes().decode()
    for charset, mark in [("UTF-8", ""), ("GB18030", ""), *[(wide, mark) for wide in WIDE for mark in ("", "\ufeff")]]:
        decoded = decode(encode(mark + text, charset))
        assert (decoded.charset, decoded.undecodable) == (charset, 0)
        assert decoded.text == mark + text


@needs_corpus
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.parent.name)
def test_corpus_in_big5(path: Path) -> None:
    data = path.read_bytes().decode().encode("cp950", "ignore")
    assert decode(data) == Decoded(data.decode("cp950"), "Big5", "detected", 0)
