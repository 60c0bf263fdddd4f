"""Bad input in the formats offices publish, from the command line: the files that are read all the same.

The numbers are those of the project's list of bad inputs. Nothing is lost in silence: what is left aside is
listed, what a person should know is a finding. What is refused is in test_bad_formats.
"""

from __future__ import annotations

import codecs
import random
import re
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bad_files import (
    BLOCKS,
    HTML,
    MAIN_PARTS,
    WHOLE,
    XHTML,
    XLSX,
    ZIPPED,
    Member,
    main_part,
    printing,
    with_members,
    with_parts,
)
from docx_writer import package, paragraph, part, relationships, run, to_docx, zipped
from html_writer import to_html
from ofd_writer import make_ofd, page_xml, text_object, to_ofd
from pdf_file import A4, PdfFile
from pdf_writer import to_pdf
from printed_blocks import PrintedCell
from printing import Case, make_report
from printing_blocks import blocks
from running import LIMITS, NS, Command, in_process, names, nobody_calls, omissions, rules
from xls_writer import make_xls, text
from xlsx_writer import make_xlsx, sheet_xml, to_xlsx

import gaixml
from gaixml.readers import ocr

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree
    from printed_blocks import PrintedBlock, PrintedTable

pytestmark = pytest.mark.usefixtures("alone_with_extras")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits and signals")
WRITERS: dict[str, Callable[[list[PrintedBlock]], bytes]] = {
    "html": to_html, "docx": to_docx, "ofd": to_ofd, "pdf": to_pdf, "xlsx": to_xlsx,
}  # fmt: skip
TEXT = "".join(
    f"{block}\n" if isinstance(block, str) else "".join("\t".join(cell.text for cell in row) + "\n" for row in block)
    for block in BLOCKS
)


# ── 2 wrong extension, 5 owner password, 7 nested, 12 14 odd names ─────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["报告.txt", "报告.pdf", "报告.docx", "报告.html", "报告.doc", "报告.xml", "报告"])
@pytest.mark.parametrize("kind", WHOLE)
def test_02_the_content_decides(kind: str, name: str, command: Command) -> None:
    assert command.text(name, WHOLE[kind]) == TEXT


def test_02_text_under_other_names(command: Command) -> None:
    for name in ("报告.docx", "报告.pdf", "报告.ofd", "报告.xlsx", "报告.html", "报告.doc"):
        assert command.text(name, TEXT.encode()) == TEXT
        Path(name).unlink()
        Path("out/报告.xml").unlink()


def test_05_pdf_that_anybody_may_open(command: Command) -> None:
    file = PdfFile(user="")
    file.page().text(100, 100, 12, "一、总体情况")
    assert command.text("报告.pdf", file.build()) == "一、总体情况\n"


def test_07_container_in_a_container_is_never_unpacked(command: Command) -> None:
    inner = zipped({"a.zip": zipped({"bomb": bytes(50 << 20)})})
    data = package(paragraph("段"), {"word/embeddings/a.zip": inner}, [("package", "embeddings/a.zip")])
    assert omissions(command.converts("a.docx", data)) == [("embedded", "word/embeddings/a.zip")]


@pytest.mark.parametrize("suffix", ["ofd", "xlsx"])
def test_07_container_that_nothing_names(suffix: str, command: Command) -> None:
    member = Member("a.zip", zipped({"bomb": bytes(50 << 20)}))
    assert command.text(f"报告.{suffix}", with_members(ZIPPED[suffix], member)) == TEXT


@pytest.mark.parametrize("suffix", ZIPPED)
def test_12_14_names_of_members(suffix: str, command: Command) -> None:
    members = [Member("@@.bin"), Member("政" * 300), Member("CON"), Member("x/" * 200 + "x")]
    data = with_members(ZIPPED[suffix], *members).replace(b"@@.bin", "照".encode("gbk") + b".bin")
    assert command.text(f"报告.{suffix}", data) == TEXT


# ── 17 external, 18 macros, 20 21 OFD, 22 pictures ─────────────────────────────────────────────────────────────────


def test_17_relationships_that_lead_out(command: Command) -> None:
    with nobody_calls() as host:
        relations = [("image", f"http://{host}/a.png"), ("hyperlink", f"http://{host}/"), ("oleObject", "file:///x")]
        settings = {"word/_rels/settings.xml.rels": relationships([("attachedTemplate", f"http://{host}/t.dotm")])}
        data = package(paragraph("段"), {"word/settings.xml": part("settings", ""), **settings}, relations)
        found = omissions(command.converts("a.docx", data))
    assert sorted(found) == sorted(
        ("external", target) for target in (*(target for _, target in relations), f"http://{host}/t.dotm")
    )


