from __future__ import annotations

import hashlib
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaixml.errors import InputError
from gaixml.readers import read_document
from gaixml.readers.mhtml import read

PAGE = "<html><body><p>一、总体情况</p><p>全年收到申请12件，均已办结。</p><img src='http://x/a.png'></body></html>"
TEXT = "一、总体情况\n全年收到申请12件，均已办结。\n"


def part(kind: str, content: bytes, location: str, encoding: str = "base64") -> EmailMessage:
    message = EmailMessage()
    main, _, sub = kind.partition("/")
    message.set_content(content, main, sub, cte=encoding)
    message["Content-Location"] = location
    return message


def saved(page: bytes, encoding: str = "quoted-printable") -> bytes:
    whole = MIMEMultipart("related", type="text/html")
    whole["From"] = "<Saved by Blink>"
    whole["Snapshot-Content-Location"] = "http://x/report.html"
    for one in (
        part("text/html", page, "http://x/report.html", encoding),
        part("text/css", b"p{}", "http://x/a.css"),
        part("image/png", b"\x89PNG", "http://x/a.png"),
        part("text/html", b"<p>\xe5\xb9\xbf\xe5\x91\x8a</p>", "http://x/frame.html"),
    ):
        whole.attach(one)
    return whole.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_the_page_is_the_document_and_the_rest_is_listed(charset: str, encoding: str) -> None:
    document = read_document(saved(PAGE.encode(charset), encoding), "report.mhtml")
    assert document.text == TEXT
    assert (document.source.media_type, document.source.charset) == ("multipart/related", charset.upper())
    assert [one[:4] for one in document.images] == [
        ("http://x/a.png", "image/png", 0, ""),
        ("http://x/a.png", "image/png", 4, hashlib.sha256(b"\x89PNG").hexdigest()),
    ]
    assert [(one.reason, one.size, one.name) for one in document.omissions] == [
        ("style", 3, "http://x/a.css"),
        ("embedded", 13, "http://x/frame.html"),
    ]


def test_no_page() -> None:
    whole = MIMEMultipart("related")
    whole.attach(MIMENonMultipart("image", "png"))
    with pytest.raises(InputError) as caught:
        read(whole.as_bytes(), "甲.mht", None)
    assert (caught.value.code, str(caught.value)[:6]) == ("damaged", "甲.mht:")


def test_parts_in_parts_without_end() -> None:
    data = b"".join(b'Content-Type: multipart/related; boundary="%d"\n\n--%d\n' % (one, one) for one in range(5000))
    with pytest.raises(InputError):
        read(data, "a.mht", None)


@given(st.binary(max_size=200), st.integers(0, 1500))
def test_damaged_files_give_a_document_or_an_input_error(noise: bytes, at: int) -> None:
    data = saved(PAGE.encode())
    try:
        read(data[:at] + noise + data[at:], "a.mht", None)
    except InputError as error:
        assert error.code in {"damaged", "no-text", "binary"}  # noqa: PT017 - an error, or none
