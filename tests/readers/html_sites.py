# ruff: noqa: E501 - pages are written as sites write them
"""Pages of site systems around one report: each function takes its title and the elements of its body, returns a page.

They are made up after kinds of pages that public bodies have published since 2008; none is a copy of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_某某市人民政府</title></head>'
MENU = "".join(
    f'<li><a href="/{name}/">{name}</a></li>'
    for name in ("首页", "走进某某", "新闻中心", "政府信息公开", "政务服务", "互动交流", "专题专栏", "数据开放")
)
RELATED = "".join(
    f'<li><a href="/art/{year}.html">某某市教育局{year}年政府信息公开工作年度报告</a><span>{year + 1}-01-2{year % 10}</span></li>'
    for year in range(2015, 2020)
)
FOOTER = (
    "<p>主办单位：某某市人民政府　承办单位：某某市大数据局</p><p>地址：某某市人民路1号　邮编：100000　电话：010-12345678</p>"
    '<p><a href="https://beian.miit.gov.cn">某ICP备05000001号-1</a>　网站标识码：1100000001　'
    '<a href="http://www.beian.gov.cn">某公网安备11000002000001号</a></p>'
)


def div_soup(title: str, body: str) -> str:
    """Divs with navigation, a side bar of links, a bar of sharing buttons, related pages, a footer."""
    return f"""{HEAD.format(title=title)}<body>
<script>var _hmt = _hmt || []; document.write("<p>一、总体情况</p>");</script>
<div class="top"><div class="wrap"><span>2026年1月22日 星期四</span><a href="/en">English</a>|<a href="/wza">无障碍浏览</a></div></div>
<div class="header"><a href="/"><img src="/images/logo.png" alt="某某市人民政府"></a><form action="/search">
<input type="text" name="q" value="请输入关键字"><input type="submit" value="搜索"></form></div>
<div class="nav"><ul>{MENU}</ul></div>
<div class="container"><div class="crumb">您当前的位置：<a href="/">首页</a> &gt; <a href="/zwgk">政府信息公开</a> &gt; <span>年度报告</span></div>
<div class="left"><h3>政府信息公开</h3><ul><li><a href="/zn">政府信息公开指南</a></li><li><a href="/zd">政府信息公开制度</a></li>
<li><a href="/ml">法定主动公开内容</a></li><li><a href="/nb">政府信息公开年报</a></li><li><a href="/sqgk">依申请公开</a></li></ul></div>
<div class="right"><div class="article"><h1 class="title">{title}</h1>
<div class="info"><span>发布时间：2026-01-22 10:30</span><span>来源：市教育局</span><span>浏览次数：<em id="hits">128</em>次</span>
<span>字体：[<a href="javascript:zoom(18)">大</a> <a href="javascript:zoom(16)">中</a> <a href="javascript:zoom(14)">小</a>]</span></div>
<div class="content" id="zoom">{body}</div>
<div class="share"><span>分享到：</span><a href="#" onclick="s('wx')">微信</a><a href="#" onclick="s('wb')">微博</a></div>
<div class="tools"><a href="javascript:window.print()">打印</a> <a href="javascript:window.close()">关闭</a></div>
<div class="pn"><p>上一篇：<a href="/1.html">某某市教育局2024年部门预算</a></p><p>下一篇：没有了</p></div>
<div class="related"><h4>相关链接</h4><ul>{RELATED}</ul></div></div></div></div>
<div class="footer">{FOOTER}</div>
</body></html>"""


def tables_of_2008(title: str, body: str) -> str:
    """Nested tables do all of the layout; upper-case tags, unquoted attributes, font elements."""
    side = "".join(f"<TR><TD height=24>·<A href=/{number}.htm>栏目{number}号</A></TD></TR>" for number in range(1, 9))
    return f"""<HTML><HEAD><TITLE>{title}</TITLE></HEAD><BODY bgcolor=#ffffff>
