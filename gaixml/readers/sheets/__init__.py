"""Reads the sheets of workbooks: xlsx, xls and et (WPS, the same as xls), through python-calamine.

The text is that of the visible sheets, one after another. Cells print what they hold under the format General: calamine
does not tell the format that a cell has (percent, thousands), nor which rows are hidden.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from gaixml.document import Omission, Spot
from gaixml.errors import InputError
from gaixml.readers.container import Container
from gaixml.readers.draft import Draft
from gaixml.readers.extras import load_extra
from gaixml.readers.sheets.blocks import add_blocks
from gaixml.readers.sheets.grid import Grid, make_grid
from gaixml.readers.sheets.measures import Errors
from gaixml.readers.sheets.silence import silent_stderr
from gaixml.readers.sheets.values import print_value
from gaixml.readers.sheets.xls import check_xls
from gaixml.readers.sheets.xlsx import check_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.document import Document

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_XLS: Final = "application/vnd.ms-excel"


def read(data: bytes, name: str, charset: str | None) -> Document:  # noqa: ARG001 - workbooks need no charset
    """Return the document in the bytes of a workbook. A spot is a sheet (``part``) and a cell in it (``path``: B7).

    Raises InputError: ``missing-extra``, ``damaged``, ``encrypted``, ``too-large`` (more than a million cells),
    ``unsafe``, ``format`` (xlsb), ``no-text``.
    """
    calamine = load_extra("python_calamine", "excel", name)
    draft = Draft()
    is_zip = data.startswith(b"PK")
    workbook, errors = data, list[Errors]()
    if is_zip:
        errors = check_xlsx(Container(data, name), name, draft)
    else:
        workbook, errors = check_xls(data, name, draft)
    try:
        with silent_stderr():
            _read_sheets(calamine, workbook, errors, draft)
    except (KeyboardInterrupt, SystemExit, MemoryError, InputError):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of calamine's is no Exception
        raise _failure(calamine, error, name) from None
    document = draft.finish(data, name, _XLSX if is_zip else _XLS)
    if not document.text.strip():
        raise InputError("no-text", f"{name}: there is nothing in the visible sheets of this workbook")
    return document


def _failure(calamine: Any, error: BaseException, name: str) -> InputError:  # noqa: ANN401 - a module
    if isinstance(error, calamine.PasswordError):
        return InputError("encrypted", f"{name}: the workbook is encrypted; remove the password and try again")
    return InputError(
        "damaged", f"{name}: the workbook is damaged; open it in Excel or WPS, save it anew and try again"
    )


def _read_sheets(calamine: Any, data: bytes, errors: Sequence[Errors], draft: Draft) -> None:  # noqa: ANN401
    """Read the sheets, one after another; ``errors`` are the errors in each, as far as they are known."""
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for number, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
                draft.omissions.append(Omission("unsupported", 0, Spot(part=sheet.name), name=sheet.name))
                continue
            grid = _read_grid(workbook.get_sheet_by_name(sheet.name), errors[number] if number < len(errors) else {})
            if sheet.visible == calamine.SheetVisibleEnum.Visible:
                add_blocks(grid, draft)
            else:
                _leave_aside(grid, draft)


def _read_grid(sheet: Any, errors: Errors) -> Grid:  # noqa: ANN401 - calamine's
    top, left = sheet.start or (0, 0)
    rows = [[print_value(value) for value in row] for row in sheet.to_python()]
    for (row, column), error in errors.items():
        if (
            0 <= row - top < len(rows)
            and 0 <= column - left < len(rows[row - top])
            and not rows[row - top][column - left]
        ):
            rows[row - top][column - left] = error
    return make_grid(sheet.name, (top, left), rows, sheet.merged_cell_ranges or ())


def _leave_aside(grid: Grid, draft: Draft) -> None:
    """List a hidden sheet with its text."""
    hidden = Draft()
    add_blocks(grid, hidden)
    text = hidden.finish(b"", "", "").text
    if text:
        draft.omissions.append(Omission("hidden", len(text), Spot(part=grid.name), text, grid.name))
