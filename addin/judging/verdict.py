"""What a person has to know first of a form: whether it can be submitted, and if not, why.

>>> from addin.judging.findings import finding
>>> said = Text("该行没有填写", "the row is not filled in")
>>> blank, wrong = finding("JX-A01", said, cell="F9"), finding("JX-S02", said, cell="G9")
>>> verdict((), "closed").zh, verdict((blank, wrong), "whole").zh
('可以提交', '未填完（1处没有填写），另有1处必须改')
>>> verdict((wrong,), "open").zh
'没有读全，另有1处必须改'
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from addin.judging.findings import Finding
from udfs.text import Text

Reading = Literal["closed", "whole", "open"]
# Errors that say that something is not filled in yet, not that it is wrong.
UNFINISHED = ("JX-F01", "JX-F09", "JX-B09", "JX-T01", "JX-A01", "JX-S06")


def verdict(findings: Iterable[Finding], reading: Reading) -> Text:
    """可以提交, 未填完, 有N处必须改 or 没有读全, with how much of it there is."""
    found = list(findings)
    blank = sum(item.code in UNFINISHED and item.level != "hint" for item in found)
    wrong = sum(item.level == "error" and item.code not in UNFINISHED for item in found)
    review = sum(item.level == "review" and item.code not in UNFINISHED for item in found)
    if blank:
        first = Text(f"未填完（{blank}处没有填写）", f"not finished ({blank} to fill in)")
    elif reading == "open":
        first = Text("没有读全", "not read whole")
    elif wrong:
        return Text(f"有{wrong}处必须改", f"{wrong} to correct")
    elif review:
        return Text(f"可以提交，{review}处要核实说明", f"ready to submit, {review} to explain")
    else:
        return Text("可以提交", "ready to submit")
    if not wrong:
        return first
    return Text(f"{first.zh}，另有{wrong}处必须改", f"{first.en}, and {wrong} to correct")
