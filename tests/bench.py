"""How fast the product is, as ratios to what a user would use instead; both sides are measured in this one run.

    make bench

Absolute times are the machine's; the ratios are the product's. Nothing fails here: goals are printed, met or not.
"""

from __future__ import annotations

import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import bench_calc
import bench_template

from udfs.scheme import load_scheme
from udfs.scoring import score_row

BOOKS = sorted((Path(__file__).parent / "data" / "corpus" / "workbooks").glob("*.xlsx"))
ROOT = Path(__file__).parents[1]
ROWS = 20_000
JX = [Path(sys.executable).with_name("jx")]
OPENPYXL = """
import sys
from pathlib import Path
from openpyxl import load_workbook
for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    for values in True, False:
        load_workbook(path, data_only=values)
"""


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    what: str
    measured: str
    than: str
    ratio: float
    goal: float | None = None

    def __str__(self) -> str:
        met = "" if self.goal is None else f"{self.goal:g}  {'met' if self.ratio <= self.goal else 'MISSED'}"
        return f"{self.what:<44} {self.measured:>10} {self.than:>10} {self.ratio:>8.2f}  {met}"


def seconds(act: Callable[[], object], times: int = 3) -> float:
    """The best of a few runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - start)
    return best


def environment(cache: str) -> dict[str, str]:
    """As on a user's machine: modules are compiled once, here into a folder of our own, and kept."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": cache}


CACHE = tempfile.TemporaryDirectory()
ENVIRONMENT = environment(CACHE.name)


def run(*words: str | Path) -> None:
    subprocess.run([*map(str, words)], cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=False)


def bare(rows: list[tuple[Decimal, Decimal]]) -> None:
    weight, cent = Decimal(10), Decimal("0.01")
    for target, actual in rows:
        min(weight, weight * actual / target).quantize(cent, ROUND_HALF_UP)


def scored(rows: list[tuple[str, str]]) -> None:
    scheme, weight = load_scheme("mof-2021"), Decimal(10)
    for target, actual in rows:
        score_row(target, actual, weight, scheme)


def new_texts(number: int) -> list[tuple[str, str]]:
    """Rows whose texts were never seen before: a figure that grows with every call."""
    return [(f"≥{at}.{number}万元", f"{at}.5{number}万元") for at in range(1, ROWS + 1)]


def row_lines() -> list[Line]:
    pairs = [("≥95.5%", "93.25%"), ("≥100人", "98人"), ("≥10.65万元", "9.99万元"), ("≥4期", "5期")]
    figures = [("95.5", "93.25"), ("100", "98"), ("10.65", "9.99"), ("4", "5")]
    seen = list(itertools.islice(itertools.cycle(pairs), ROWS))
    numbers = [(Decimal(a), Decimal(b)) for a, b in itertools.islice(itertools.cycle(figures), ROWS)]
    fresh = map(new_texts, itertools.count(1))
    plain, known = seconds(lambda: bare(numbers)), seconds(lambda: scored(seen))
    rows = [next(fresh) for _ in range(3)]
    unknown = seconds(lambda: scored(rows.pop()))

    def micro(value: float) -> str:
        return f"{value / ROWS * 1e6:.1f} µs"

    return [
        Line("a row, text seen before : the bare formula", micro(known), micro(plain), known / plain),
        Line("a row, new text each time : the bare formula", micro(unknown), micro(plain), unknown / plain),
    ]


def books(folder: Path, number: int) -> Path:
    """A folder with so many copies of the real forms."""
    folder.mkdir()
    for at, source in zip(range(number), itertools.cycle(BOOKS), strict=False):
        shutil.copy(source, folder / f"{at:04}.xlsx")
    return folder


