"""What formulas refer to, and which of them are marked when cells change."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from books import packed, parts, worksheet
from hypothesis import given
from hypothesis import strategies as st
from mutations import unzipped

from addin.files import write
from addin.files.xlsx.dependants import FormulaCell, dependants
from addin.files.xlsx.formula import Names
from addin.files.xlsx.parts import DefinedName
from addin.grid import MAX_COLUMN, MAX_ROW, address, coordinates

SHEETS = ["自评", "表 2", "C", "O'Brien", "A1.x"]
NAMES = [
    DefinedName("总分", None, "自评!$I$27"),
    DefinedName("移动", None, "自评!A1"),
    DefinedName("本表", 1, "'表 2'!$B$2:$B$5"),
    DefinedName("本表", None, "C!$D$1"),
    DefinedName("两层", None, "总分*2"),
    DefinedName("循环", None, "循环+1"),
    DefinedName("偏移", None, "OFFSET(自评!$A$1,1,1)"),
    DefinedName("整列", None, "自评!$A:$A"),
    DefinedName("常数", None, "0.5"),
]
ALL = "anything"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A1", "0!A1:A1"),
        ("$A$1+a2", "0!A1:A1 0!A2:A2"),
        ("SUM(B9:A1)", "0!A1:B9"),
        ("SUM(A:C,$3:5)", f"0!A1:C{MAX_ROW} 0!A3:XFD5"),
        ("'表 2'!A1", "1!A1:A1"),
        ("c!A1", "2!A1:A1"),
        ("'O''Brien'!$B$1", "3!B1:B1"),
        ("A1.x!B2", "4!B2:B2"),
        ("SUM(自评:C!A1)", "0-2!A1:A1"),
        ("SUM('自评:表 2'!A1)", "0-1!A1:A1"),
        ("没有!A1", ""),
        ("[1]Sheet1!A1+'[2]表 2'!A1", ""),
        ("[1]!JX_SCORE(A1:A5)", "0!A1:A5"),
        ("[0]!总分", "0!I27:I27"),
        ('"A1"&"b""C1"&B2', "0!B2:B2"),
        ("#REF!+C!#REF!+A1", "0!A1:A1"),
        ("LOG10(A1)+1E5+2.5E-3+E5", "0!A1:A1 0!E5:E5"),
        ("_xlfn.XLOOKUP(A1,B:B,C1:C9)", f"0!A1:A1 0!B1:B{MAX_ROW} 0!C1:C9"),
        ("{1,2;3,4}*A1", "0!A1:A1"),
        ("XFE1+A1048577", ""),
        ("A1:B2 B2:C3", "0!A1:B2 0!B2:C3"),
        ("总分", "0!I27:I27"),
        ("常数*A1", "0!A1:A1"),
        ("两层", "0!I27:I27"),
        ("本表", "2!D1:D1"),
        ("'表 2'!本表", "1!B2:B5"),
        ("整列", f"0!A1:A{MAX_ROW}"),
        ("TRUE", ""),
        ("LET(x,A1,x+1)", "0!A1:A1"),
        ("移动", ALL),
        ("循环", ALL),
        ("偏移", ALL),
        ('indirect("A"&1)', ALL),
        ("SUM(OFFSET(A1,1,0))", ALL),
        ("A1:INDEX(B:B,3)", ALL),
        ("A1:自评!B2", ALL),
        ("表格[得分]", ALL),
        ("[@得分]", ALL),
        ("A1+" * 20_000, ALL),
    ],
)
def test_references(formula: str, expected: str) -> None:
    found = Names(SHEETS, NAMES).references(formula, 0)
    if expected == ALL:
        assert found.anything
        return
    assert not found.anything
    areas = [
        f"{a.first if a.first == a.last else f'{a.first}-{a.last}'}!{address(a.top, a.left)}:{address(a.bottom, a.right)}"
        for a in found.areas
    ]
    assert " ".join(areas) == expected


def test_names_of_the_sheet_come_first() -> None:
    assert Names(SHEETS, NAMES).references("本表", 1).areas[0][:6] == (1, 1, 2, 2, 5, 2)


def marked(tmp_path: Path, sheets: list[str], changed: dict[str, list[str]], names: str = "") -> set[str]:
    """The formula cells marked, as 表1!A1, when cells of some sheets change."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(parts(*map(worksheet, sheets), names=names)))
    write(path, path, {sheet: dict.fromkeys(places, Decimal(1)) for sheet, places in changed.items()})
    found = set()
    for name, xml in unzipped(path.read_bytes()):
        number = re.search(r"sheet(\d+)\.xml$", name)
        if number:
            for cell in re.finditer(r'<c r="(\w+)"[^>]*><f ca="1"', xml.decode()):
                found.add(f"表{number[1]}!{cell[1]}")
    return found


def cells(**formulas: str) -> str:
    """Rows with one formula cell each."""
    return "".join(
        f'<row r="{coordinates(place)[0]}"><c r="{place}">{f if f.startswith("<f") else f"<f>{f}</f>"}<v>0</v></c></row>'
        for place, f in formulas.items()
    )