<TABLE width=1000 align=center border=0><TR><TD colspan=3><IMG src=banner.jpg width=1000></TD></TR>
<TR><TD colspan=3><TABLE width=100%><TR><TD><A href=/>首页</A></TD><TD><A href=/a>机构设置</A></TD><TD><A href=/b>政策法规</A></TD>
<TD><A href=/c>工作动态</A></TD><TD><A href=/d>办事指南</A></TD><TD><A href=/e>联系我们</A></TD></TR></TABLE></TD></TR>
<TR><TD width=200 vAlign=top><TABLE><TR><TD><B>栏目导航</B></TD></TR>{side}</TABLE></TD>
<TD width=10>&nbsp;</TD>
<TD vAlign=top><TABLE width=100%><TR><TD>当前位置：<A href=/>首页</A> &gt;&gt; <A href=/nb>年报</A></TD></TR>
<TR><TD align=center><FONT size=5><B>{title}</B></FONT></TD></TR>
<TR><TD align=center>来源：办公室　发布日期：2009-03-20　点击数：56</TD></TR>
<TR><TD><FONT size=3>{body}</FONT></TD></TR>
<TR><TD align=right>【<A href=javascript:print()>打印</A>】【<A href=javascript:close()>关闭窗口</A>】</TD></TR></TABLE></TD></TR>
<TR><TD colspan=3 align=center>版权所有：某某市教育局　建议使用1024*768分辨率浏览本站</TD></TR></TABLE></BODY></HTML>"""


def data_box(title: str, body: str) -> str:
    """A box with 索引号 … above the document, as directories of public information have it; <meta> tags of 2017."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>
<meta name="SiteName" content="某某市人民政府"><meta name="ColumnName" content="年度报告"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="2026-01-22 10:30"><meta name="ContentSource" content="市教育局"></head><body>
<!-- header begin --><header><h2>某某市人民政府</h2><nav><ul>{MENU}</ul></nav></header><!-- header end -->
<main><div class="xxgk_box"><table class="xxgk_table" width="100%" border="1">
<tr><td class="bt">索 引 号：</td><td>11100000MB1234567X/2026-00012</td><td class="bt">主题分类：</td><td>政务公开</td></tr>
<tr><td class="bt">发布机构：</td><td>某某市教育局</td><td class="bt">公开日期：</td><td>2026-01-22</td></tr>
<tr><td class="bt">标　　题：</td><td colspan="3">{title}</td></tr>
<tr><td class="bt">文　　号：</td><td></td><td class="bt">时　　效：</td><td>有效</td></tr></table></div>
<div class="TRS_UEDITOR TRS_Editor"><style>.TRS_Editor P{{line-height:2}}</style><p style="text-align:center"><strong>{title}</strong></p>{body}</div>
<div class="bar"><a href="javascript:;">收藏</a><a href="javascript:;">打印本页</a><span>扫一扫在手机打开当前页</span><canvas></canvas></div></main>
<footer>{FOOTER}</footer></body></html>"""


def list_of_data(title: str, body: str) -> str:
    """The same data as items of a list, with a label in one element and its value in another."""
    fields = (
        ("索引号", "1110-2026-12"),
        ("分类", "年报"),
        ("发布机构", "市教育局"),
        ("成文日期", "2026年1月20日"),
        ("有效性", "有效"),
    )
    items = "".join(f"<li><strong>{label}：</strong><span>{value}</span></li>" for label, value in fields)
    return f"""{HEAD.format(title=title)}<body><div id="nav"><a href="/">首页</a><a href="/a">要闻</a><a href="/b">公开</a><a href="/c">服务</a></div>
<div class="zoom-bar"><ul class="fields">{items}</ul></div>
<div class="arc"><h1>{title}</h1><p class="sub"><span>日期：2026-01-22</span>　<span>作者：佚名</span></p>{body}</div>
<div class="copy">{FOOTER}</div></body></html>"""


def tabs(title: str, body: str) -> str:
    """全真版 shows a PDF in a frame, 文字版 is hidden until somebody asks for it."""
    return f"""{HEAD.format(title=title)}<body><div class="nav"><ul>{MENU}</ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/nb">年报</a></div><h1>{title}</h1>
<ul class="tab"><li class="on" onclick="show(1)">全真版</li><li onclick="show(2)">文字版</li></ul>
<div id="t1"><iframe src="/pdf/viewer.html?file=report.pdf" width="100%" height="900"></iframe></div>
<div id="t2" style="display: none;"><div class="TRS_Editor">{body}</div></div>
<div class="foot">{FOOTER}</div></body></html>"""


def twins(title: str, body: str) -> str:
    """The same report in two tabs; a style sheet hides one of them."""
    return f"""{HEAD.format(title=title)}<body><div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/nb">年报</a></div>
<h1>{title}</h1><div class="tabs"><a href="#a">网页版</a><a href="#b">打印版</a></div>
<div class="panes"><div id="a">{body}</div><div id="b" class="print">{body}</div></div>
<div class="foot">{FOOTER}</div></body></html>"""


def ueditor(title: str, body: str) -> str:
    """Pasted into an editor: spans cut words, attributes and classes everywhere, empty paragraphs."""
    cut = body.replace("信息", "信</span><span style='font-size:16pt'>息").replace(
        "<p>", '<p style="text-indent:2em"><span>'
    )
    cut = cut.replace("</p>", "</span></p>")
    return f"""{HEAD.format(title=title)}<body><div class="header"><ul>{MENU}</ul></div><div class="detail">
