from __future__ import annotations

import http.server
import io
import os
import stat
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx_reading import grids, left_aside, spans
from docx_writer import package, paragraph, part, printed_table, zipped
from hypothesis import given
from hypothesis import strategies as st
from printed_blocks import PrintedCell

from gaixml.errors import InputError
from gaixml.readers import legacy, office, read_document

if TYPE_CHECKING:
    from collections.abc import Iterator

PRINTED = [
    [PrintedCell("项目", 1, 2), PrintedCell("申请人", 2)],
    [PrintedCell("自然人"), PrintedCell("总计")],
    [PrintedCell("予以公开"), PrintedCell("12"), PrintedCell("")],
]
BODY = (
    paragraph("2023年政府信息公开工作年度报告")
    + paragraph("一、总体情况")
    + printed_table(PRINTED)
    + paragraph("末段。")
)
DOCX = package(BODY)
DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"\xec\xa5" + bytes(600) + "WordDocument".encode("utf-16-le")
ODT = "application/vnd.oasis.opendocument.text"
RTF = rb"{\rtf1\ansi\ansicpg936 \u19968?\u12289?x\par}"

needs_office = pytest.mark.skipif(
    office.find_office() is None and os.environ.get("CI") != "true", reason="LibreOffice is not installed"
)


def refused(data: bytes, name: str) -> InputError:
    with pytest.raises(InputError, match=name.replace(".", r"\.")) as caught:
        read_document(data, name)
    return caught.value


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return one document in each format that LibreOffice writes."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "a.docx").write_bytes(DOCX)
    made = {}
    for suffix, filter_ in (("doc", "doc"), ("rtf", "rtf"), ("odt", "odt"), ("xml", "xml:MS Word 2003 XML")):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office.find_office() or "", profile, "--headless", "--convert-to", filter_, "--outdir", str(folder)]
        subprocess.run([*command, str(folder / "a.docx")], check=True, capture_output=True, timeout=120)  # noqa: S603
        made[suffix] = (folder / f"a.{suffix}").read_bytes()
    return made


@needs_office
@pytest.mark.parametrize(
    ("suffix", "name", "media_type"),
    [
        ("doc", "报告.doc", "application/msword"),
        ("doc", "报告.wps", "application/msword"),
        ("rtf", "报告.rtf", "application/rtf"),
        ("odt", "报告.odt", ODT),
        ("xml", "报告.doc", "application/xml"),
    ],
)
def test_old_formats_read_as_docx_does(converted: dict[str, bytes], suffix: str, name: str, media_type: str) -> None:
    data = converted[suffix]
    found, expected = read_document(data, name), read_document(DOCX, "a.docx")
    if suffix == "xml":  # LibreOffice does not write vertically merged cells in it
        assert found.text.replace("\t", "") == expected.text.replace("\t", "")
    else:
        assert found.text == expected.text
        assert (grids(found), spans(found)) == (grids(expected), spans(expected))
    assert (found.source.media_type, found.source.name, found.source.size) == (media_type, name, len(data))


@pytest.mark.parametrize(("data", "name"), [(DOC, "旧.doc"), (DOC, "旧.wps"), (RTF, "旧.rtf")])
def test_without_libreoffice_the_error_says_how(monkeypatch: pytest.MonkeyPatch, data: bytes, name: str) -> None:
    monkeypatch.setenv("PATH", "")
    error = refused(data, name)
    assert error.code == "converter"
    assert "install LibreOffice" in str(error)
    assert "docx" in str(error)


def flat_package(*parts: str) -> bytes:
    package_of = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return f'<?xml version="1.0"?><pkg:package xmlns:pkg="{package_of}">{"".join(parts)}</pkg:package>'.encode()


def flat_part(name: str, inner: str) -> str:
    return f'<pkg:part pkg:name="{name}">{inner}</pkg:part>'


def xml_data(xml: str) -> str:
    return f"<pkg:xmlData>{xml.partition('?>')[2]}</pkg:xmlData>"


def test_a_docx_in_one_xml_file_needs_no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    document = flat_part("/word/document.xml", xml_data(part("document", f"<w:body>{BODY}</w:body>")))
    picture = flat_part("/word/media/1.png", "<pkg:binaryData>eHl6\n</pkg:binaryData>")
    found = read_document(flat_package(document, picture), "报告.xml")
    assert found.text == read_document(DOCX, "a.docx").text
    assert found.source.media_type == "application/xml"
    assert refused(flat_package(document, document), "报告.xml").code == "unsafe"
    assert refused(flat_package(document, flat_part("/../x", "")), "报告.xml").code == "unsafe"
    assert refused(flat_package(flat_part("/a", "<pkg:binaryData>x</pkg:binaryData>")), "报告.xml").code == "damaged"


