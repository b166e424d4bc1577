"""Whole sets of accounts made up from a seed, in any arrangement: every identity holds before rounding to 万元.

made(7, Look(wan=False)) → grids of the nine tables of one department, in 元
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from addin.grid import Grid, column_name
from udfs.decimals import half_up, plain

Value = str | int | Decimal | None
Row = list[Value]
Sheet = tuple[list[Row], list[str]]

CLASSES = (
    "一般公共服务支出 外交支出 国防支出 公共安全支出 教育支出 科学技术支出 文化旅游体育与传媒支出 社会保障和就业支出 卫生健康支出 节能环保支出 "
    "城乡社区支出 农林水支出 交通运输支出 住房保障支出 国有资本经营预算支出 其他支出"
).split()
CODES = {
    "社会保障和就业支出": "208",
    "卫生健康支出": "210",
    "城乡社区支出": "212",
    "农林水支出": "213",
    "住房保障支出": "221",
    "国有资本经营预算支出": "223",
}
GENERAL = (
    ("2080101", "行政运行"),
    ("2080102", "一般行政管理事务"),
    ("2080501", "行政单位离退休"),
    ("2080505", "机关事业单位基本养老保险缴费支出"),
    ("2101101", "行政单位医疗"),
    ("2101103", "公务员医疗补助"),
    ("2130104", "事业运行"),
    ("2210201", "住房公积金"),
    ("2210203", "购房补贴"),
)
FUNDS = (("2120801", "征地和拆迁补偿支出"), ("2120803", "城市建设支出"))
CAPITAL = (("2230103", "国有企业办职教幼教补助支出"),)
SECTIONS = {
    "20801": "人力资源和社会保障管理事务",
    "20805": "行政事业单位养老支出",
    "21011": "行政事业单位医疗",
    "21301": "农业农村",
    "22102": "住房改革支出",
    "21208": "国有土地使用权出让收入安排的支出",
    "22301": "解决历史遗留问题及改革成本支出",
}
ITEMS = {
    "301": ("工资福利支出", ("30101 基本工资", "30102 津贴补贴", "30103 奖金", "30108 养老保险缴费", "30113 住房公积金")),
    "302": ("商品和服务支出", ("30201 办公费", "30211 差旅费", "30212 因公出国（境）费用", "30217 公务接待费", "30228 工会经费", "30231 公务用车运行维护费")),
    "303": ("对个人和家庭的补助", ("30302 退休费", "30305 生活补助")),
    "310": ("资本性支出", ("31002 办公设备购置", "31013 公务用车购置")),
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How a set is laid out.

    wan       amounts in 万元, each rounded by itself (else 元 to the cent)
    codes     "one" column, "three" with the pieces 208 | 05 | 01, "merged" over three columns, "full" codes in their level's column
    as_text   amounts as text with thousands commas; number_codes: codes as numbers
    marks     行次 and 栏次; last: 合计 stands below the codes; in_code: 合计 in the first code column
    blocks    of T6: 1 (合计 | 人员经费 | 公用经费), 2 or 3; pairs: T9 in pairs instead of halves
    balances  T8 with balances; pages: "sheets", "one" (below one another) or "beside" (two tables side by side)
    others    tables of larger sets and a 目录 stand among them; titles: the wording of another place
    fiscal    all money is fiscal
    """

    wan: bool = True
    codes: str = "one"
    as_text: bool = False
    number_codes: bool = False
    marks: bool = False
    last: bool = False
    in_code: bool = False
    blocks: int = 3
    pairs: bool = False
    balances: bool = True
    pages: str = "sheets"
    others: bool = False
    titles: int = 0
    fiscal: bool = False
    zero: str = ""