<h2 class="detail-title"><span>{title[:6]}</span>{title[6:]}</h2><div class="detail-con" id="js_content">{cut}</div>
<div class="detail-foot"><div class="bdsharebuttonbox"><a href="#" class="bds_more">分享到：</a></div></div></div>
<div class="bottom">{FOOTER}</div></body></html>"""


def word(title: str, body: str) -> str:
    """Saved by Word as a web page."""
    mso = body.replace(
        "<p>", "<p class=MsoNormal style='text-indent:32.0pt'><span lang=EN-US style='font-size:16.0pt'>"
    )
    mso = mso.replace("</p>", "<o:p></o:p></span></p>").replace(
        "<td", "<td width=120 valign=top style='border:solid windowtext 1.0pt'"
    )
    return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {{margin:0cm;}} @page Section1 {{size:595.3pt 841.9pt;}} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><div class=Section1 style='layout-grid:15.6pt'>
<p class=MsoNormal align=center><b><span style='font-size:22.0pt'>{title}<o:p></o:p></span></b></p>
{mso}
</div></body></html>"""


def comments(title: str, body: str) -> str:
    """Related pages with summaries and comments of readers behind the report."""
    summaries = "".join(
        f'<div class="item"><a href="/{number}">市教育局召开第{number}次会议，部署重点工作</a><p>会议强调，要提高认识，狠抓落实。</p></div>'
        for number in range(1, 6)
    )
    return f"""{HEAD.format(title=title)}<body><div class="menu"><ul>{MENU}</ul></div>
<article><header><h1>{title}</h1><p>发布日期：2026-01-22</p></header><section>{body}</section></article>
<div class="more"><h3>相关新闻</h3>{summaries}</div>
<div class="comments"><h3>网友评论</h3><div><b>网友甲</b><p>写得很好，希望继续公开，支持。</p></div><textarea>说点什么</textarea><button>发表评论</button></div>
<aside><h3>点击排行</h3><ol style="list-style:none"><li><a href="/x1">关于开学的通知</a></li><li><a href="/x2">关于放假的通知</a></li></ol></aside>
<footer>{FOOTER}</footer></body></html>"""


def without_script(title: str, body: str) -> str:
    """What is printed for browsers without JavaScript; templates; a form around the whole page (ASP.NET)."""
    return f"""{HEAD.format(title=title)}<body><form method="post" id="form1">
<input type="hidden" name="__VIEWSTATE" value="dDwtMTA4Njc2"><noscript><p>您的浏览器不支持JavaScript，请开启后访问。</p></noscript>
<template><div><h4></h4><p>模板，一句话。</p></template></div><div id="hd"><ul>{MENU}</ul></div>
<div id="bd"><div class="ttl">{title}</div><div class="txt">{body}</div></div>
<div id="ft">{FOOTER}</div></form></body></html>"""


def parted(title: str, body: str) -> str:
    """Every paragraph and table in a box of its own; the report is spread over several boxes."""
    first, found, rest = body.partition("<p>三、")
    boxes = "".join(f'<div class="para">{part}</div>\n' for part in (first, found + rest) if part)
    return f"""{HEAD.format(title=title)}<body><div class="nav"><ul>{MENU}</ul></div>
<div class="crumbs"><a href="/">首页</a>&gt;<a href="/nb">政府信息公开年报</a></div>
<div class="page"><div class="page-title">{title}</div><div class="page-body">{boxes}</div><div class="page-tool"><span>打印</span><span>收藏</span></div></div>
<div class="foot">{FOOTER}</div></body></html>"""


def fragment(title: str, body: str) -> str:
    """Cut out of a page: the box of the document and what stands next to it."""
    return f"""<div class="word_con"><div class="article_content"><div class=TRS_Editor><p align=center>{title}</p>{body}</div></div>
<div class="article_attachment"><text>附件下载</text><ul></ul></div>
<div class="qrcode"><p>扫一扫在手机上查看当前页面</p></div><div><button>关闭</button></div></div>"""


SITES: dict[str, Callable[[str, str], str]] = {
    site.__name__: site
    for site in (
        div_soup,
        tables_of_2008,
        data_box,
        list_of_data,
        tabs,
        twins,
        ueditor,
        word,
        comments,
        without_script,
        parted,
        fragment,
    )
}
