from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from transfer_pieces import EVERYTHING, MOMENT, NEEDED, settings

from gaixml.archive import transfer
from gaixml.archive.settings import PackageSettingsError, read_settings
from gaixml.archive.transfer.keys import DEFAULTS, KEYS, OPTIONAL, REQUIRED

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = Path(__file__).parents[3] / "docs" / "packages" / "transfer.md"


def refusal(terms: Mapping[str, str], organization: Mapping[str, str] | None = None) -> str:
    with pytest.raises(PackageSettingsError) as caught:
        transfer.require(settings(terms, {"name": "某局"} if organization is None else organization))
    return str(caught.value)


def test_everything_that_is_missing_is_named() -> None:
    message = refusal({}, {})
    assert [key for key in KEYS if f'"{key}" = ' in message] == [*REQUIRED, "封装包创建单位"]


@pytest.mark.parametrize("key", REQUIRED)
def test_each_missing_key_is_named(key: str) -> None:
    message = refusal({name: value for name, value in NEEDED.items() if name != key})
    assert re.findall(r'"(.+?)" = ', message) == [key]


def test_all_keys_can_be_said() -> None:
    assert sorted(EVERYTHING) == sorted(KEYS)
    transfer.require(settings(EVERYTHING))


@pytest.mark.parametrize(
    ("written", "nearest"), [("全宗", "全宗号"), ("密集", "密级"), ("保管年限", "保管期限"), ("归档年份", "归档年度")]
)
def test_an_unknown_key_is_an_error_with_the_nearest(written: str, nearest: str) -> None:
    assert f"transfer.{written} is no element that gaixml knows; the nearest is {nearest}" in refusal(
        {**NEEDED, written: "x"}
    )


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("密级", "不公开", "has to be one of 公开、国内、内部、限制、秘密、机密、绝密"),
        ("保管期限", "很久", "name its code as 保管期限代码"),
        ("年度依据", "随意", "has to be 成文日期 or 报告年度"),
        ("件号位数", "0", "has to be a number from 1 on"),
        ("起始件号", "-1", "has to be a number from 1 on"),
        ("起始顺序号", "٣", "has to be a number from 1 on"),
        ("归档年度", "24", "has to be a year of four digits"),
        ("授权对象", "公众", "go together"),
        ("档号格式", "{全宗号}-{年度}", "needs {件号}"),
        ("档号格式", "{全宗号}-{件号}", "needs {年度}"),
        ("档号格式", "{年度}-{件号}-{目录号}", "say transfer.目录号"),
        ("档号格式", "{年度}-{件号}-{题名}", "{题名} is none of"),
        ("档号格式", "{年度}-{件号!r}", "is none of"),
        ("档号格式", "{年度}-{件号", "档号格式"),
    ],
)
def test_what_cannot_be_used_is_refused(key: str, value: str, reason: str) -> None:
    assert reason in refusal({**NEEDED, key: value})


def test_other_retention_periods_need_a_code() -> None:
    transfer.require(settings({**NEEDED, "保管期限": "长期", "保管期限代码": "CQ"}))


def test_the_page_has_every_key_and_its_example_works(tmp_path: Path) -> None:
    page = PAGE.read_text("utf-8")
    assert [key for key in (*REQUIRED, *OPTIONAL, *DEFAULTS) if f"`{key}`" not in page] == []
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    file = tmp_path / "archive.toml"
    file.write_text(example, "utf-8")
    transfer.require(read_settings(file, MOMENT))