WORD_2003 = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core">
<w:lists><w:listDef w:listDefId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="37"/><w:suff w:val="Nothing"/>
<w:lvlText w:val="%1、"/></w:lvl></w:listDef><w:list w:ilfo="1"><w:ilst w:val="0"/></w:list></w:lists>
<w:styles><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>
<w:pPr><w:listPr><w:ilfo w:val="1"/></w:listPr></w:pPr></w:style></w:styles>
<w:body><wx:sect><w:p><w:r><w:t>标题</w:t><w:footnote><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:r></w:p>
<wx:sub-section><w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>总体</w:t></w:r>
<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>删</w:delText></w:r></aml:content></aml:annotation>
<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>情况</w:t></w:r></aml:content></aml:annotation>
<w:r><aml:annotation w:type="Word.Comment"><aml:content><w:p><w:r><w:t>批</w:t></w:r></w:p></aml:content>
</aml:annotation>
</w:r></w:p></wx:sub-section><w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/></w:listPr></w:pPr></w:p>
<w:tbl><w:tr><w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>项目</w:t></w:r></w:p></w:tc>
<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>数</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:pict><w:binData w:name="wordml://1.png">eHl6</w:binData><v:imagedata src="wordml://1.png"/></w:pict>
</w:r></w:p>
<w:sectPr><w:hdr w:type="odd"><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr></w:sectPr>
</wx:sect></w:body></w:wordDocument>"""


def test_word_2003_xml_needs_no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    document = read_document(WORD_2003.encode(), "报告.doc")
    assert document.text == "标题\n注\n一、总体情况\n二、\n项目\t数\t\n\t1\t2\n\n"
    assert spans(document) == [[[(1, 2), (2, 1), (0, 0)], [(0, 0), (1, 1), (1, 1)]]]
    assert left_aside(document) == [("deleted", "删"), ("page-header", "页眉"), ("annotation", "批")]
    assert [(image.name, image.size) for image in document.images] == [("word/media/0-1.png", 3)]
    assert document.source.media_type == "application/xml"


WORD_BYTES = WORD_2003.encode()


@given(st.integers(150, len(WORD_BYTES) - 1), st.binary(max_size=3), st.integers(0, 40))
def test_word_2003_xml_with_some_bytes_changed(at: int, put: bytes, taken: int) -> None:
    try:
        found: object = legacy.read(WORD_BYTES[:at] + put + WORD_BYTES[at + taken :], "报告.doc", None)
    except InputError as error:
        found = str(error) if "报告.doc" in str(error) else None
    assert found


def test_an_encrypted_doc() -> None:
    data = bytearray(DOC)
    data[512 + 11] = 1
    assert refused(bytes(data), "密.doc").code == "encrypted"


def test_opendocument_that_is_no_text_or_encrypted() -> None:
    assert refused(zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "表.ods").code == "format"
    manifest = {"mimetype": ODT, "META-INF/manifest.xml": "<x><encryption-data/></x>"}
    assert refused(zipped(manifest), "密.odt").code == "encrypted"


def fake_office(folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\n{script}", "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


needs_posix = pytest.mark.skipif(os.name != "posix", reason="the fake LibreOffice is a script")


@needs_posix
@pytest.mark.parametrize(
    "script", ["", "raise SystemExit(1)", "import os; os.mkdir('out'); open('out/source.docx', 'w')"]
)
def test_a_conversion_that_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    fake_office(tmp_path, script)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(RTF, "坏.rtf").code == "converter"


@needs_posix
def test_a_conversion_that_never_ends_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child"
    fake_office(
        tmp_path,
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(child)!r}, 'w').write(str(child.pid))\ntime.sleep(600)\n",
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    start = time.monotonic()
    with pytest.raises(InputError, match="took more than 2 s") as caught:
        office.convert_to_docx(RTF, "久.rtf", ".rtf", seconds=2)
    assert caught.value.code == "converter"
    assert time.monotonic() - start < 20
    for _ in range(50):
        try:
            os.kill(int(child.read_text()), 0)
        except ProcessLookupError:
            return
        if "Z" in Path(f"/proc/{child.read_text()}/stat").read_text().rpartition(")")[2].split()[0]:
            return  # ended, and not yet waited for by its new parent
        time.sleep(0.1)
    pytest.fail("the child goes on")


@needs_posix
def test_libreoffice_gets_the_bytes_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = tmp_path / "seen"
    fake_office(
        tmp_path,
        "import json, os, sys\nfrom pathlib import Path\n"
        "source, profile = Path(sys.argv[-1]), Path('profile/user/registrymodifications.xcu')\n"
        "seen = [sys.argv, os.environ.copy(), source.read_bytes().hex(), profile.read_text()]\n"
        f"Path({str(seen)!r}).write_text(json.dumps(seen))\n"
        "os.mkdir('out')\n"
        f"Path('out/source.docx').write_bytes(bytes.fromhex({DOCX.hex()!r}))\n",
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SECRET", "x")
    document = read_document(RTF, "../../奇怪 名字;rm.rtf")
    assert document.text == read_document(DOCX, "a.docx").text
    text = seen.read_text("utf-8")
    assert "奇怪" not in text
    assert "SECRET" not in text
    assert RTF.hex() in text
    assert "DisableMacrosExecution" in text
    assert "source.rtf" in text
    assert not list(Path(tempfile.gettempdir()).glob("gaixml-*/source.rtf"))


class _Server(http.server.BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the names that http.server calls

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    handler = type("Handler", (_Server,), {"asked": asked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()


@needs_office
def test_nothing_is_fetched(server: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = server
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", "utf-8")
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("manifest", "manifest"))
    )
    link = 'xlink:type="simple" xlink:actuate="onLoad"'
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        "<office:body><office:text><text:p>正文"
        f'<draw:frame><draw:image xlink:href="{address}/image.png" {link}/></draw:frame>'
        f'<draw:frame><draw:object xlink:href="{address}/object.odt" {link}/></draw:frame></text:p>'
        + "".join(
            f'<text:section text:name="{at}"><text:section-source xlink:href="{target}" {link}/>'
            "<text:p>旧</text:p></text:section>"
            for at, target in enumerate([secret.as_uri(), f"{address}/section.txt"])
        )
        + "</office:text></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest {spaces}><manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as container:
        for name, text in (("mimetype", ODT), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            container.writestr(name, text)
    document = read_document(packed.getvalue(), "链.odt")
    assert "正文" in document.text
    assert "SECRET" not in document.text
    assert asked == []
