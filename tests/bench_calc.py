"""How fast the worksheet functions are in LibreOffice, as ratios to nested IFs of Calc's own over the same rows.

    python tests/bench_calc.py

All workbooks are open in one LibreOffice and are taken in turn, so whatever else the machine does slows every side;
the medians are compared. `comparisons` is what tests/bench.py prints.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from addin.libreoffice import extension
from addin.libreoffice.office import Office, prepare_profile

ROWS, TURNS = 10_000, 9
RECALCULATE = {("Office.Calc/Formula/Load", "OOXMLRecalcMode"): "0"}
# ≥ and ≤ targets only, and what they are read as: the least that a hand-made score formula does.
NESTED = (
    '=IF(E{r}="","",IF(OR(LEFT(D{r},1)="≥",LEFT(D{r},1)="≤"),IF(LEFT(D{r},1)="≥",IF(E{r}>=VALUE(MID(D{r},2,20)),C{r},'
    "ROUND(C{r}*E{r}/VALUE(MID(D{r},2,20)),2)),IF(E{r}<=VALUE(MID(D{r},2,20)),C{r},"
    'ROUND(C{r}*VALUE(MID(D{r},2,20))/E{r},2))),"?"))'
)
NATIVE, SCALAR, RANGE = "nested IFs", "=JX_SCORE a row", "=JX_SCORE for the column"


@dataclass(frozen=True)
class Comparison:
    """What took how long (seconds) against what, and the ratio aimed at."""

    what: str
    ours: float
    theirs: float
    goal: float | None

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs


def rows(count: int) -> list[tuple[int, str, float]]:
    """Weights, targets and actuals as on a long form; most rows differ from each other."""
    dice = random.Random(1)
    made: list[tuple[int, str, float]] = []
    for _ in range(count):
        weight = dice.choice((5, 10, 20))
        if dice.random() < 0.6:
            made.append((weight, f"≥{dice.choice((80, 85, 90, 95, 98))}%", round(dice.uniform(0.6, 1), 3)))
        else:
            made.append((weight, f"≤{dice.choice((2, 3, 5))}", dice.randint(1, 9)))
    return made


def workbook(path: Path, kind: str) -> Path:
    """The rows in C:E, their scores in F by formulas of *kind*."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows(ROWS)):
            sheet.write_row(at, 2, row)
            if kind != RANGE:
                formula = NESTED if kind == NATIVE else "=JX_SCORE(D{r},E{r},C{r})"
                sheet.write_formula(at, 5, formula.format(r=at + 1))
        if kind == RANGE:
            sheet.write_array_formula(f"F1:F{ROWS}", f"{{=JX_SCORE(D1:D{ROWS},E1:E{ROWS},C1:C{ROWS})}}")
    return path


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def comparisons(folder: Path) -> list[Comparison]:
    """Hard recalculation and loading of 10,000 rows. Raises ValueError where a score is not that of the nested IFs."""
    prepare_profile(folder / "profile", RECALCULATE)
    kinds = (NATIVE, SCALAR, RANGE)
    paths = {kind: workbook(folder / f"{at}.xlsx", kind) for at, kind in enumerate(kinds)}
    loading: dict[str, list[float]] = {kind: [] for kind in kinds}
    computing: dict[str, list[float]] = {kind: [] for kind in kinds}
    with Office(folder / "profile", extensions=extension.unpack(folder / "extensions")) as office:
        for turn in range(TURNS):
            for kind, path in paths.items():
                start = time.perf_counter()
                document = office.open(path)
                loading[kind].append(time.perf_counter() - start)
                if turn < TURNS - 1:
                    document.close(True)
        components = office.desktop.Components.createEnumeration()
        documents = {}
        while components.hasMoreElements():
            document = components.nextElement()
            documents[Path(document.URL).stem] = document
        opened = {kind: documents[path.stem] for kind, path in paths.items()}
        for _ in range(TURNS):
            for kind, document in opened.items():
                computing[kind].append(seconds(document.calculateAll))
        scores = {
            kind: document.Sheets[0].getCellRangeByName(f"F1:F{ROWS}").DataArray
            for kind, document in opened.items()
        }
    for kind in (SCALAR, RANGE):
        wrong = sum(abs(a - b) > 0.005001 for (a,), (b,) in zip(scores[kind], scores[NATIVE], strict=True))
        if wrong:
            raise ValueError(f"{kind}: {wrong} scores are not those of the nested IFs")

    def line(what: str, times: dict[str, list[float]], kind: str, goal: float | None) -> Comparison:
        return Comparison(what, statistics.median(times[kind]), statistics.median(times[NATIVE]), goal)

    return [
        line("Calc recalculates, JX_SCORE a row : nested IFs", computing, SCALAR, 3),
        line("  one JX_SCORE for the column", computing, RANGE, 1.5),
        line("Calc loads the file, JX_SCORE a row : nested IFs", loading, SCALAR, 3),
        line("  one JX_SCORE for the column", loading, RANGE, 1.5),
    ]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for found in comparisons(Path(folder)):
            met = (
                ""
                if found.goal is None
                else f"{found.goal:g}  {'met' if found.ratio <= found.goal else 'MISSED'}"
            )
            ours, theirs = (f"{value / ROWS * 1e6:.1f} µs" for value in (found.ours, found.theirs))
            print(f"{found.what:<50} {ours:>10} {theirs:>10} {found.ratio:>8.2f}  {met}")


if __name__ == "__main__":
    main()
