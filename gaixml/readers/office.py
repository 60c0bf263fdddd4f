"""Runs the user's own LibreOffice, which turns old formats into docx.

It gets the bytes and nothing else: a profile that is made for the run and thrown away, in which macros and links are
off and the network is a proxy that is not there; a file with a name of our own; a time limit, behind which it is ended
with all that it started.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from gaixml.errors import InputError

SECONDS: Final = 120
"""So long a conversion may take."""
_PROGRAMS: Final = ("soffice", "libreoffice")
_MOST_BYTES: Final = 1 << 28
_NOWHERE: Final = "127.0.0.1"
"""The proxy that takes all requests: nothing listens on its port, discard (RFC 863)."""
_PORT: Final = 9
_PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{security}<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>{never}</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop>{proxies}</item>
</oor:items>"""
_SECURITY: Final = {
    "DisableMacrosExecution": "true",
    "MacroSecurityLevel": "3",
    "BlockUntrustedRefererLinks": "true",
    "DisableActiveContent": "true",
}
_NEVER: Final = "0"


def find_office() -> str | None:
    """Return the program of the LibreOffice that is on the PATH, None where there is none."""
    return next((program for name in _PROGRAMS if (program := shutil.which(name))), None)


def convert_to_docx(data: bytes, name: str, suffix: str, *, seconds: int = SECONDS) -> bytes:
    """Return the docx that LibreOffice makes of the bytes of file ``name``; ``suffix`` says their format (.doc).

    Raises InputError ``converter``: there is no LibreOffice, or it could not convert the file in time.
    """
    office = find_office()
    if office is None:
        advice = (
            "install LibreOffice (soffice must be on the PATH), or open the file in Word or WPS and save it as docx"
        )
        raise InputError("converter", f"{name}: this format is read with the help of LibreOffice; {advice}")
    with tempfile.TemporaryDirectory(prefix="gaixml-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        source = place / f"source{suffix}"
        source.write_bytes(data)
        _write_profile(place / "profile")
        _run(_command(office, place, source), place, name, seconds)
        made = place / "out" / "source.docx"
        if not made.is_file() or not 0 < made.stat().st_size <= _MOST_BYTES:
            raise InputError("converter", f"{name}: LibreOffice could not convert it; {_ADVICE}")
        return made.read_bytes()


_ADVICE: Final = "open it in Word or WPS, save it as docx and convert that"


def _command(office: str, place: Path, source: Path) -> list[str]:
    return [
        office,
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(place / "out"), str(source)),
    ]


def _run(command: list[str], place: Path, name: str, seconds: int) -> None:
    """Run a command in a process group of its own, which is ended when the time is over, whatever happens."""
    process = subprocess.Popen(  # noqa: S603 - the user's own LibreOffice, with arguments of our own
        command,
        cwd=place,
        env=_environment(place),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise InputError("converter", f"{name}: LibreOffice took more than {seconds} s; {_ADVICE}") from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _environment(place: Path) -> dict[str, str]:
    """Return the environment: what a program needs to run, folders of its own, no network, no display."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    folders = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP", "XDG_RUNTIME_DIR"), str(place))
    proxy = f"http://{_NOWHERE}:{_PORT}"
    proxies = {name: proxy for scheme in ("http", "https", "ftp") for name in (f"{scheme}_proxy", f"{scheme}_PROXY")}
    return {**kept, **folders, **proxies, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


def _write_profile(profile: Path) -> None:
    """Write a profile in which no document may run anything, load anything or ask anybody."""
    path = "/org.openoffice.Office.Common/Security/Scripting"
    security = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for name, value in _SECURITY.items()
    )
    proxies = "".join(
        f'<prop oor:name="ooInet{scheme}ProxyName" oor:op="fuse"><value>{_NOWHERE}</value></prop>'
        f'<prop oor:name="ooInet{scheme}ProxyPort" oor:op="fuse"><value>{_PORT}</value></prop>'
        for scheme in ("HTTP", "HTTPS", "FTP")
    )
    user = profile / "user"
    user.mkdir(parents=True)
    text = _PROFILE.format(security=security, proxies=proxies, never=_NEVER)
    (user / "registrymodifications.xcu").write_text(text, "utf-8")