def test_17_what_a_page_shows_from_elsewhere(command: Command) -> None:
    with nobody_calls() as host:
        shown = (
            f'<img src="http://{host}/a.png"><link rel="stylesheet" href="http://{host}/a.css"><iframe '
            f'src="http://{host}/"></iframe><script src="http://{host}/a.js"></script><base href="http://{host}/">'
        )
        page = HTML.decode().replace("<body>", f"<body>{shown}")
        root = command.converts("a.html", page.encode())
    assert ("external", f"http://{host}/") in omissions(root)
    assert [image.get("name") for image in root.iterfind(".//g:image", NS)] == [f"http://{host}/a.png"]


MACROS = {
    "a.docm": package(
        paragraph("段"),
        {"word/vbaProject.bin": b"macro"},
        [("vbaProject", "vbaProject.bin")],
        content_type="application/vnd.ms-word.document.macroEnabled.main+xml",
    ),
    "a.xlsm": with_members(XLSX, Member("xl/vbaProject.bin", b"macro")),
}


@pytest.mark.parametrize("name", MACROS)
def test_18_macros_are_listed(name: str, command: Command) -> None:
    root = command.converts(name, MACROS[name])
    assert [reason for reason, _ in omissions(root)] == ["macro"]
    assert rules(root).count("DOC06") == 1


def test_20_ofd_with_a_page_missing(command: Command) -> None:
    pages = [page_xml([text_object(text, 30, 40, 5)]) for text in ("一、总体情况", "二、其他", "三、附件")]
    data = with_parts(make_ofd(pages), {"Doc_0/Pages/Page_1/Content.xml": None})
    root = command.converts("a.ofd", data)
    assert gaixml.text(Path("out/a.xml").read_bytes()) == "一、总体情况\n三、附件\n"
    assert ("unsupported", "Pages/Page_1/Content.xml") in omissions(root)
    assert "DOC05" in rules(root)


@pytest.mark.parametrize("signatures", [None, "<broken", "<Signatures><Signature BaseLoc='../../x'/></Signatures>"])
def test_21_ofd_with_a_broken_signature(signatures: str | None, command: Command) -> None:
    page = page_xml([text_object("一、总体情况", 30, 40, 5)])
    body = "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>"
    data = with_parts(make_ofd([page], body=body), {"Doc_0/Signs/Signatures.xml": signatures})
    assert [reason for reason, _ in omissions(command.converts("a.ofd", data))] == ["signature"]


GREY = b"/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"


def test_22_a_scanned_page_among_others(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pytesseract", None)
    file = PdfFile()
    file.page().image((0, 0, *A4), b"\xf0", GREY)
    file.page().text(100, 300, 12, "一、总体情况")
    root = command.converts("a.pdf", file.build())
    assert "DOC05" in rules(root)
    assert "unsupported" in [reason for reason, _ in omissions(root)]


@pytest.mark.skipif(ocr.find_engine() is None, reason="Tesseract with chi_sim is not installed")
def test_22_a_scanned_report_with_ocr(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", None)
    pdfium = pytest.importorskip("pypdfium2")
    page = pdfium.PdfDocument(to_pdf(BLOCKS))[0]
    picture = page.render(scale=2, grayscale=True).to_pil().convert("L")
    if picture.getextrema()[0] > 128:
        pytest.skip("no Chinese font to draw with")
    file = PdfFile()
    entries = b"/BitsPerComponent 8 /ColorSpace /DeviceGray /Width %d /Height %d" % picture.size
    file.page().image((0, 0, *A4), picture.tobytes(), entries)
    root = command.converts("扫描.pdf", file.build())
    assert "DOC04" in rules(root)
    assert "总体情况" in gaixml.text(Path("out/扫描.xml").read_bytes())


# ── 24, 25, 26 charsets ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", "iso-8859-1", "utf-16", "no-such"])
@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb18030", "utf-16", "utf-8-sig", "utf-16-le"])
def test_24_26_pages_that_declare_another_charset(charset: str, declared: str, command: Command) -> None:
    page = HTML.decode().replace('"utf-8"', f'"{declared}"')
    assert command.text("a.html", page.encode(charset)) == TEXT


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE], ids=["utf-16-be", "utf-32-le"])
def test_26_marks_of_byte_order(mark: bytes, command: Command, request: pytest.FixtureRequest) -> None:
    charset = request.node.callspec.id
    assert command.text("a.html", mark + HTML.decode().encode(charset)) == TEXT


