# ruff: noqa: E501 - pages are written as sites write them
"""Pages put together by chance from what sites print around a document, in boxes of boxes and tables of tables."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from html_sites import FOOTER, MENU, RELATED

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADERS = (
    "<div class='logo'>某某市人民政府门户网站</div>",
    "<div class='date'>今天是2026年1月22日 星期四 晴 3℃</div>",
    "<div class='search'><input type=text><button>搜索</button><span>热门搜索：</span><a href=/1>公积金</a><a href=/2>社保</a></div>",
    f"<ul class=nav>{MENU}</ul>",
    "<div style='display:none'><img src=wx.jpg><p>微信公众号二维码，请扫描。</p></div>",
    "<marquee>欢迎访问某某市教育局网站！</marquee>",
    "<div class='banner'><h2>政府信息公开</h2></div>",
    "<table><tr><th>日<th>一<th>二<th>三<tr><td>1<td>2<td>3<td>4<tr><td>5<td>6<td>7<td>8</table>",
)
CRUMBS = (
    "<div>您的位置：<a href=/>首页</a>&nbsp;&gt;&nbsp;<a href=/a>年报</a></div>",
    "<div><a href=/>首页</a> / <a href=/a>公开</a> / 正文</div>",
    "<div>当前位置： 首页 > 信息公开 > 年度报告</div>",
)
LEFTS = (
    "<div><h3>信息公开</h3><ul><li><a href=1>指南</a></li><li><a href=2>目录</a></li><li><a href=3>年报</a></li></ul></div>",
    "<dl><dt>栏目</dt><dd><a href=1>指南</a></dd><dd><a href=2>制度</a></dd><dd><a href=3>依申请公开</a></dd></dl><p>咨询电话：010-12345678</p>",
    "",
)
BARS = (
    "<p>发布时间：2026-01-22 来源：市教育局 【字体：<a href=#>大</a> <a href=#>中</a> <a href=#>小</a>】</p>",
    "<div><span>2026-01-22</span> <span>来源：教育局</span> <span>阅读：<em>3</em></span></div>",
    "<div><span>索引号：</span><span>1-2026</span></div><div><span>发布日期：</span><span>2026-01-22</span></div>",
    "",
)
BELOW = (
    "<div>分享到：<a href=#>微信</a></div>",
    "<div>责任编辑：张三</div>",
    "<div>【打印】【关闭】</div>",
    "<div><p>上一篇：<a href=1>关于开学的通知</a></p><p>下一篇：<a href=2>关于放假的通知</a></p></div>",
    f"<div><h4>相关信息</h4><ul>{RELATED}</ul></div>",
    "<div><img src=data:image/png;base64,AAAA><p>扫一扫在手机打开当前页</p></div>",
    "<div><h3>网友评论</h3><p>支持公开，点赞，继续努力。</p></div>",
)
RIGHTS = (
    "<div><h3>热点推荐</h3><ul><li><a href=1>第一条新闻标题内容</a></li><li><a href=2>第二条新闻标题内容</a></li></ul></div>",
    "<h3>通知公告</h3>" + "<div><a href=1>关于召开会议的通知</a><p>会议将于明天召开，请准时参加。</p></div>" * 4,
    "",
)
FEET = (
    f"<div>{FOOTER}</div>",
    "<div><p>地址：人民路1号 邮编：100000</p><p>Copyright © 2020 All Rights Reserved</p></div>",
    "<ul><li><a href=1>网站地图</a></li><li><a href=2>联系我们</a></li></ul><p>某某市教育局 主办</p><p>京ICP备05000000号</p>",
    "<select><option>国务院部门</select><a href=x>友情链接</a><div>版权所有 某某市教育局 技术支持：某某公司</div>",
)
TITLES = ("<h1>{}</h1>", "<div class=t>{}</div>", "<p align=center><b>{}</b></p>", "<h2><span>{}</span></h2>")
BODIES = (
    lambda body: body,
    lambda body: f"<div>{body.replace('<p>', '').replace('</p>', '<br>')}</div>",
    lambda body: body.replace("<p>", "<div>　　").replace("</p>", "</div>"),
)


def make_page(seed: int, title: str, body: str) -> str:
    """Return a page that shows a report, the same one for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret

    def wrap(inner: str) -> str:
        for _ in range(chance.randrange(4)):
            inner = f"<table><tr><td>{inner}</td></tr></table>" if chance.random() < 0.2 else f"<div>{inner}</div>"
        return inner

    def some(pieces: Sequence[str], most: int) -> str:
        return "".join(map(wrap, chance.sample(pieces, chance.randrange(most + 1))))

    article = wrap(chance.choice(TITLES).format(title)) + wrap(chance.choice(BARS))
    article += wrap(chance.choice(BODIES)(body)) + some(BELOW, 4)
    crumb = chance.choice(CRUMBS)
    columns = [wrap(chance.choice(LEFTS)), wrap(crumb) + wrap(article), wrap(chance.choice(RIGHTS))]
    middle = "".join(f"<td valign=top>{column}</td>" for column in columns)
    middle = f"<table><tr>{middle}</tr></table>" if chance.random() < 0.3 else wrap("".join(columns))
    page = some(HEADERS, 4) + middle + wrap(chance.choice(FEET))
    return f"<html><head><title>{title}</title></head><body>{page}</body></html>"