def check_lines(folder: Path) -> list[Line]:
    number = len(list(folder.iterdir()))
    run(sys.executable, "-c", "import openpyxl")
    theirs = seconds(lambda: run(sys.executable, "-c", OPENPYXL, folder), 1)

    def line(name: str, goal: float | None, *options: str) -> Line:
        ours = seconds(lambda: run(*JX, "check", folder, "--format", "json", *options))
        return Line(name, f"{ours:.2f} s", f"{theirs:.2f} s", ours / theirs, goal)

    return [
        line(f"jx check, {number} books : openpyxl loads them", 0.2),
        line("  the same with --jobs 1", None, "--jobs", "1"),
    ]


def tree(root: int) -> list[int]:
    """A process and all that it started."""
    found = [root]
    for process in found:
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found


def resident(process: int) -> int:
    """Bytes of memory that a process holds; 0 when it has ended."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def peak(*words: str | Path) -> float:
    """The most memory (MB) that a command and its processes held together, looked at every 5 ms."""
    most = 0
    with subprocess.Popen(
        [*map(str, words)], cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            try:
                most = max(most, sum(map(resident, tree(process.pid))))
            except OSError:
                continue
            time.sleep(0.005)
    return most / 2**20


def memory_lines(small: Path, big: Path) -> list[Line]:
    def line(name: str, goal: float | None, *options: str) -> Line:
        few, many = (peak(*JX, "check", folder, "--format", "json", *options) for folder in (small, big))
        return Line(name, f"{many:.0f} MB", f"{few:.0f} MB", many / few, goal)

    return [
        line("peak memory, 2000 books : 100 books", 1.2),
        line("  the same with --jobs 1", 1.2, "--jobs", "1"),
    ]


def start_lines() -> list[Line]:
    """The median of 20 starts of each, in turn."""
    words: dict[str, list[str | Path]] = {
        "python": [sys.executable, "-c", "pass"],
        "start of jx score : python -c pass": [*JX, "score", "≥95%", "98%", "10"],
        "import udfs : python -c pass": [sys.executable, "-c", "import udfs"],
        "import addin : python -c pass": [sys.executable, "-c", "import addin"],
    }
    goals = {"start of jx score : python -c pass": 4}
    times: dict[str, list[float]] = {name: [] for name in words}
    for line in words.values():
        run(*line)
    for _ in range(20):
        for name, line in words.items():
            times[name].append(seconds(lambda line=line: run(*line), 1))
    median = {name: statistics.median(taken) for name, taken in times.items()}
    theirs = median.pop("python")
    return [
        Line(name, f"{ours * 1e3:.0f} ms", f"{theirs * 1e3:.0f} ms", ours / theirs, goals.get(name))
        for name, ours in median.items()
    ]


def calc_lines(folder: Path) -> list[Line]:
    """The functions in LibreOffice's cells against the same scores as nested IFs, by row."""

    def micro(taken: float) -> str:
        return f"{taken / bench_calc.ROWS * 1e6:.1f} µs"

    return [
        Line(found.what, micro(found.ours), micro(found.theirs), found.ours / found.theirs, found.goal)
        for found in bench_calc.comparisons(folder)
    ]


def main() -> None:
    print(f"{'what : against what':<44} {'it':>10} {'against':>10} {'ratio':>8}  goal")
    for line in row_lines():
        print(line)
    with tempfile.TemporaryDirectory() as folder:
        small, middle, big = (books(Path(folder) / str(number), number) for number in (100, 500, 2000))
        for line in check_lines(middle):
            print(line)
        if sys.platform == "linux":
            for line in memory_lines(small, big):
                print(line)
    for line in start_lines():
        print(line)
    with tempfile.TemporaryDirectory() as folder:
        for line in calc_lines(Path(folder)):
            print(line)
    with tempfile.TemporaryDirectory() as folder:
        for step in bench_template.steps(Path(folder)):
            print(Line(step.what, f"{step.taken:.2f} s", f"{step.load * 1e3:.0f} ms", step.taken / step.load))


if __name__ == "__main__":
    main()