@pytest.mark.parametrize("suffix", ZIPPED)
def test_26_marks_in_parts(suffix: str, command: Command) -> None:
    data = with_parts(ZIPPED[suffix], {MAIN_PARTS[suffix]: codecs.BOM_UTF8 + main_part(suffix, "一、总体情况")})
    assert command.text(f"a.{suffix}", data) == "一、总体情况\n"


def test_25_two_charsets_in_one_page(command: Command) -> None:
    page = HTML.replace("正文".encode(), "正文".encode("gbk"))
    root = command.converts("a.html", page)
    assert "TXT01" in rules(root)
    assert "本机关依法公开政府信息，" in gaixml.text(Path("out/a.xml").read_bytes())


# ── 27, 28, 29 entities and nesting in pages ───────────────────────────────────────────────────────────────────────

BOMB = '<!ENTITY a "政府信息公开">' + "".join(
    f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in zip("abcdefghi", "bcdefghij", strict=True)
)
SUBSETS = {
    "file": '<!ENTITY j SYSTEM "{secret}">',
    "network": '<!ENTITY j SYSTEM "http://{host}/x">',
    "parameter": '<!ENTITY % p SYSTEM "http://{host}/x"> %p;',
    "bomb": BOMB,
}


@pytest.mark.parametrize("page", [HTML.decode(), XHTML.decode()], ids=["html", "xhtml"])
@pytest.mark.parametrize("kind", SUBSETS)
def test_27_28_entities_mean_nothing(
    kind: str, page: str, tmp_path_factory: pytest.TempPathFactory, command: Command
) -> None:
    secret = tmp_path_factory.mktemp("secret") / "secret.txt"
    secret.write_text("机密", "utf-8")
    with nobody_calls() as host:
        subset = SUBSETS[kind].replace("{host}", host).replace("{secret}", secret.as_uri())
        hostile = page.replace("<!DOCTYPE html>", "").replace("<html", f"<!DOCTYPE html [{subset}]><html", 1)
        command.converts("a.html", hostile.replace("正文", "&j;正文").encode())
    data = Path("out/a.xml").read_text("utf-8")
    assert "机密" not in data
    assert "&amp;j;正文" in data, "as a browser shows it"
    assert len(data) < 3 * len(hostile) + 5_000


@POSIX
@pytest.mark.parametrize("tags", ["<div>", "<table><tr><td>", "<b>"])
def test_29_a_hundred_thousand_nested_elements(tags: str) -> None:
    page = f"<html><body>{tags * (100_000 // tags.count('<'))}一、总体情况"
    Path("deep.html").write_text(page, "utf-8")
    done = in_process("convert", "deep.html", "-o", "out", before=LIMITS)
    assert done == (0, b"", "1 of 1 converted into out\n")
    assert gaixml.text(Path("out/deep.xml").read_bytes()).strip() == "一、总体情况"


@pytest.mark.parametrize(
    "tag", ["<a>", '<a name="_GoBack"></a>', "<a href>", "<img>", "<td colspan>", "<font size>", "<p style>"]
)
def test_elements_without_their_attributes(tag: str, command: Command) -> None:
    assert command.text("a.html", HTML.decode().replace("正文", f"{tag}正文").encode()).count("正文") == 1


# ── 30, 31, 32 characters ──────────────────────────────────────────────────────────────────────────────────────────


def test_30_control_characters_in_pages_come_back(command: Command) -> None:
    page = HTML.decode().replace("正文", "正\x01\x08\x1f文\ufffe")
    assert "正\x01\x08\x1f文\ufffe" in command.text("a.html", page.encode())


def test_30_control_characters_in_workbooks_come_back(command: Command) -> None:
    assert command.text("a.xls", make_xls({"表": text(0, 0, 0)}, ["甲\x01\x0b乙"])) == "甲\x01\x0b乙\n"


def test_31_references_to_surrogates(command: Command) -> None:
    """HTML 4.13.2.5: a reference to a surrogate is a parse error, and stands for U+FFFD."""
    page = HTML.decode().replace("正文", "正&#xD800;&#56320;&#0;&#x110000;文")
    assert "正\ufffd\ufffd\ufffd\ufffd文" in command.text("a.html", page.encode())


def test_31_surrogates_in_utf_8(command: Command) -> None:
    root = command.converts("a.html", HTML.replace("正文".encode(), b"\xed\xa0\x80"))
    assert "TXT01" in rules(root)


