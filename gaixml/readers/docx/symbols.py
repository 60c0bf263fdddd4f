"""The characters that fonts of symbols draw: what a person sees in the place of a letter or private-use character."""

from __future__ import annotations

from typing import Final

_WINGDINGS: Final = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "◻", 0x71: "❑", 0x72: "❒", 0x74: "⧫", 0x75: "◆", 0x76: "❖",
    0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑",
    0xE2: "↓", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x21: "✏", 0x28: "☎", 0x2A: "✉", 0x41: "✌", 0x46: "☞",
    **{0x80 + value: sign for value, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")},
    **{0x8B + value: sign for value, sign in enumerate("⓿❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
_WINGDINGS_2: Final = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0xA2: "■", 0x96: "●", 0x97: "●",
    **{0x69 + value: sign for value, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")},
}  # fmt: skip
_SYMBOL: Final = {
    0xB7: "•", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xB0: "°", 0xD6: "√", 0xAE: "→",
    0x25: "%", 0x2D: "−", 0x2B: "+", 0x3D: "=", 0x2F: "/", 0x28: "(", 0x29: ")", 0x5B: "[", 0x5D: "]", 0xA5: "∞",
    **{0x30 + figure: str(figure) for figure in range(10)},
}  # fmt: skip
_FONTS: Final = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE: Final = range(0xE000, 0xF900)
_CHARACTERS: Final = range(0x20, 0x110000)
_SURROGATES: Final = range(0xD800, 0xE000)
UNKNOWN: Final = "\ufffd"


def read_symbol(font: str, char: str) -> str:
    """Return what w:sym prints (ECMA-376 Part 1, 17.3.3.30); ``char`` is hexadecimal. UNKNOWN where nobody knows."""
    try:
        code = int(char, 16)
    except ValueError:
        return UNKNOWN
    drawn = _FONTS.get(font.casefold())
    if drawn is not None:
        return drawn.get(code & 0xFF, UNKNOWN)
    is_character = code in _CHARACTERS and code not in _SURROGATES and code not in _PRIVATE
    return chr(code) if is_character else UNKNOWN
