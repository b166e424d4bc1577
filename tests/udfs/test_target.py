"""Reading targets: every real pair as the transcription says, and the grammar line by line."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest
from corpus import CORPUS

from udfs.decimals import plain
from udfs.target import Target, parse, repaired_rate

OPERATORS = {"<=": "≤", ">=": "≥", "none": "", "range": ""}
KINDS = {
    "quantitative": "number",
    "qualitative": "level",
    "text": "level",
    "standard_type": "level",
    "compound": "several",
}

# A sentence about what was done, with one figure in it: the transcription calls it text and gives the figure all the
# same; here it is a number that stands in a sentence, which no score is ever held against.
SENTENCES = {"开展双随机监察30家，服务企业，规范用工", "追讨民工工资上千余万元", "监管建筑行业30余家"}


def real_pairs() -> list[tuple[str, str, str, str, str, str, str, str]]:
    """(text, kind, operator, number, number2, unit, multiplier, per) of every target and actual ever printed."""
    found = []
    with (CORPUS / "targets.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.append((row["target"], row["target_kind"], row["operator"], row["number"], row["number2"],
                          row["unit"], row["multiplier"], row["per_unit"]))  # fmt: skip
            found.append((row["actual"], row["actual_kind"], row["actual_operator"], row["actual_number"], "",
                          row["actual_unit"], row["actual_multiplier"], ""))  # fmt: skip
    return sorted(set(found))


@pytest.mark.parametrize("pair", real_pairs(), ids=lambda pair: pair[0] or "blank")
def test_a_real_target_is_read_as_transcribed(pair: tuple[str, ...]) -> None:
    text, kind, operator, number, number2, unit, multiplier, per = pair
    read = parse(text)
    wanted = "range" if operator == "range" else KINDS.get(kind, kind)
    if text in SENTENCES:
        assert read.sentence
        assert not read.explicit
        wanted = "number"
    assert read.kind == wanted
    assert read.op == OPERATORS.get(operator, operator)
    assert read.number == (Decimal(number) if number else None)
    if read.kind in ("range", "several"):
        assert read.number2 == (Decimal(number2) if number2 else None)
    assert read.unit == unit.split(" / ")[0]
    if number:
        assert read.multiplier == Decimal(multiplier)
    if per:
        assert read.per == per


def said(read: Target) -> str:
    """A target in short: operator, number, unit."""
    if read.kind in ("number", "range"):
        number = plain((read.number or Decimal(0)) * read.multiplier)
        far = f"~{plain(read.number2 * read.multiplier)}" if read.number2 is not None else ""
        return f"{read.op}{number}{far}{read.unit}{'/' + read.per if read.per else ''}"
    return read.kind


GRAMMAR = r"""
≥95%            | ≥95%      | 正向
＞＝９０％        | ≥90%      | full width
>= 90 %         | ≥90%      | typed on a keyboard
≧90％            | ≥90%      |
⩾90%            | ≥90%      |
=>90%           | ≥90%      |
≦5天             | ≤5天      |
⩽5天             | ≤5天      |
<=5天            | ≤5天      |
＜5              | <5        |
=100%           | =100%     |
99. 16%         | 99.16%    | blanks of printing
1,200人          | 1200人    | thousands comma
1 200人          | 1200人    |
九成             | 90%       | Chinese numerals
九成五以上        | ≥95%      |
百分之九十五      | 95%       |
百分之九十五点五   | 95.5%     |
三项             | 3项       |
一百二十人        | 120人     |
不少于两次        | ≥2次      |
1.1万人          | 11000人   | 万
3.5亿元          | 350000000元 | 亿
3千人            | 3000人    | 千
30千克           | 30千克    | a unit, no thousand
不低于95%        | ≥95%      | operators in words
不少于20人       | ≥20人     |
至少12场         | ≥12场     |
达到100%         | ≥100%     |
超过90%          | >90%      |
高于90%          | >90%      |
不高于5%         | ≤5%       |
不超过1.5万元/人   | ≤15000元/人 |
控制在10%以内     | ≤10%      |
低于3%           | <3%       |
不突破50万元      | ≤500000元 |
约200人          | ~200人    |
200人左右        | ~200人    |
90%以上          | ≥90%      | suffixes
90%及以上        | ≥90%      |
95%(含)以上      | ≥95%      |
30日内           | ≤30日     |
3个工作日内       | ≤3工作日  |
15分钟以内       | ≤15分钟   |
700余人          | >700人    |
6000余万元       | >60000000元 |
5‰              | 0.5%      |
≥100百分比       | ≥100%     |
200元/人/年      | 200元/人/年 |
1000元/人·年     | 1000元/人·年 |
1-2次            | 1~2次     | ranges
10~20人          | 10~20人   |
3至5次           | 3~5次     |
95%-100%         | 95~100%   |
10—20万元        | 100000~200000元 |
95%≤X≤100%       | 95~100%   |
《65万           | ≤650000   | damaged
≪48 小时         | ≤48小时   |
》95%            | ≥95%      |
0                | 0         |
零               | 0         |
≥0               | ≥0        |
2024年底前       | date      | dates
2024年12月       | date      |
截止12月底       | date      |
年底前           | date      |
第三季度         | date      |
上半年           | date      |
2024年1-12月     | date      |
2024.12.31       | date      |
12-31            | date      |
5年              | 5年       | a span, no date
结案率90%，调解率60% | several  | more than one
≥95%；≥98%       | several   |
≥95%\n≥98%       | several   | a line each
①结案率90%②调解率60% | several  | circled figures count
有所提升         | level     | words
按合同金额支付    | level     |
不低于上年       | level     |
统一规范         | level     |
三会一课         | level     | a name, no number
3A级             | level     |
/                | blank     |
—                | blank     |
XX               | blank     |
"""


def grammar() -> list[tuple[str, str]]:
    lines = [line.split("|") for line in GRAMMAR.strip().splitlines()]
    return [(line[0].strip().replace("\\n", "\n"), line[1].strip()) for line in lines]


@pytest.mark.parametrize(("text", "meaning"), grammar())
def test_the_grammar(text: str, meaning: str) -> None:
    assert said(parse(text)) == meaning


def test_a_damaged_operator_says_so() -> None:
    assert parse("《65万").damaged
    assert not parse("≤65万").damaged


def test_a_rate_scanned_with_2_for_the_sign_can_be_repaired() -> None:
    repaired = repaired_rate(parse("290%"))
    assert repaired is not None
    assert said(repaired) == "≥90%"
    assert repaired_rate(parse("140%")) is None


def test_the_raw_text_is_kept() -> None:
    assert parse(" ＞＝９０％ ").raw == " ＞＝９０％ "


def test_a_number_in_a_sentence_says_so_and_infers_no_explicit_direction() -> None:
    read = parse("全区90%人员社保卡发放完毕")
    assert (read.sentence, read.inferred, read.explicit) == (True, True, False)
    assert parse("群众满意度达到100%").explicit