@pytest.mark.parametrize("odd", ["\ue000\uf8ff\U000f0000", "𠀀𠮷𪛖𫝀𬺰𰀀", "\u202e甲\u200b乙\ufe00"], ids=ascii)
@pytest.mark.parametrize("suffix", [*ZIPPED, "html"])
def test_32_characters_come_through(suffix: str, odd: str, command: Command) -> None:
    data = HTML.decode().replace("正文", odd).encode() if suffix == "html" else printing(suffix, odd)
    assert odd in command.text(f"a.{suffix}", data)


# ── 33 to 39 tables ────────────────────────────────────────────────────────────────────────────────────────────────

FIGURES = {
    "１２": ("reported", "12"), "1,234": ("reported", "1234"), "1，234": ("reported", "1234"), "—": ("dash", None),
    "无": ("dash", None), "/": ("dash", None), "-3": ("reported", "-3"), "1.5": ("reported", "1.5"),
    "": ("blank", None), "3.00": ("reported", "3.00"), "见附件": ("text", None), "251000元": ("text", None),
}  # fmt: skip


def table(*rows: tuple[str, ...]) -> PrintedTable:
    return [[PrintedCell(cell) for cell in row] for row in rows]


def values(root: etree._Element) -> list[tuple[str | None, str | None]]:
    return [(one.get("status"), one.get("decimal")) for one in root.iterfind(".//g:value", NS)]


@pytest.mark.parametrize("suffix", WRITERS)
def test_33_34_figures(suffix: str, command: Command) -> None:
    printed = table(("项目", "数量"), *((f"第{at}项", figure) for at, figure in enumerate(FIGURES)))
    root = command.converts(f"a.{suffix}", WRITERS[suffix]([*BLOCKS[:2], printed]))
    assert values(root) == list(FIGURES.values())


@pytest.mark.parametrize("damage", ["head_cell_gone", "columns_permuted", "row_missing", "page_break_bare"])
@pytest.mark.parametrize("suffix", ["html", "docx", "pdf"])
def test_35_36_37_39_spoilt_tables_of_a_form_are_never_read_wrong(suffix: str, damage: str, command: Command) -> None:
    report = make_report(Case("2021", "tab", damage, "broken", "plain", 1))[0]
    command.converts(f"a.{suffix}", WRITERS[suffix](blocks(report)))
    facts = gaixml.facts(Path("out/a.xml").read_bytes())
    assert len(facts) > 150
    for fact in facts:
        truth = report.truth[fact["indicator"], fact["applicant"]]
        assert fact["value"] is None or Decimal(fact["value"]) == truth.value, fact


@pytest.mark.parametrize("suffix", ["pdf", "ofd"])
def test_37_table_over_many_pages(suffix: str, command: Command) -> None:
    printed = table(("项目", "数量"), *((f"第{at}项", str(at)) for at in range(200)))
    root = command.converts(f"a.{suffix}", WRITERS[suffix]([*BLOCKS[:2], printed]))
    assert values(root) == [("reported", str(at)) for at in range(200)]


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_38_rotated_table(quarters: int, command: Command) -> None:
    turned = to_pdf([*BLOCKS[:2], BLOCKS[3]]).replace(b"/MediaBox", b"/Rotate %d /MediaBox" % (90 * quarters))
    assert values(command.converts("a.pdf", turned)) == [("reported", "31"), ("reported", "47")]


