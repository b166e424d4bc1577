"""Sentences → figures in their roles: whole amounts, shares, growth, budget and outturn, completion; each is checked where
the tables or its own sentence allow, and taken off the list of figures that nobody checked.

    收入合计14344.12万元，与2023年度相比，收入合计减少1224.74万元，下降7.87%
    whole: T2 合计 · growth: 1224.74 ÷ (14344.12 + 1224.74) = 7.87%
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from addin.accounts.text.arithmetic import Input, Percent, PercentVerdict, growth, share, verdict
from addin.accounts.text.grammar import (
    CHANGE,
    COMPARE,
    COMPARED,
    LIST,
    PROJECT,
    RATE,
    SENTENCE,
    SHARE,
    role_words,
)
from addin.accounts.text.plain import Number
from addin.accounts.text.record import (
    CENT,
    Project,
    Spent,
    TextReading,
    agrees,
    agrees_scaled,
    exact,
    judge_percent,
    say,
)
from addin.accounts.text.sections import Narrative, Paragraph
from addin.accounts.text.subjects import Resolver, Subject, clean
from udfs.decimals import HUNDRED, ZERO, plain
from udfs.text import Text

_CLOSE = Decimal("0.005")


@dataclass(slots=True)
class _State:
    """What the sentence speaks of so far, within a paragraph."""

    subject: Subject | None = None
    printed: Number | None = None
    budget: Number | None = None
    which: str = ""
    final: Number | None = None
    change: tuple[Number, int, str] | None = None
    changed: Subject | None = None
    last: Number | None = None
    listing: bool = False


def read_narrative(narrative: Narrative, resolver: Resolver) -> TextReading:
    """Read every paragraph that is no heading."""
    reading = TextReading(narrative)
    reader = _Reader(reading, resolver)
    for paragraph in narrative.paragraphs:
        if paragraph.part != 4:
            reader.paragraph(paragraph)
    return reading


@dataclass(slots=True)
class _Reader:
    reading: TextReading
    resolver: Resolver
    project: bool = False

    def paragraph(self, paragraph: Paragraph) -> None:
        """One paragraph: sentence by sentence, figure by figure."""
        match = PROJECT.match(paragraph.text)
        if match and (paragraph.section == "performance" or not paragraph.heading):
            self.reading.projects.append(Project(match["name"], paragraph))
            self.project = True
        elif paragraph.heading or re.match(r"^(?:\d{1,3}[.、]|\()", paragraph.text):
            self.project = False
        if paragraph.heading:
            return
        state = _State()
        for begin, end in _sentences(paragraph.text):
            numbers = [n for n in paragraph.plain.figures if begin <= n.start < end]
            at = begin
            if not numbers:
                state.subject = (
                    self.resolver.item(paragraph.section, paragraph.text[begin:end]) or state.subject
                )
            listed = LIST.search(paragraph.text, begin, end) if paragraph.section == "general" else None
            for number in numbers:
                state.listing = state.listing or (listed is not None and number.start > listed.start())
                lead = paragraph.text[at : number.start]
                self._figure(paragraph, state, number, lead)
                at = number.end
                state.last = number
            self._compared(paragraph, state, paragraph.text[begin:end])
            if end < len(paragraph.text) and paragraph.text[end] == "。":
                state.listing = False

    def _figure(self, paragraph: Paragraph, state: _State, number: Number, lead: str) -> None:
        if number.kind == "money":
            self._money(paragraph, state, number, lead)
        elif number.kind == "percent":
            self._percent(paragraph, state, number, lead)

    def _money(self, paragraph: Paragraph, state: _State, number: Number, lead: str) -> None:
        change = CHANGE.match(lead)
        if change:
            self._change(paragraph, state, number, change)
            return
        for role in ("budget", "executed", "final"):
            match = role_words(role).match(lead)
            if match and not match["name"].endswith(("一般公共", "政府性基金", "国有资本经营", "资本")):
                self._budgeted(paragraph, state, number, role, match)
                return
        self._whole(paragraph, state, number, lead)

    def _named(self, paragraph: Paragraph, state: _State, name: str, phase: str) -> Subject | None:
        """The subject that *name* says; the sentence's so far where it says nothing."""
        item = self.resolver.item(paragraph.section, name)
        if item is not None:
            return item
        short = clean(name.rsplit("。", 1)[-1])
        short = clean(COMPARED.sub("", short))
        if not short:
            return state.subject
        found = self._resolved(paragraph.section, short, phase)
        return found if found is not None else Subject(short, None)

    def _resolved(self, section: str, short: str, phase: str) -> Subject | None:
        for name in (short, clean(short.rsplit(",", 1)[-1]), re.sub(r"(?:支出)?决算数?$", "", short)):
            found = self.resolver.subject(section, name, phase)
            if found is not None:
                return found
        return None

    def _whole(self, paragraph: Paragraph, state: _State, number: Number, lead: str) -> None:
        if state.listing:
            name = re.split(r"[,;:]|用于", lead)[-1]
            self.reading.spent.append(Spent(name, paragraph, number))
            return
        short = clean(lead)
        subject = self._named(paragraph, state, lead, "决算")
        if not short or re.fullmatch("[、,和及与]?(支出)?", lead):
            # "收入、支出总计分别为A万元、B万元": the second amount of one subject.
            subject = state.subject if state.subject and re.search("收.*支", state.subject.name) else None
        elif (
            subject is not None
            and subject.value is None
            and not subject.table
            and paragraph.section in _TABLED
        ):
            subject = Subject(subject.name, None)
        state.subject, state.printed, state.budget, state.final, state.change = (
            subject,
            number,
            None,
            None,
            None,
        )
        self.reading.stated.append((paragraph, clean(lead.rsplit(",", 1)[-1]) or short, number))
        if subject is not None and subject.value is not None:
            self._amount(paragraph, number, subject)

    def _budgeted(
        self, paragraph: Paragraph, state: _State, number: Number, role: str, match: re.Match[str]
    ) -> None:
        phase = "预算" if role == "budget" else "决算"
        before = state.subject
        if not self.project:
            self.reading.budgeted.append((paragraph, role, number))
        name = re.sub(r"^[,、]", "", match["name"])
        subject = self._named(paragraph, state, name, phase) if name else state.subject
        if name == "" and paragraph.section == "costs" and before is not None and before.name:
            subject = self._resolved("costs", before.name, phase) or before
        state.subject, state.printed = subject, number if role != "budget" else state.printed
        if role == "budget":
            state.budget, state.which, state.final, state.change = number, match["which"] or "", None, None
            self._stated_project(paragraph, number, "budget")
            if paragraph.section == "costs" and subject is not None and subject.value is not None:
                self._costs_budget(paragraph, number, subject, state.which)
            return
        state.final = number
        self._stated_project(paragraph, number, "executed")
        if subject is not None and subject.value is not None and not self.project:
            self._amount(paragraph, number, subject)

    def _costs_budget(self, paragraph: Paragraph, number: Number, subject: Subject, which: str) -> None:
        """T9 holds the 全年预算: what the text calls 年初预算 need not be it."""
        if which == "年初" and subject.value is not None and abs(number.wan - subject.value) > CENT:
            return
        self._amount(paragraph, number, subject)

    def _stated_project(self, paragraph: Paragraph, number: Number, role: str) -> None:
        if not self.project or not self.reading.projects:
            return
        last = self.reading.projects[-1]
        if role == "budget" and last.budget is None:
            self.reading.projects[-1] = Project(last.name, last.paragraph, (paragraph, number), last.executed)
        elif role == "executed" and last.executed is None:
            self.reading.projects[-1] = Project(last.name, last.paragraph, last.budget, (paragraph, number))

    def _amount(self, paragraph: Paragraph, number: Number, subject: Subject) -> None:
        """N01, N09: an amount against the table's."""
        value = subject.value
        if value is None or number.vague:
            return
        self.reading.take(paragraph, number)
        where = self.resolver.where(subject)
        if agrees(number, value):
            if not exact(number, value):
                self.reading.tail.append((paragraph, number, number.in_unit(value)))
            return
        code = (
            "JX-N09"
            if value and any(agrees_scaled(number, value, f) for f in (10_000, Decimal(1) / 10_000))
            else "JX-N01"
        )
        expected = number.in_unit(value)
        clause = paragraph.plain.clause(number)
        if code == "JX-N09":
            expected = plain(value) + "万元"
            zh, en = (
                f"与{where}相差一万倍，单位写错",
                "ten thousand times the table's figure, or its ten-thousandth",
            )
        else:
            zh, en = f"{where}为{expected}", f"the table has {expected}"
            other = self.resolver.known(number.wan, value)
            if other:
                zh, en = (
                    f"{zh}；{plain(number.wan)}是{other}",
                    f"{en}; {plain(number.wan)} is another figure ({other})",
                )
        self.reading.findings.append(
            say(paragraph, code, Text(f"“{clause}”：{zh}", f"{clause!r}: {en}"), found=paragraph.plain.printed(number), expected=expected)
        )  # fmt: skip

    def _change(self, paragraph: Paragraph, state: _State, number: Number, match: re.Match[str]) -> None:
        name = COMPARED.sub("", match["name"].rsplit(",", 1)[-1])
        subject = self._named(paragraph, state, name, "决算")
        sign = 1 if match["up"] else -1
        printed = state.final or state.printed
        if subject is not state.subject and clean(name):
            same = (
                state.subject is not None
                and subject is not None
                and subject.value is not None
                and subject.value == state.subject.value
            )
            printed = printed if same else self._printed_of(paragraph, subject)
        state.changed = subject
        state.change = (number, sign, match["up"] or match["down"])
        if number.value < 0:
            self.reading.take(paragraph, number)
            clause = paragraph.plain.clause(number)
            self.reading.findings.append(
                say(paragraph, "JX-N04", Text(f"“{clause}”：“{match['up'] or match['down']}”后面不应是负数", f"{clause!r}: a direction word with a negative number"), found=paragraph.plain.printed(number), expected=plain(-number.value) + number.unit)
            )  # fmt: skip
        if subject is not None:
            self.reading.changes.append((paragraph, subject, number, sign, printed))

    def _printed_of(self, paragraph: Paragraph, subject: Subject | None) -> Number | None:
        """The amount that the text stated for this subject before, in the same section."""
        if subject is None:
            return None
        for before, name, number in reversed(self.reading.stated):
            if before.section == paragraph.section and name == subject.name:
                return number
        return None

    def _percent(self, paragraph: Paragraph, state: _State, number: Number, lead: str) -> None:
        completion = role_words("completion").match(lead)
        if completion and state.budget is not None:
            self._completion(paragraph, state, number)
            return
        if completion and paragraph.section == "costs" and state.subject is not None:
            self._costs_completion(paragraph, state.subject, number)
            return
        rate = RATE.match(lead)
        if rate and state.change is not None and state.last is state.change[0]:
            self._rate(paragraph, state, number, 1 if rate["up"] else -1, (rate["up"] or rate["down"], lead))
            return
        part = SHARE.match(lead)
        if part:
            self._share(paragraph, state, number, part)

    def _rate(
        self, paragraph: Paragraph, state: _State, number: Number, sign: int, said: tuple[str, str]
    ) -> None:
        """N03, N04: a rate of growth beside its amount."""
        if state.change is None:
            return
        amount, up, word = state.change
        subject, printed = state.changed, state.final or state.printed
        for paragraph_, subject_, number_, _, printed_ in reversed(self.reading.changes):
            if paragraph_ is paragraph and number_ is amount and subject_ is subject:
                printed = printed_
        if sign != up and amount.value and number.value:
            self.reading.take(paragraph, amount, number)
            found = paragraph.plain.span(amount.start - len(word), number.end)
            clause = paragraph.plain.clause(number)
            self.reading.findings.append(
                say(paragraph, "JX-N04", Text(f"“{clause}”：增减方向前后矛盾", f"{clause!r}: amount and rate go opposite ways"), found=found)
            )  # fmt: skip
            return
        change = (abs(amount.wan), amount.half)
        candidates: list[Percent | None] = []
        for present in [*_inputs(subject, printed), *self._running_costs(paragraph)]:
            candidates.append(growth(present, change, up))
        result = verdict(abs(number.value), number.places, candidates)
        if result.state == "unknown":
            # Last year's figure is 0: there is no rate but the 100% that is written by custom.
            if candidates and number.value in (ZERO, HUNDRED):
                self.reading.take(paragraph, amount, number)
            return
        self.reading.take(paragraph, amount, number)
        words_ = Text("增减率＝增减额÷上年数", "rate = change ÷ last year's figure")
        self._judge_percent(paragraph, number, result, "JX-N03", words_)

    def _running_costs(self, paragraph: Paragraph) -> list[Input]:
        """机关运行经费 is T6's 公用经费 in most units: a rate that is right for it is not the wrong figure."""
        value = self.resolver.value(["T6.公用经费.决算"]) if paragraph.section == "running" else None
        return [(value, _CLOSE)] if value is not None else []

    def _completion(self, paragraph: Paragraph, state: _State, number: Number) -> None:
        """N05: outturn ÷ budget."""
        budget, final = state.budget, state.final
        if budget is None or final is None:
            return
        self.reading.take(paragraph, budget, final, number)
        if budget.value == 0:
            if number.value not in (ZERO, HUNDRED):
                clause = paragraph.plain.clause(number)
                self.reading.findings.append(
                    say(paragraph, "JX-N05", Text(f"“{clause}”：预算为0，完成率只能是0%或100%", f"{clause!r}: with a budget of 0 it is 0% or 100%"), found=paragraph.plain.printed(number))
                )  # fmt: skip
            return
        budgets: list[Input] = [(budget.wan, _exactness(budget))]
        if paragraph.section == "costs" and state.subject is not None:
            planned = self._resolved("costs", state.subject.name, "预算")
            if planned is not None and planned.value:
                budgets.insert(0, (planned.value, _CLOSE))
        finals: list[Input] = [(final.wan, _exactness(final))]
        if state.subject is not None and state.subject.value is not None and not self.project:
            finals.insert(0, (state.subject.value, _CLOSE))
        candidates = [share(f, b) for f in finals for b in budgets]
        result = verdict(number.value, number.places, candidates)
        self._judge_percent(
            paragraph, number, result, "JX-N05", Text("完成率＝决算÷预算", "completion = outturn ÷ budget")
        )

    def _costs_completion(self, paragraph: Paragraph, subject: Subject, number: Number) -> None:
        """N05 where the sentence gives no budget: T9 holds both."""
        budget = self._resolved("costs", subject.name, "预算")
        final = self._resolved("costs", subject.name, "决算")
        if budget is None or final is None or budget.value is None or final.value is None:
            return
        if budget.value == 0:
            self.reading.take(paragraph, *([number] if number.value in (ZERO, HUNDRED) else []))
            return
        result = verdict(number.value, number.places, [share((final.value, _CLOSE), (budget.value, _CLOSE))])
        self.reading.take(paragraph, number)
        words_ = Text("完成率＝表九决算数÷预算数", "completion = outturn ÷ budget of T9")
        judge_percent(self.reading, paragraph, number, (result, "JX-N05", words_))

    def _share(self, paragraph: Paragraph, state: _State, number: Number, match: re.Match[str]) -> None:
        """N02: part ÷ base."""
        name = clean(re.sub(r"^[,、(]", "", match["name"]))
        base_name = clean(re.sub("^(?:了)?", "", match["base"]))
        base_name = re.sub(r"^20\d\d年度?|^(?:我|本)?(?:部门|单位)|^全年|^当年", "", base_name)
        part = (
            state.printed
            if not name and state.last is not None and state.last.kind in ("money", "percent")
            else None
        )
        self.reading.shares.append((paragraph, name, base_name, number, part))
        if paragraph.section == "procurement" or part is None or part.kind != "money":
            return
        subject = state.subject
        if name and subject is None:
            return
        base = self.resolver.base(paragraph.section, base_name)
        bases: list[Input] = [(base.value, _CLOSE)] if base is not None and base.value is not None else []
        stated = self._stated_base(paragraph, base_name)
        if stated is not None:
            bases.append((stated.wan, _exactness(stated)))
        if not bases:
            return
        parts = _inputs(subject, part)
        result = verdict(number.value, number.places, [share(p, b) for p in parts for b in bases])
        self.reading.take(paragraph, number)
        if subject is None or subject.value is None:
            self.reading.take(paragraph, part)
        self._judge_percent(
            paragraph, number, result, "JX-N02", Text("占比＝部分÷总额", "share = part ÷ base")
        )

    def _stated_base(self, paragraph: Paragraph, name: str) -> Number | None:
        """The amount that the paragraph itself gave the base before."""
        if not name:
            return None
        for before, said, number in self.reading.stated:
            if before is paragraph and said and (said.endswith(name) or name.endswith(said)):
                return number
        return None

    def _judge_percent(
        self, paragraph: Paragraph, number: Number, result: PercentVerdict, code: str, words_: Text
    ) -> None:
        judge_percent(self.reading, paragraph, number, (result, code, words_))

    def _compared(self, paragraph: Paragraph, state: _State, sentence: str) -> None:
        """N04: 大于, 小于, 持平 against 决算 − 预算."""
        if state.budget is None or state.final is None:
            return
        match = COMPARE.search(sentence)
        if match is None or "基本" in match[0]:
            return
        difference = state.final.wan - state.budget.wan
        if abs(difference) <= CENT:
            difference = ZERO
        said = 1 if match["above"] else -1 if match["below"] else 0
        actual = 1 if difference > 0 else -1 if difference < 0 else 0
        if said == actual or (said == 0 and match["same"] is None):
            return
        should = {1: "决算数大于预算数", -1: "决算数小于预算数", 0: "决算数与预算数持平"}[actual]
        self.reading.findings.append(
            say(
                paragraph,
                "JX-N04",
                Text(
                    f"“{match[0]}”：决算{plain(state.final.wan)}，预算{plain(state.budget.wan)}",
                    f"{match[0]!r}: outturn {plain(state.final.wan)}, budget {plain(state.budget.wan)}",
                ),
                found=match[0],
                expected=should,
            )
        )


_TABLED = ("fiscal", "whole", "costs", "basic", "funds", "capital", "general", "income", "spending")


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in SENTENCE.finditer(text):
        yield begin, match.start()
        begin = match.end()
    if begin < len(text):
        yield begin, len(text)


def _exactness(number: Number) -> Decimal:
    return max(number.half, ZERO)


def _inputs(subject: Subject | None, printed: Number | None) -> list[Input]:
    """The table's value first, then the printed one."""
    found: list[Input] = []
    if subject is not None and subject.value is not None:
        found.append((subject.value, _CLOSE))
    if printed is not None and printed.kind == "money":
        found.append((printed.wan, _exactness(printed)))
    return found
