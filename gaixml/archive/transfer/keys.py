"""What the archive says once for all in its settings file: the elements that no report says, by their Chinese names."""

from __future__ import annotations

import difflib
import string
from typing import TYPE_CHECKING, Final

from gaixml.archive.names import safe_name
from gaixml.archive.settings import PackageSettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaixml.archive.settings import PackageSettings

REQUIRED: Final = ("全宗号", "类别号", "保管期限", "密级", "脱机载体编号")
"""DA/T 46-2009 5.4.1, 5.4.6, 5.4.4, 5.5.17 and 存储位置: what a package cannot do without and no report says."""
DEFAULTS: Final = {
    "语种": "汉语",  # the default of the schema in DA/T 48-2009, annex A
    "件号位数": "4",  # DA/T 22-2015 5.4: four digits
    "起始件号": "1",  # DA/T 22-2015 5.4: from 1 within the lowest class
    "起始顺序号": "1",
    "年度依据": "成文日期",  # DA/T 22-2015 5.2: the year of the date of signing, whatever year the content is about
}
OPTIONAL: Final = (
    *("立档单位名称", "责任者", "封装包创建单位", "保管期限代码", "档号格式", "归档年度"),
    *("档案馆名称", "档案馆代码", "全宗名称", "目录号", "机构或问题", "机构或问题代码"),
    *("文种", "保密期限", "稿本", "脱机载体存址", "知识产权说明", "授权对象", "授权行为", "控制标识", "附注"),
    *("载体类型", "载体容量", "载体保管单位", "载体制作单位", "载体检查单位", "软硬件环境"),
)
KEYS: Final = (*REQUIRED, *OPTIONAL, *DEFAULTS)
SECRECY: Final = ("公开", "国内", "内部", "限制", "秘密", "机密", "绝密")
"""GB/T 7156, 1987 (公开, 国内, 内部) and 2003 (公开, 限制)."""
RETENTION: Final = {"永久": "Y", "定期30年": "D30", "30年": "D30", "定期10年": "D10", "10年": "D10"}
"""Codes of the retention periods, DA/T 22-2015 5.4."""
YEAR_BASES: Final = ("成文日期", "报告年度")
PLACEHOLDERS: Final = ("全宗号", "目录号", "类别号", "年度", "保管期限代码", "机构或问题代码", "件号")
_PATTERN: Final = "{全宗号}-{类别号}·{年度}-{保管期限代码}-{件号}"
_PATTERN_WITH_UNIT: Final = "{全宗号}-{类别号}·{年度}-{保管期限代码}-{机构或问题代码}-{件号}"
"""DA/T 22-2015 5.4: 全宗号-档案门类代码·年度-保管期限-机构（问题）代码-件号; the unit may be left out."""
_LONGEST: Final = 120
"""Bytes of a reference code: it names files, too."""
_DIGITS: Final = 10
_NUMBERS: Final = ("件号位数", "起始件号", "起始顺序号")
_YEAR_DIGITS: Final = 4


def require(settings: PackageSettings) -> None:
    """Raise PackageSettingsError unless the settings say all that no report says, each in a way that can be used."""
    for key in settings.transfer:
        if key not in KEYS:
            (nearest,) = difflib.get_close_matches(key, KEYS, n=1, cutoff=0)
            raise _error(f"transfer.{key} is no element that gaixml knows; the nearest is {nearest}")
    unit = () if settings.transfer.get("封装包创建单位") or settings.organization.get("name") else ("封装包创建单位",)
    settings.require("transfer", "transfer", (*REQUIRED, *unit))
    _check_values(settings.transfer)
    _check_pattern(terms_of(settings))


def terms_of(settings: PackageSettings) -> dict[str, str]:
    """Return what the settings say, with the defaults of the standards and what follows from other keys."""
    terms = {**DEFAULTS, **settings.transfer}
    terms.setdefault("封装包创建单位", settings.organization.get("name", ""))
    terms.setdefault("保管期限代码", RETENTION.get(terms.get("保管期限", ""), ""))
    terms.setdefault("档号格式", _PATTERN_WITH_UNIT if terms.get("机构或问题代码") else _PATTERN)
    return terms


def _error(message: str) -> PackageSettingsError:
    return PackageSettingsError("settings", message)


def _check_values(terms: Mapping[str, str]) -> None:
    """Refuse values that no package can take."""
    if terms["密级"] not in SECRECY:
        raise _error(f"transfer.密级 = {terms['密级']}: has to be one of {'、'.join(SECRECY)} (GB/T 7156)")
    if terms["保管期限"] not in RETENTION and not terms.get("保管期限代码"):
        known = "、".join(RETENTION)
        raise _error(f"transfer.保管期限 = {terms['保管期限']}: is none of {known}; name its code as 保管期限代码")
    if terms.get("年度依据", YEAR_BASES[0]) not in YEAR_BASES:
        raise _error(f"transfer.年度依据 = {terms['年度依据']}: has to be {' or '.join(YEAR_BASES)}")
    for key in _NUMBERS:
        if not _is_number(terms.get(key, "1")):
            raise _error(f"transfer.{key} = {terms[key]}: has to be a number from 1 on")
    if len(terms.get("件号位数", "4")) > 1:
        raise _error(f"transfer.件号位数 = {terms['件号位数']}: has to be a number from 1 to 9")
    year = terms.get("归档年度", "2000")
    if not _is_number(year) or len(year) != _YEAR_DIGITS:
        raise _error(f"transfer.归档年度 = {year}: has to be a year of four digits")
    if bool(terms.get("授权对象")) != bool(terms.get("授权行为")):
        raise _error("transfer.授权对象 and transfer.授权行为 go together: name both or neither")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < _DIGITS and int(text) > 0


def _check_pattern(terms: Mapping[str, str]) -> None:
    """Refuse a pattern of reference codes that names what there is not, or makes the same code twice."""
    pattern = terms["档号格式"]
    try:
        fields = [part[1:] for part in string.Formatter().parse(pattern) if part[1] is not None]
    except ValueError as error:
        raise _error(f"transfer.档号格式 = {pattern}: {error}") from None
    for name, form, conversion in fields:
        if name not in PLACEHOLDERS or form or conversion:
            raise _error(f"transfer.档号格式: {{{name}}} is none of {' '.join(f'{{{one}}}' for one in PLACEHOLDERS)}")
        if name not in {"年度", "件号"} and not terms.get(name or ""):
            raise _error(f"transfer.档号格式 wants {{{name}}}: say transfer.{name}")
    sample = {**terms, "年度": "2024", "件号": "1".zfill(int(terms["件号位数"]))}
    codes = {
        "档号格式": pattern.format_map(sample),
        **{key: terms[key] for key in ("类别号", "脱机载体编号", "全宗号")},
    }
    for key, code in codes.items():
        if safe_name(code) != code or len(code.encode()) > _LONGEST:
            raise _error(f"transfer.{key}: {code[:40]} cannot be the name of a folder")
    for needed in ("年度", "件号"):
        if needed not in [name for name, *_ in fields]:
            raise _error(f"transfer.档号格式 needs {{{needed}}}: items are numbered within the year")