def test_direct_transitive_and_other_sheets(tmp_path: Path) -> None:
    first = cells(B1="A1", B2="B1+1", B3="A9", B4="SUM(A:A)", B5="B$3:B$3")
    second = cells(A1="表1!B2", A2="A3", A3="'表1'!$A$1:$C$9", A4="1+1", A5='INDIRECT("x")', A6="A5")
    found = marked(tmp_path, [first, second], {"表1": ["A1"]})
    assert found == {"表1!B1", "表1!B2", "表1!B4", *(f"表2!A{row}" for row in (1, 2, 3, 5, 6))}


def test_chains_upward_and_downward(tmp_path: Path) -> None:
    down = {f"B{row}": f"B{row - 1}" for row in range(2, 300)}
    up = {f"D{row}": f"D{row + 1}" for row in range(300, 600)}
    zigzag = {f"F{row}": f"F{1000 + (row * 37) % 101}" for row in range(1000, 1101)}
    found = marked(tmp_path, [cells(**down, **up, **zigzag)], {"表1": ["B1", "D600", "F1000"]})
    assert found >= {f"表1!{place}" for place in (*down, *up)}


def test_shared_formulas_move_with_their_cell(tmp_path: Path) -> None:
    shared = cells(
        C1='<f t="shared" ref="C1:C5" si="0">A1*$B$1</f>',
        **{f"C{row}": '<f t="shared" si="0"/>' for row in range(2, 6)},
        C9='<f t="shared" si="7"/>',
    )
    assert marked(tmp_path, [shared], {"表1": ["A3"]}) == {"表1!C3", "表1!C9"}
    assert marked(tmp_path, [shared], {"表1": ["B1"]}) == {f"表1!C{row}" for row in (1, 2, 3, 4, 5, 9)}


def test_array_formulas_fill_their_range(tmp_path: Path) -> None:
    arrays = cells(
        B1='<f t="array" ref="B1:B4">A1:A4*2</f>', C1="B4", C2="B5", C3='<f t="dataTable" ref="D1:D9"/>'
    )
    assert marked(tmp_path, [arrays], {"表1": ["A2"]}) == {"表1!B1", "表1!C1", "表1!C3"}
    huge = cells(B1='<f t="array" ref="B1:C1048576">A1:A4*2</f>', E1="C500000")
    assert marked(tmp_path, [huge], {"表1": ["A2"]}) == {"表1!B1", "表1!E1"}


def test_defined_names(tmp_path: Path) -> None:
    names = '<definedName name="总分">表1!$A$1</definedName><definedName name="单" localSheetId="1">表2!$C$1</definedName>'
    second = cells(A1="总分*2", A2="单", A3="A2")
    assert marked(tmp_path, [cells(), second], {"表1": ["A1"]}, names) == {"表2!A1"}
    assert marked(tmp_path, [cells(), second], {"表2": ["C1"]}, names) == {"表2!A2", "表2!A3"}


def test_edited_formula_cells_are_marked_too(tmp_path: Path) -> None:
    assert marked(tmp_path, [cells(A1="1+1", B2="A1", B3="C9")], {"表1": ["A1"]}) == {"表1!A1", "表1!B2"}


PLACE = st.tuples(st.integers(0, 1), st.integers(1, 5), st.integers(1, 4))
RANGE = st.tuples(
    PLACE, st.integers(0, 2), st.integers(0, 2), st.sampled_from(["cell", "range", "rows", "columns"])
)


@given(
    st.dictionaries(PLACE, st.lists(RANGE, max_size=3), max_size=12), st.sets(PLACE, min_size=1, max_size=3)
)
def test_against_brute_force(
    formulas: dict[tuple[int, int, int], list[tuple[tuple[int, int, int], int, int, str]]],
    changed: set[tuple[int, int, int]],
) -> None:
    texts, reads = [], []
    for ranges in formulas.values():
        words, places = [], set()
        for (sheet, top, left), height, width, kind in ranges:
            bottom, right = (top + height, left + width) if kind != "cell" else (top, left)
            start, end = address(top, left), address(bottom, right)
            if kind == "rows":
                start, end, left, right = str(top), f"${bottom}", 1, MAX_COLUMN
            elif kind == "columns":
                start, end = start.rstrip("0123456789"), "$" + end.rstrip("0123456789")
                top, bottom = 1, MAX_ROW
            prefix = ("甲!", "'乙 表'!")[sheet]
            words.append(prefix + (start if kind == "cell" else f"{start}:{end}"))
            places |= {
                (s, r, c)
                for s, r, c in {*formulas, *changed}
                if s == sheet and top <= r <= bottom and left <= c <= right
            }
        texts.append("+".join(words) or "1")
        reads.append(places)
    expected: set[int] = set()
    dirty = set(changed)
    keys = list(formulas)
    while new := {i for i, places in enumerate(reads) if i not in expected and places & dirty}:
        expected |= new
        dirty |= {keys[i] for i in new}
    cells = [FormulaCell(*place, text) for place, text in zip(keys, texts, strict=True)]
    assert dependants(cells, changed, Names(["甲", "乙 表"], [])) == expected


@given(st.text("AZ$19:!'[]()\"#,+-. 甲x&{}@", max_size=40))
def test_any_text_is_read(text: str) -> None:
    Names(SHEETS, NAMES).references(text, 0)
