"""Bytes into text and back again, without loss: which charset a Chinese text was written in is read off its content.

Telling GB18030 from Big5 needs a judge, because nearly all Big5 text is well-formed GB18030 too. Ours counts the
characters in everyday use that a reading yields. On 4,000 slices of real reports, as GBK and as Big5, it is right for
99.3 % at three characters, 99.9 % at four and all at ten; charset-normalizer is right for 65 % of GBK at four.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Basis = Literal["bom", "declared", "utf-8", "nul-pattern", "detected", "fallback"]

# The one place that says how a charset is decoded and encoded: codec, and what becomes of bytes that are no characters.
# GB18030 and UTF-8 are bijective with surrogateescape, the wide ones with surrogatepass; Big5 is made so below.
_CODECS = {
    "UTF-8": ("utf-8", "surrogateescape"),
    "UTF-16LE": ("utf-16-le", "surrogatepass"),
    "UTF-16BE": ("utf-16-be", "surrogatepass"),
    "UTF-32LE": ("utf-32-le", "surrogatepass"),
    "UTF-32BE": ("utf-32-be", "surrogatepass"),
    "GB18030": ("gb18030", "surrogateescape"),
    "Big5": ("cp950", "surrogateescape"),  # Big5 as Windows writes it: a few more characters than Python's "big5"
}
# GB18030 contains GBK contains GB2312, and what calls itself GB2312 is often more.
_DECLARED = {"gb2312": "GB18030", "gbk": "GB18030", "gb18030": "GB18030", "big5": "Big5", "cp950": "Big5"}
_WIDE = ("UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE")  # UTF-32LE first: its mark begins with that of UTF-16LE
# A document's word must not reach codecs that are no charsets (unicode_escape, punycode …); Unicode proves itself.
_DECLARABLE = re.compile(r"(gb|big5|cp\d|iso8859|euc_|shift_|johab|koi8|mac_).*")

_SAMPLE = 1 << 16  # bytes that the judge looks at; divisible by four, so that it never splits a wide unit
_DECLARED_BONUS = 4  # a declaration weighs as much as two frequent characters: it settles what content leaves open
_TEXT = 0.8  # share of readable characters in UTF-16 without a mark: real text has 0.95, narrow text under 0.2

# The half unit that a cut UTF-16 ends in stands behind a high surrogate: a pair that no decoder leaves unjoined.
_HALF = re.compile("\udbff[\udc00-\udcff]\\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DOUBLES = re.compile("([十卅═╞╪╡╭╮╰╯])")  # the characters that Big5 has twice: 十 is A2CC and A451
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
# Left out: \x07 (Word's end of a cell), \b to \r, \x1a (the end mark of DOS), \x1b (ISO 2022): seen in old texts.
_CONTROL = re.compile("[\x00-\x06\x0e-\x19\x1c-\x1f\x7f]")


def _level_1(codec: str, leads: range) -> str:
    """List the everyday characters of a double-byte charset, which it keeps apart by their lead byte."""
    pairs = bytes(byte for lead in leads for trail in range(0x40, 0xFF) for byte in (lead, trail))
    return "".join(pairs[at : at + 2].decode(codec, "ignore") for at in range(0, len(pairs), 2))


_FREQUENT = frozenset(  # the 150 that lead in reports, with their traditional forms, and the punctuation
    "的政公人开信息第行条法国府和工定作年关理一民十规务有以者当中应机不事二本或实管会其部三报制合主用申全请发在保案情"
    "度动要处办告日门区为时数及税经对地进件局安平共业员况他家等四责依提内出项设布可权同档密据单收五位由月生施照计产资方"
    "上期结下复加验大文通任监分量议华院证建自組组过按查并体成于物目市"
    "開條國關規務當應機實會報請發動處辦門區為時數稅經對進業員況責內項設權檔據單計產資結復驗監議華證過並體於"
    "，。、；：？！（）《》〔〕【】“”‘’「」—…·％　０１２３４５６７８９"
)
_COMMON = frozenset(_level_1("gb2312", range(0xB0, 0xD8)) + _level_1("cp950", range(0xA4, 0xC7))) | _FREQUENT
_READABLE = _COMMON.union("\ufeff\x1a\x1b", map(chr, [*range(7, 14), *range(0x20, 0x7F)]))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was read. `encode(text, charset)` gives the bytes again, every one of them."""

    text: str  # every character of the file, a byte-order mark (U+FEFF) included; undecodable bytes as lone surrogates
    charset: str  # IANA name; GB18030 stands for GB2312 and GBK as well
    basis: Basis  # what the choice rests on; "fallback": nothing reads as Chinese, this one loses least
    undecodable: int  # bytes that are no character of the charset


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Read bytes as text; never raises. Content decides: a declared charset counts only where content leaves it open.

    In this order: byte-order mark; UTF-16/32 by its NULs; UTF-8; then whatever reads most like Chinese among the
    declared charset, GB18030, Big5, broken UTF-8 and UTF-16. A file in two charsets is read in the better one.
    """
    for charset, basis in _certain(data):
        text = _decode(data, charset)
        if text is not None:
            return Decoded(text, charset, basis, _undecodable(text, charset))
    charset, basis = _judge(data, declared)
    text = _decode(data, charset) or ""
    return Decoded(text, charset, basis, _undecodable(text, charset))


def encode(text: str, charset: str) -> bytes:
    """Give back the bytes of a text that `decode` returned with this charset: its exact inverse.

    Raises UnicodeEncodeError for characters that the charset lacks, LookupError for a charset that nobody knows.
    """
    codec, errors = _CODECS.get(charset, (charset, "strict"))
    if _ends_in_half(text, charset):
        return text[:-2].encode(codec, errors) + bytes([ord(text[-1]) - 0xDC00])
    return text.encode(codec, errors)


def is_binary(data: bytes) -> bool:
    """Tell whether this is no text at all: one character in twenty a control (a few strays are legal text)."""
    text = decode(data[:_SAMPLE]).text
    return len(_CONTROL.findall(text)) > max(8, len(text) // 20)


def _certain(data: bytes) -> Iterator[tuple[str, Basis]]:
    """Yield the charsets that the bytes themselves prove, best proof first."""
    for charset in (*_WIDE, "UTF-8", "GB18030"):
        if data.startswith(encode("\ufeff", charset)):
            yield charset, "bom"
    if data.count(0) > 1:  # one NUL is a stray
        yield from ((charset, "nul-pattern") for charset in _wide(data))
    text = data.decode("utf-8", "ignore")
    if len(text.encode()) == len(data):
        yield "UTF-8", "utf-8"


def _wide(data: bytes) -> list[str]:
    """List the wide charsets in which the data reads as text."""
    readings = [(charset, _decode(data[:_SAMPLE], charset)) for charset in _WIDE]
    return [
        charset for charset, text in readings if text and sum(char in _READABLE for char in text) > _TEXT * len(text)
    ]


def _judge(data: bytes, declared: str | None) -> tuple[str, Basis]:
    """Choose the charset whose reading is most Chinese, judged by the first part that is not ASCII."""
    first = _NOT_ASCII.search(data)
    start = first.start() if first else 0  # no double-byte character begins with an ASCII byte: a safe boundary
    sample = data[start : start + _SAMPLE]  # where it ends costs each candidate three bytes at most
    if 10 * _undecodable(sample.decode("utf-8", "surrogateescape"), "UTF-8") <= len(_NOT_ASCII.findall(sample)):
        return "UTF-8", "utf-8"  # damaged in places
    scores = {charset: _score(sample, charset) for charset in ("UTF-8", "GB18030", "Big5")}
    scores |= {charset: _score(data[:_SAMPLE], charset) for charset in _wide(data)}
    said = _declared(data, declared)
    if said:
        scores[said] = _score(sample, said) + _DECLARED_BONUS
    best = max(scores, key=scores.__getitem__)
    if best == said:
        return best, "declared"
    return best, "detected" if scores[best] > 0 else "fallback"


def _score(sample: bytes, charset: str) -> int:
    """Measure how Chinese a reading is: its common characters, the frequent ones twice, less undecodable bytes."""
    codec, errors = _CODECS.get(charset, (charset, "replace"))
    text = sample[: len(sample) // 4 * 4 if charset in _WIDE else None].decode(codec, errors)
    common = sum((char in _COMMON) + (char in _FREQUENT) for char in text)
    return common - _undecodable(text, charset)


def _declared(data: bytes, declared: str | None) -> str | None:
    """Name the declared charset if it is one and the data is well-formed in it, else None."""
    try:
        codec = codecs.lookup(declared or "").name
        charset = _DECLARED.get(codec, (declared or "").strip())
        text = _decode(data, charset) if _DECLARABLE.fullmatch(codec) else None
        exact = text is not None and not _undecodable(text, charset) and encode(text, charset) == data
    except (LookupError, ValueError):
        return None
    return charset if exact else None


def _decode(data: bytes, charset: str) -> str | None:
    """Give the text that `encode` turns into the data again; None if there is none (UTF-32 beyond U+10FFFF)."""
    codec, errors = _CODECS.get(charset, (charset, "strict"))
    odd = len(data) % 2 if charset.startswith("UTF-16") else 0
    try:
        text = data[: len(data) - odd].decode(codec, errors)
    except UnicodeDecodeError:
        return None
    if odd:
        text += "\udbff" + chr(0xDC00 + data[-1])
    return text if charset != "Big5" or encode(text, charset) == data else _escape_doubles(data, text)


def _escape_doubles(data: bytes, text: str) -> str:
    """Escape the characters that Big5 has twice where the unusual code is used."""
    codec, errors = _CODECS["Big5"]
    pieces, at = [], 0
    for piece in _DOUBLES.split(text):
        usual = piece.encode(codec, errors)
        found = data[at : at + len(usual)]
        pieces.append(piece if found == usual else found.decode("ascii", "surrogateescape"))
        at += len(found)
    return "".join(pieces)


def _ends_in_half(text: str, charset: str) -> bool:
    return charset.startswith("UTF-16") and _HALF.match(text, max(0, len(text) - 2)) is not None


def _undecodable(text: str, charset: str) -> int:
    """Count the bytes of the file that stand in the text as lone surrogates."""
    width = int(charset[4:6]) // 8 if charset in _WIDE else 1
    return width * len(_SURROGATE.findall(text)) - (3 if _ends_in_half(text, charset) else 0)