PICTURES = {
    "a.html": HTML.decode().replace("正文。", '<img src="table.png">').encode(),
    "a.docx": package(
        paragraph("一、总体情况") + paragraph(raw='<w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r>'),
        {"word/media/table.png": b"x"},
        [("image", "media/table.png")],
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_38_table_that_is_a_picture_is_listed(name: str, command: Command) -> None:
    images = command.converts(name, PICTURES[name]).findall(".//g:image", NS)
    assert [Path(image.get("name", "")).name for image in images] == ["table.png"]


# ── 40 two reports, 41 year, 42 section, 43 hidden text ────────────────────────────────────────────────────────────


def earlier(block: PrintedBlock) -> PrintedBlock:
    return block.replace("2023", "2022") if isinstance(block, str) else block


@pytest.mark.parametrize("suffix", WRITERS)
def test_40_two_reports(suffix: str, command: Command) -> None:
    root = command.converts(f"a.{suffix}", WRITERS[suffix]([*BLOCKS, *map(earlier, BLOCKS)]))
    assert "DOC02" in rules(root)
    assert [one["number"] for one in gaixml.outline(Path("out/a.xml").read_bytes())["sections"]] == ["一、", "二、"] * 2


@pytest.mark.parametrize("suffix", WRITERS)
def test_41_missing_year(suffix: str, command: Command) -> None:
    root = command.converts(f"a.{suffix}", WRITERS[suffix](["某某市人民政府政府信息公开工作年度报告", *BLOCKS[1:]]))
    assert "DOC03" in rules(root)
    assert gaixml.outline(Path("out/a.xml").read_bytes())["year"] is None


@pytest.mark.parametrize("suffix", WRITERS)
def test_42_missing_section(suffix: str, command: Command) -> None:
    root = command.converts(f"a.{suffix}", WRITERS[suffix]([*BLOCKS[:4], "四、存在的问题", "没有问题。"]))
    assert "STR03" in rules(root)


def test_43_tracked_changes_and_hidden_text(command: Command) -> None:
    changed = run("留") + "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>" + f"<w:ins>{run('加')}</w:ins>"
    root = command.converts("a.docx", package(paragraph(raw=changed + run("藏", "<w:vanish/>"))))
    assert gaixml.text(Path("out/a.xml").read_bytes()) == "留加\n"
    assert omissions(root) == [("deleted", "删"), ("hidden", "藏")]
    assert "DOC06" in rules(root)


def test_43_hidden_parts_of_pages_and_sheets(command: Command) -> None:
    page = HTML.decode().replace("正文", '正文<span style="display:none">藏</span>')
    assert ("hidden", "藏") in omissions(command.converts("a.html", page.encode()))
    for name in ("a.html", "out/a.xml"):
        Path(name).unlink()
    book = make_xlsx({"甲": sheet_xml({(1, 1): "见"}), "乙": sheet_xml({(1, 1): "藏"})}, states={"乙": "hidden"})
    assert [reason for reason, _ in omissions(command.converts("b.xlsx", book))] == ["hidden"]


# ── 44 disk full, 45 existing output, 46 killed ────────────────────────────────────────────────────────────────────

QUOTA = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
"""


@POSIX
@pytest.mark.parametrize("suffix", ["docx", "pdf", "xlsx"])
def test_44_disk_that_fills_up(suffix: str) -> None:
    Path(f"a.{suffix}").write_bytes(WHOLE[suffix])
    Path("out").mkdir()
    Path("out/a.xml").write_bytes(b"<old/>")
    done = in_process("convert", f"a.{suffix}", "-o", "out", before=QUOTA)
    assert done.exit_code == 4
    assert re.fullmatch(r"gaixml: write: out/a\.xml: .*; nothing was written\n0 of 1 converted into out\n", done.stderr)
    assert names("out") == ["a.xml"]
    assert Path("out/a.xml").read_bytes() == b"<old/>"


@pytest.mark.parametrize("suffix", ZIPPED)
def test_45_failed_conversion_leaves_an_existing_output(suffix: str, command: Command) -> None:
    Path(f"a.{suffix}").write_bytes(ZIPPED[suffix][:600])
    Path("a.xml").write_bytes(b"<old/>")
    assert command.run("convert", f"a.{suffix}", "-o", ".").exit_code == 3
    assert Path("a.xml").read_bytes() == b"<old/>"


@pytest.mark.parametrize("suffix", WHOLE)
def test_45_converted_twice_is_the_same(suffix: str, command: Command) -> None:
    command.converts(f"a.{suffix}", WHOLE[suffix])
    before = Path("out/a.xml").read_bytes()
    command.converts(f"a.{suffix}", WHOLE[suffix])
    assert Path("out/a.xml").read_bytes() == before


@POSIX
@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_46_killed_at_any_moment(suffix: str) -> None:
    data = WRITERS[suffix]([*BLOCKS[:2], *(f"第{at}条 {'政府信息公开' * 20}。" for at in range(300))])
    Path(f"a.{suffix}").write_bytes(data)
    whole = gaixml.convert(data, f"a.{suffix}")
    moments = random.Random(46)  # noqa: S311 - no secret
    for _ in range(3):
        arguments = [sys.executable, "-m", "gaixml", "convert", f"a.{suffix}", "-o", "out"]
        with subprocess.Popen(arguments, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own command
            time.sleep(moments.uniform(0.3, 1.2))
            process.send_signal(signal.SIGKILL)
        assert not Path("out/a.xml").exists() or Path("out/a.xml").read_bytes() == whole
        assert all(re.fullmatch(r"a\.xml|\.gaixml-\w+\.tmp", name) for name in names("out"))
    assert Path(f"a.{suffix}").read_bytes() == data
