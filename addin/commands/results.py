"""The results sheet: a row for every finding, with a link to its cell, and a column 说明 for the person.

A finding to be verified (核实) that has an explanation there counts as answered, at this run and the next; an
explanation whose finding is gone is kept at the end (已消除), and one whose cell has another value since is
kept with a question before it.

>>> from addin.judging.findings import finding
>>> from udfs.text import Text
>>> item = finding("JX-S04", Text("总分98，各项得分合计97", "total 98, sum 97"), sheet="自评", cell="G15", found="98", expected="97")
>>> table([item], {})[0][:7]
('错误', 'JX-S04', '自评', 'G15', '总分98，各项得分合计97', '98', '97')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import xlwings as xw

from addin.grid import address, coordinates
from addin.judging.findings import BOOK_HEADS, LEVEL_NAMES, Finding

NAME = "绩效校验结果"
CHANGED = "〔数值已变，请核对〕"
_GONE = "已消除"
# As in the results workbook of the command line; what is answered or gone stays black.
_COLORS = {
    LEVEL_NAMES["error"].zh: (192, 0, 0),
    LEVEL_NAMES["review"].zh: (180, 95, 6),
    LEVEL_NAMES["hint"].zh: (89, 89, 89),
}
_A1 = re.compile(r"[A-Z]{1,2}[1-9]\d{0,5}")
_WIDTHS = (11, 10, 16, 9, 56, 16, 14, 42, 24, 36)
_COLUMN = {name: at for at, name in enumerate(BOOK_HEADS)}
_ANSWER = _COLUMN["说明"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person wrote beside a finding, and the row as it stood then."""

    text: str
    row: tuple[str, ...]

    @property
    def found(self) -> str:
        return self.row[_COLUMN["现值"]]


Key = tuple[str, str, str]
Answers = Mapping[Key, Answer]


def sheet_of(book: xw.Book) -> xw.Sheet | None:
    """The results sheet of an earlier run, or None; it is known by its headings, whatever the person calls it."""
    for sheet in book.sheets:
        if tuple(sheet.range("A1").resize(1, len(BOOK_HEADS)).value) == BOOK_HEADS:
            return sheet
    return None


def read_answers(sheet: xw.Sheet | None) -> dict[Key, Answer]:
    """The explanations on the results sheet, by sheet, cell and code of their finding."""
    answers: dict[Key, Answer] = {}
    for row in _rows(sheet):
        if row[_ANSWER].strip():
            answers[row[_COLUMN["工作表"]], row[_COLUMN["单元格"]], row[_COLUMN["代码"]]] = Answer(
                row[_ANSWER], row
            )
    return answers


def _rows(sheet: xw.Sheet | None) -> Iterator[tuple[str, ...]]:
    if sheet is None:
        return
    last = sheet.used_range.last_cell.row
    if last < 2:
        return
    for row in sheet.range("A2").resize(last - 1, len(BOOK_HEADS)).options(ndim=2).value:
        yield tuple(_text(value) for value in row)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def moved(findings: Iterable[Finding], answers: Answers) -> dict[Key, Answer]:
    """The answers under the keys that their findings have now: a row that came in above moves them all.

    An answer whose cell holds another value goes to the one finding of its code that holds the value it was written for.
    """
    found = {(item.sheet, item.cell, item.code): item.found for item in findings}
    placed = {key: answer for key, answer in answers.items() if found.get(key) == answer.found}
    unplaced = {key: answer for key, answer in answers.items() if key not in placed}
    for key, answer in list(unplaced.items()):
        sheet, _, code = key
        wanted = (sheet, code, answer.found)
        homes = [to for to, value in found.items() if to not in placed and (to[0], to[2], value) == wanted]
        rivals = [old for old, other in unplaced.items() if (old[0], old[2], other.found) == wanted]
        if answer.found and len(homes) == len(rivals) == 1:
            placed[homes[0]] = unplaced.pop(key)
    for key, answer in unplaced.items():
        placed.setdefault(key, answer)
    return placed


