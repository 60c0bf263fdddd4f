from __future__ import annotations

import pytest

from gaixml.bodies import name_by_settings, plain_name, same_bodies


def are_one(*names: str, beside: tuple[str, ...] = ()) -> bool:
    bodies = same_bodies([*names, *beside])
    return len({bodies[name].name for name in names}) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("淮安市洪泽区人民政府", "洪泽区人民政府"),
        ("江苏省淮安市洪泽区人民政府", "淮安市洪泽区人民政府", "洪泽区人民政府", "洪泽区"),
        ("威海市人民政府外事办公室", "威海市外事办", "威海市外事办公室"),
        ("平潭综合实验区管委会", "平潭综合实验区", "平潭综合实验区管理委员会"),
        ("威海市人民政府办公室", "威海市政府办"),
        ("上海市科学技术委员会", "上海市科学技术委"),
        ("内蒙古自治区呼伦贝尔市鄂温克族自治旗人民政府", "鄂温克族自治旗人民政府"),
        ("广东省广州市海珠区民政局", "广州市海珠区民政局"),
        ("环翠区张村镇人民政府", "张村镇人民政府"),
    ],
)
def test_names_of_one_body(names: tuple[str, ...]) -> None:
    assert are_one(*names)
    bodies = same_bodies(names)
    assert all(bool(body.evidence) == (body.name != body.printed) for body in bodies.values())


@pytest.mark.parametrize(
    "names",
    [
        ("南京市鼓楼区人民政府", "徐州市鼓楼区人民政府"),
        ("威海市人民政府", "威海市人民政府办公室"),
        ("威海市人民政府", "威海市人民政府外事办公室"),
        ("威海市", "威海市财政局"),
        ("平潭县财政局", "平潭综合实验区财政局"),
        ("沐阳县人民政府", "沭阳县人民政府"),
        ("财政局", "威海市财政局"),
        ("城市管理局", "威海市城市管理局"),
        ("住房和城乡建设局", "威海市住房和城乡建设局"),
        ("税务局", "国家税务总局威海市税务局"),
        ("", "威海市财政局"),
    ],
)
def test_names_of_two_bodies(names: tuple[str, ...]) -> None:
    assert not are_one(*names)


def test_a_name_that_could_be_either_of_two_bodies_is_neither() -> None:
    cities = ("南京市鼓楼区人民政府", "徐州市鼓楼区人民政府")
    bodies = same_bodies(["鼓楼区人民政府", *cities])
    assert bodies["鼓楼区人民政府"].rivals == cities
    assert {bodies[name].name for name in ("鼓楼区人民政府", *cities)} == {"鼓楼区人民政府", *cities}


def test_a_region_that_has_two_rulers_is_neither() -> None:
    rulers = ("示例新区人民政府", "示例新区管委会")
    assert not are_one(*rulers)
    assert same_bodies(["示例新区", *rulers])["示例新区"].rivals == tuple(sorted(rulers))


def test_blanks_and_width_do_not_matter() -> None:
    assert plain_name("平潭 综合\u3000实验区（管委会）\u200b") == plain_name("平潭综合实验区(管委会)")


def test_the_settings_decide() -> None:
    aliases = {"沐阳县人民政府": "沭阳县人民政府", "市外办": "威海市 人民政府外事办公室"}
    assert name_by_settings("沐阳县人民政府", aliases) == "沭阳县人民政府"
    assert name_by_settings("市 外 办", aliases) == "威海市人民政府外事办公室"
    assert name_by_settings("威海市财政局", aliases) == "威海市财政局"


def test_many_names_take_linear_time() -> None:
    stems = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")
    names = [f"{number}市鼓楼区人民政府".translate(stems) for number in range(20_000)]
    assert len(same_bodies([*names, "鼓楼区人民政府"])["鼓楼区人民政府"].rivals) == len(names)