TITLES = (
    "收入支出决算总表 收入决算表 支出决算表 财政拨款收入支出决算总表 一般公共预算财政拨款支出决算表 一般公共预算财政拨款基本支出决算明细表 "
    "政府性基金预算财政拨款收入支出决算表 国有资本经营预算财政拨款收入支出决算表 财政拨款“三公”经费支出决算表".split(),
    "收支决算总表 收入决算总表 支出决算总表 财政拨款收支决算总表 一般公共预算财政拨款收入支出决算表 基本支出决算表 "
    "政府性基金预算财政拨款支出决算表 国有资本经营预算财政拨款支出决算表 一般公共预算财政拨款'三公'经费支出决算表".split(),
    "表一：2024年度部门收入支出决算表|（二）收入决算表|附表3：支出决算表|公开04表 财政拨款收入支出决算表|2024年一般公共预算财政拨款支出决算表|"
    "六、一般公共预算财政拨款基本支出决算表|七、政府性基金预算财政拨款收入支出决算表|八、国有资本经营预算财政拨款支出决算表|"
    "九、“三公”经费公共预算财政拨款支出决算表".split("|"),
)


class Books:
    """The amounts of a department in 元, and the tables made of them."""

    def __init__(self, seed: int, look: Look) -> None:
        self.look, self.random = look, random.Random(seed)
        self.general = {
            code: [self._money(), self._money() * self.random.choice((0, 1, 3))] for code, _ in GENERAL
        }
        self.funds = {code: [Decimal(0), self._money()] for code, _ in FUNDS}
        self.capital = {code: [Decimal(0), self._money()] for code, _ in CAPITAL}
        self.other = (
            {}
            if look.fiscal
            else {"2080102": [Decimal(0), self._money()], "2130104": [self._money(), Decimal(0)]}
        )
        self.names = {
            **dict(GENERAL),
            **dict(FUNDS),
            **dict(CAPITAL),
            **SECTIONS,
            **{v: k for k, v in CODES.items()},
        }
        self.opening = {"一般": self._money(), "基金": self._money(), "国资": Decimal(0)}
        self.closing = {"一般": self.opening["一般"], "基金": self._money(), "国资": Decimal(0)}
        self.other_opening = Decimal(0) if look.fiscal else self._money()

    def _money(self) -> Decimal:
        return Decimal(self.random.randint(1_000_00, 900_000_00)) / 100

    def show(self, amount: Decimal) -> Value:
        """An amount of 元 as the tables print it."""
        if amount == 0:
            return self.look.zero or None
        value = half_up(amount / 10_000, 2) if self.look.wan else half_up(amount, 2)
        return f"{value:,.2f}" if self.look.as_text else value

    def code(self, code: str) -> Row:
        """The code cells of a row."""
        look = self.look
        if look.codes == "one":
            return [int(code) if look.number_codes else code]
        if look.codes == "merged":
            return [int(code) if look.number_codes else code, None, None]
        if look.codes == "full":
            return [code[:3], code[:5] if len(code) > 3 else None, code if len(code) > 5 else None]
        pieces: Row = [code[:3], code[3:5] or None, code[5:] or None]
        return [int(p) if p and look.number_codes else p for p in pieces]  # type: ignore[call-overload]

    def head(self, title: int, width: int) -> list[Row]:
        money = "万元" if self.look.wan else "元"
        line: Row = [None] * width
        line[0], line[max(1, width // 2)], line[-1] = "编制单位：某某局", "2024年度", f"金额单位：{money}"
        return [[TITLES[self.look.titles][title]], line]

    def coded(
        self, title: int, heads: tuple[list[Row], int], cells: Callable[[str], list[Decimal]], codes: set[str]
    ) -> Sheet:
        """A coded table: *heads* the rows of headings (without code columns) and how many there are; *cells* by code prefix."""
        rows, width = heads
        many = 1 if self.look.codes == "one" else 3
        lead: Row = ["功能分类科目编码", *[None] * (many - 1), "科目名称"]
        body: list[Row] = []
        merges: list[str] = []
        for number, row in enumerate(rows):
            body.append([*(lead if number == len(rows) - 1 else ["项目", *[None] * many]), *row])
        if many == 3:
            merges.append(f"A{2 + len(rows)}:C{2 + len(rows)}")
        if self.look.marks:
            if many == 3:
                body.append(["类", "款", "项", "栏次", *[str(n) for n in range(1, width + 1)]])
            else:
                body.append(["栏次", None, *[str(n) for n in range(1, width + 1)]])
        every = sorted({code[:n] for code in codes for n in (3, 5, 7)})
        lines: list[Row] = [
            [
                *self.code(code),
                "  " * (len(code) // 2 - 1) + self.names.get(code, ""),
                *map(self.show, cells(code)),
            ]
            for code in every
        ]
        total: Row = [*[None] * many, "合计", *map(self.show, cells(""))]
        if self.look.in_code:
            total[0], total[many] = "合计", None
        lines = [*lines, total] if self.look.last else [total, *lines]
        top = 2 + len(body)
        if self.look.codes == "merged":
            merges += [f"A{top + n}:C{top + n}" for n in range(1, len(lines) + 1)]
        return [
            *self.head(title, many + 1 + width),
            *body,
            *lines,
            ["注：本表反映部门本年度有关情况。"],
        ], merges

    def of(self, where: dict[str, list[Decimal]], code: str, part: int | None = None) -> Decimal:
        """The sum of a fund under a code: basic (0), project (1) or both."""
        chosen = [amounts for c, amounts in where.items() if c.startswith(code)]
        return sum((a[part] if part is not None else a[0] + a[1] for a in chosen), Decimal(0))

    def income(self, fund: str) -> Decimal:
        where = {"一般": self.general, "基金": self.funds, "国资": self.capital}[fund]
        return self.of(where, "") + self.closing[fund] - self.opening[fund]

    def spent(self, code: str) -> list[Decimal]:
        every = (self.general, self.funds, self.capital, self.other)
        basic, project = (sum((self.of(w, code, n) for w in every), Decimal(0)) for n in (0, 1))
        return [basic + project, basic, project, Decimal(0), Decimal(0), Decimal(0)]

    def earned(self, code: str) -> list[Decimal]:
        """T2: what is spent by code, the change of balances at the first code of each fund."""
        fiscal = Decimal(0)
        for fund, where in (("一般", self.general), ("基金", self.funds), ("国资", self.capital)):
            fiscal += self.of(where, code)
            if next(iter(where)).startswith(code):
                fiscal += self.closing[fund] - self.opening[fund]
        other = self.of(self.other, code)
        return [fiscal + other, fiscal, *[Decimal(0)] * 4, other]

    def two_sided(
        self, title: int, left: list[tuple[str, Decimal]], right: list[tuple[str, list[Decimal]]], last: int
    ) -> Sheet:
        """*last*: how many lines at the foot of both sides stand beside one another."""
        marks = self.look.marks
        width = len(right[0][1])
        heads = (
            ["小计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"][:width]
            if width > 1
            else []
        )
        mark = ["行次"] if marks else []
        rows = [
            ["收入", *[None] * (1 + marks), "支出"],
            ["项目", *mark, "决算数", "项目", *mark, "决算数", *[None] * (width - 1)],
        ]
        merges = []
        if heads:
            rows.append([None, *([None] if marks else []), None, None, *([None] if marks else []), *heads])
            first = 4 + 2 * marks
            merges = [f"{column_name(first + marks * 0)}4:{column_name(first + width - 1)}4"]
            merges += [
                "A4:A5",
                f"{column_name(3 + marks)}4:{column_name(3 + marks)}5",
                f"{column_name(2 + marks)}4:{column_name(2 + marks)}5",
            ]
        body = max(len(left), len(right)) - last
        lefts = [*left[:-last], *[("", Decimal(0))] * (body - len(left) + last), *left[-last:]]
        rights = [*right[:-last], *[("", [Decimal(0)] * width)] * (body - len(right) + last), *right[-last:]]
        for n, ((l_name, l_value), (r_name, r_values)) in enumerate(zip(lefts, rights, strict=True), 1):
            mark_l, mark_r = ([n], [n + 40]) if marks else ([], [])
            rows.append(
                [
                    l_name or None,
                    *mark_l,
                    self.show(l_value),
                    r_name or None,
                    *mark_r,
                    *map(self.show, r_values),
                ]
            )
        total = 4 + 2 * marks + width - 1
        return [
            *self.head(title, total),
            *rows,
            ["注：本表反映部门本年度的总收支和年末结转结余情况。"],
        ], merges

    def tables(self) -> list[Sheet]:
        """The nine tables: rows and merges, from row 1."""
        every = {"一般": self.general, "基金": self.funds, "国资": self.capital}
        others = self.of(self.other, "")
        income = {fund: self.income(fund) for fund in every}
        year = sum(income.values(), others)
        spent = self.spent("")[0]
        opening = sum(self.opening.values(), self.other_opening)
        closing = sum(self.closing.values(), self.other_opening)
        t1_left = [
            ("一、一般公共预算财政拨款收入", income["一般"]), ("二、政府性基金预算财政拨款收入", income["基金"]), ("三、国有资本经营预算财政拨款收入", income["国资"]),
            ("四、上级补助收入", Decimal(0)), ("五、事业收入", Decimal(0)), ("六、经营收入", Decimal(0)), ("七、附属单位上缴收入", Decimal(0)),
            ("八、其他收入", others), ("本年收入合计", year), ("使用非财政拨款结余（含专用结余）", Decimal(0)), ("年初结转和结余", opening), ("总计", year + opening),
        ]  # fmt: skip
        numerals = "一二三四五六七八九十"

        def numbered(n: int) -> str:
            return numerals[n] if n < 10 else "十" + numerals[n - 10]

        t1_right = [
            (f"{numbered(n)}、{name}", [self.spent(CODES[name])[0] if name in CODES else Decimal(0)])
            for n, name in enumerate(CLASSES)
        ]
        t1_right += [
            ("本年支出合计", [spent]),
            ("结余分配", [Decimal(0)]),
            ("年末结转和结余", [closing]),
            ("总计", [spent + closing]),
        ]
        t4_left = [("一、一般公共预算财政拨款", income["一般"]), ("二、政府性基金预算财政拨款", income["基金"]), ("三、国有资本经营预算财政拨款", income["国资"]),
            ("本年收入合计", sum(income.values(), Decimal(0))), ("年初财政拨款结转和结余", sum(self.opening.values(), Decimal(0))),
            ("  一般公共预算财政拨款", self.opening["一般"]), ("  政府性基金预算财政拨款", self.opening["基金"]), ("  国有资本经营预算财政拨款", self.opening["国资"]),
            ("总计", sum(income.values(), Decimal(0)) + sum(self.opening.values(), Decimal(0)))]  # fmt: skip

        def funds_of(code: str) -> list[Decimal]:
            parts = [self.of(where, code) for where in every.values()]
            return [sum(parts, Decimal(0)), *parts]

        ends = list(self.closing.values())
        totals = [a + b for a, b in zip(funds_of(""), [sum(ends, Decimal(0)), *ends], strict=True)]
        t4_right = [
            (f"{numbered(n)}、{name}", funds_of(CODES[name]) if name in CODES else [Decimal(0)] * 4)
            for n, name in enumerate(CLASSES)
        ]
        blank = [Decimal(0)] * 4
        t4_right += [
            ("本年支出合计", funds_of("")),
            ("年末财政拨款结转和结余", [sum(ends, Decimal(0)), *ends]),
            ("", blank),
            ("", blank),
            ("", blank),
            ("总计", totals),
        ]
        codes = set(self.general) | set(self.funds) | set(self.capital)

        def split(where: dict[str, list[Decimal]]) -> Callable[[str], list[Decimal]]:
            return lambda code: [self.of(where, code), self.of(where, code, 0), self.of(where, code, 1)]

        return [
            self.two_sided(0, t1_left, t1_right, 4),
            self.coded(1, ([["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]], 7), self.earned, codes),
            self.coded(2, ([["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]], 6), self.spent, codes),
            self.two_sided(3, t4_left, t4_right, 6),
            self.coded(4, ([["本年支出", None, None], ["小计", "基本支出", "项目支出"]], 3), split(self.general), set(self.general)),
            self.details(),
            self.fund(6, self.funds, "基金", True),
            self.fund(7, self.capital, "国资", self.look.balances),
            self.costs(),
        ]  # fmt: skip

    def fund(self, title: int, where: dict[str, list[Decimal]], name: str, balances: bool) -> Sheet:
        first = next(iter(where))

        def cells(code: str) -> list[Decimal]:
            spent = [self.of(where, code), self.of(where, code, 0), self.of(where, code, 1)]
            if not balances:
                return spent
            opening = self.opening[name] if first.startswith(code) else Decimal(0)
            closing = self.closing[name] if first.startswith(code) else Decimal(0)
            return [opening, spent[0] + closing - opening, *spent, closing]

        heads: list[Row] = [["本年支出", None, None], ["合计", "基本支出", "项目支出"]]
        if balances:
            heads = [
                ["年初结转和结余", "本年收入", "本年支出", None, None, "年末结转和结余"],
                [None, None, "小计", "基本支出", "项目支出", None],
            ]
        return self.coded(title, (heads, 6 if balances else 3), cells, set(where))

    def basic_items(self) -> dict[str, Decimal]:
        """T6: basic spending of the general budget cut into items."""
        state = random.Random(99)
        rest = int(self.of(self.general, "", 0) * 100)
        items = [item for _, (_, names) in ITEMS.items() for item in names]
        found = {}
        for item in items[1:]:
            part = state.randint(0, rest // 12)
            found[item[:5]] = Decimal(part) / 100
            rest -= part
        found[items[0][:5]] = Decimal(rest) / 100
        return found

    def details(self) -> Sheet:
        amounts = self.basic_items()
        of = lambda code: sum((v for k, v in amounts.items() if k.startswith(code)), Decimal(0))  # noqa: E731
        rows: dict[str, list[Row]] = {}
        for code, (name, items) in ITEMS.items():
            rows[code] = [
                [code, name, of(code)],
                *[[item[:5], item[6:], amounts[item[:5]]] for item in items],
            ]
        staff, running = of("301") + of("303"), of("302") + of("310")
        head = ["经济分类科目编码", "科目名称", "决算数"]
        if self.look.blocks == 1:
            body: list[Row] = [
                ["项目", None, "本年支出", None, None],
                ["经济分类科目编码", "科目名称", "合计", "人员经费", "公用经费"],
            ]
            for code, lines in rows.items():
                at = 1 if code in ("301", "303") else 2
                for line in lines:
                    amount = [Decimal(0)] * 3
                    amount[0] = amount[at] = line[2]  # type: ignore[assignment]
                    body.append([line[0], line[1], *map(self.show, amount)])
            body.append([None, "合计", *map(self.show, (staff + running, staff, running))])
            return [*self.head(5, 5), *body], []
        columns = [[*rows["301"], *rows["303"]], [*rows["302"], *rows["310"]]]
        if self.look.blocks == 3:
            columns = [[*rows["301"], *rows["303"]], rows["302"], rows["310"]]
        height = max(map(len, columns))
        table: list[Row] = [
            ["人员经费", None, None, "公用经费", *[None] * (3 * len(columns) - 4)],
            [*head * len(columns)],
        ]
        for n in range(height):
            line = []
            for column in columns:
                cells = column[n] if n < len(column) else [None, None, Decimal(0)]
                line += [*cells[:2], self.show(cells[2])]  # type: ignore[arg-type]
            table.append(line)
        last = 3 * len(columns)
        end: Row = [None] * last
        end[0], end[2], end[3], end[-1] = "人员经费合计", self.show(staff), "公用经费合计", self.show(running)
        row = 3 + len(table)
        return [*self.head(5, last), *table, end], [f"A{row}:B{row}", f"D{row}:{column_name(last - 1)}{row}"]

    def costs(self) -> Sheet:
        amounts = self.basic_items()
        abroad, receptions, running, bought = (
            amounts[c] + Decimal(n)
            for c, n in (("30212", 100), ("30217", 200), ("30231", 0), ("31013", 5000))
        )
        final = [
            abroad + receptions + running + bought,
            abroad,
            running + bought,
            bought,
            running,
            receptions,
        ]
        budget = [final[0] + 3000, *final[1:2], final[2] + 1000, final[3] + 1000, final[4], final[5] + 2000]
        names: Row = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", None, None, "公务接待费"]
        below: Row = [None, None, "小计", "公务用车购置费", "公务用车运行维护费", None]
        if self.look.pairs:
            rows: list[Row] = [
                [v for name in names for v in (name, None)],
                [v for name in below for v in (name, None)],
                ["预算数", "决算数"] * 6,
                [str(n) for n in range(1, 13)],
                [self.show(v) for pair in zip(budget, final, strict=True) for v in pair],
            ]
            merges = ["A3:B4", "C3:D4", "E3:J3", "E4:F4", "G4:H4", "I4:J4", "K3:L4"]
        else:
            rows = [
                ["预算数", *[None] * 5, "决算数", *[None] * 5],
                names * 2,
                below * 2,
                [str(n) for n in range(1, 13)],
                [*map(self.show, budget), *map(self.show, final)],
            ]
            merges = [
                "A3:F3",
                "G3:L3",
                "A4:A5",
                "B4:B5",
                "C4:E4",
                "F4:F5",
                "G4:G5",
                "H4:H5",
                "I4:K4",
                "L4:L5",
            ]
        return [*self.head(8, 12), *rows, ["注：预算数为全年预算数。"]], merges


OTHERS: list[Sheet] = [
    ([["财政拨款支出决算明细表"], ["单位：万元"], ["功能分类科目编码", "科目名称", "合计", "基本支出"], ["208", "社会保障和就业支出", 1, 77], ["210", "卫生健康支出", 2, 5]], []),
    ([["一般公共预算财政拨款项目支出决算表"], ["单位：万元"], ["功能分类科目编码", "科目名称", "项目支出"], ["208", "社会保障和就业支出", 1], ["20801", "管理事务", 5]], []),
    ([["政府性基金预算财政拨款“三公”经费支出决算表"], ["预算数", None, "决算数"], ["合计", "公务接待费", "合计"], [3, -4, 5]], []),
]  # fmt: skip


def made(seed: int, look: Look) -> list[Grid]:
    """The set's sheets."""
    tables = Books(seed, look).tables()
    if look.others:
        tables = [*tables[:5], OTHERS[0], OTHERS[1], *tables[5:], OTHERS[2]]
    contents = Grid.from_table(
        "目录", [["目录"], *[[f"{n}、{title}"] for n, title in enumerate(TITLES[0], 1)]]
    )
    if look.pages == "sheets":
        grids = [Grid.from_table(f"Sheet{n}", rows, merges) for n, (rows, merges) in enumerate(tables, 1)]
        return [contents, *grids] if look.others else grids
    return [_on_one_page(tables, look.pages == "beside")]


def _on_one_page(tables: list[Sheet], beside: bool) -> Grid:
    grid = Grid("公开表")
    top, left, height = 1, 1, 0
    for number, (rows, merges) in enumerate(tables):
        piece = Grid.from_table("", rows, merges, top, left)
        grid.cells.update(piece.cells)
        for merge in piece.merges:
            merge = type(merge)(
                merge.top + top - 1, merge.left + left - 1, merge.bottom + top - 1, merge.right + left - 1
            )
            grid.merges.append(merge)
        height = max(height, len(rows))
        if beside and number % 2 == 0:
            left += max(len(row) for row in rows) + 1
        else:
            top, left, height = top + height + 2, 1, 0
    return grid


def shown(amount: Decimal) -> str:
    """For messages."""
    return plain(amount)