def shift(book: xw.Book, name: str, at: int) -> None:
    """Let the results sheet follow a row that came in on the sheet *name* at row *at*."""
    sheet = sheet_of(book)
    if sheet is None:
        return
    for line, row in enumerate(_rows(sheet), 2):
        if row[_COLUMN["工作表"]] == name and _A1.fullmatch(row[_COLUMN["单元格"]]):
            row_number, column = coordinates(row[_COLUMN["单元格"]])
            if row_number >= at:
                _link(sheet, line, name, address(row_number + 1, column))


def answered(item: Finding, answers: Answers) -> bool:
    """Whether a finding to be verified has an explanation that was written for the value that still stands there."""
    answer = answers.get((item.sheet, item.cell, item.code))
    return (
        item.level == "review"
        and answer is not None
        and answer.found == item.found
        and not answer.text.startswith(CHANGED)
    )


def table(
    findings: Iterable[Finding], answers: Answers, kept: Iterable[tuple[str, ...]] = ()
) -> list[tuple[str, ...]]:
    """The rows of the sheet: *kept* ones as they are, the findings, and explanations that have none any more."""
    rows = list(kept)
    used = {(row[_COLUMN["工作表"]], row[_COLUMN["单元格"]], row[_COLUMN["代码"]]) for row in rows}
    for item in findings:
        key = (item.sheet, item.cell, item.code)
        used.add(key)
        level, said = LEVEL_NAMES[item.level].zh, ""
        if key in answers:
            said = answers[key].text
            if answered(item, answers):
                level += "（已说明）"
            elif answers[key].found != item.found and not said.startswith(CHANGED):
                said = CHANGED + said
        rows.append(
            (
                *(level, item.code, item.sheet, item.cell, item.message.zh, item.found, item.expected),
                *(item.fix.zh, item.reference, said),
            )
        )
    rows += [(_GONE, *answer.row[1:]) for key, answer in answers.items() if key not in used]
    return rows


def others(sheet: xw.Sheet | None, names: Iterable[str]) -> list[tuple[str, ...]]:
    """The rows about sheets that are not in *names*: a check of one sheet leaves them alone."""
    checked = set(names)
    return [row for row in _rows(sheet) if row[_COLUMN["工作表"]] not in checked and row[0] != _GONE]


def write(book: xw.Book, sheet: xw.Sheet | None, rows: list[tuple[str, ...]]) -> None:
    """Write *rows* to the results sheet, a new one at the end where *sheet* is None. Every text stays a text.

    A sheet that says all this already is not touched.
    """
    if sheet is not None and list(_rows(sheet)) == rows:
        return
    if sheet is None:
        taken = {other.name for other in book.sheets}
        name = next(n for n in (NAME, *(f"{NAME}({at})" for at in range(2, 1000))) if n not in taken)
        sheet = book.sheets.add(name, after=book.sheets[len(book.sheets) - 1])
    else:
        # What the person wrote beside the table stays.
        sheet.range("A1").resize(sheet.used_range.last_cell.row, len(BOOK_HEADS)).clear()
    heads = sheet.range("A1").resize(1, len(BOOK_HEADS))
    heads.value = list(BOOK_HEADS)
    heads.font.bold = True
    heads.color = (221, 235, 247)
    for column, width in enumerate(_WIDTHS, 1):
        sheet.range((1, column)).column_width = width
    if rows:
        body = sheet.range("A2").resize(len(rows), len(BOOK_HEADS))
        body.value = [[f"'{text}" if text else None for text in row] for row in rows]
        body.wrap_text = True
        body.vertical_alignment = "top"
    there = {other.name for other in book.sheets}
    for at, row in enumerate(rows, 2):
        if color := _COLORS.get(row[0]):
            sheet.range((at, 1)).font.color = color
        name, cell = row[_COLUMN["工作表"]], row[_COLUMN["单元格"]]
        if cell and name in there:
            _link(sheet, at, name, cell)


def _link(sheet: xw.Sheet, line: int, name: str, cell: str) -> None:
    """Name the cell in a row of the results, and lead there."""
    quoted = name.replace("'", "''")
    place = sheet.range((line, _COLUMN["单元格"] + 1))
    place.add_hyperlink(f"#'{quoted}'!{cell}", cell, f"{name} {cell}")
