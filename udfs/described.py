"""Scoring a qualitative row (定性): the level that a target in words asks for, and the three bands of a scheme.

>>> score_band("部分达成", 10, load_scheme("mof-2021"), 70).value
Decimal('7.00')

Source: 财预〔2020〕10号附件1: 达成预期指标 100–80, 部分达成 80–60, 未达成 60–0; a scheme may draw them elsewhere.
"""

from __future__ import annotations

from decimal import Decimal

from udfs import levels
from udfs.decimals import HUNDRED, D, plain
from udfs.errors import ScoringError
from udfs.figure import Target
from udfs.normalise import squeezed
from udfs.scheme import DEFAULT, Scheme, load_scheme
from udfs.score import Number, Score, scored, summed
from udfs.text import Text

SAME = Text("实际与目标一致，得", "actual equals target: ")


def score_level(wanted: Target, got: Target, weight: Decimal, scheme: Scheme) -> Score:
    """The score of a target in words: the whole weight for its own level, else the band that the actual names.

    Raises ScoringError ("denied", "partial", "level", "share") where the actual is no level that earns one score.
    """
    if levels.reached(wanted.raw, got.raw):
        return scored(weight, "level", weight, True, scheme, SAME)
    band = scheme.band_of(squeezed(got.raw))
    if band is not None:
        return score_band(band.level, weight, scheme)
    target, actual = wanted.raw.strip(), got.raw.strip()
    denied = levels.denial(target, actual)
    if denied:
        word = (
            Text("没有达到", "denies") if denied == "denied" else Text("只部分达到", "reaches only in part")
        )
        raise ScoringError(
            Text(f"实际“{actual}”说明{word.zh}“{target}”", f"the actual {actual!r} {word.en} {target!r}"),
            denied,
        )
    raise ScoringError(
        Text(
            f"定性目标“{target}”的实际“{actual}”没有说明达成档次",
            f"the actual {actual!r} of a described target states no level",
        ),
        "level",
    )


def score_band(
    level: str, weight: Number, scheme: Scheme | None = None, share: Number | None = None
) -> Score:
    """The score of a qualitative row whose level is stated (三档: 达成 / 部分达成 / 未达成).

    *share* is the part of the weight inside the band, in percent (85) or as a fraction (0.85). Without one 达成 earns
    the top of its band; for the other levels the choice is that of the person who fills in: ScoringError. So is a share
    outside the band.
    """
    scheme = scheme or load_scheme(DEFAULT)
    points = D(weight)
    if points < 0:
        raise ScoringError(
            Text(f"分值{plain(points)}小于0", f"the weight {plain(points)} is below 0"), "weight"
        )
    band = scheme.band_of(squeezed(level))
    if band is None:
        names = "、".join(b.level for b in scheme.bands)
        raise ScoringError(
            Text(f"“{level}”不是三档之一：{names}", f"{level!r} is none of the three levels"), "level"
        )
    if share is None:
        if band.top != HUNDRED:
            raise ScoringError(
                Text(
                    f"{band.level}的得分在{plain(band.bottom)}%—{plain(band.top)}%之间，由填报人确定，请给出比例",
                    f"the share of this level, {plain(band.bottom)}-{plain(band.top)}%, is that person's choice: give one",
                ),
                "share",
            )
        percent = band.top
    else:
        percent = D(share)
        percent = percent * 100 if percent <= 1 else percent
    if not band.bottom <= percent <= band.top:
        raise ScoringError(
            Text(
                f"{plain(percent)}%不在{band.level}的{plain(band.bottom)}%—{plain(band.top)}%之内",
                f"{plain(percent)}% lies outside the band {plain(band.bottom)}-{plain(band.top)}%",
            ),
            "share",
        )
    how = summed(Text(band.level, "stated level"), f"{plain(points)}×{plain(percent)}%")
    return scored(points * percent / HUNDRED, "level", points, band.top == HUNDRED, scheme, how)
