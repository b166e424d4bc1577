"""The checks: one module a group of the catalogue, one function a code.

A check is a pure function from a worked-out form to its findings, filed under its code by @check. Its docstring is
the sentence that it enforces. The runner, the rules and the sentences for the user live apart: in registry, in the schemes,
in catalogue.toml; how to add a check is said in registry.
"""

from __future__ import annotations

from addin.judging.catalogue import catalogue
from addin.judging.checks import actuals, budget, explanations, form, reading, scores, targets, weights
from addin.judging.checks.registry import CHECKS, all_filed, findings_of

GROUPS = (form, budget, weights, targets, actuals, scores, explanations, reading)

all_filed(CHECKS, catalogue())

__all__ = ["CHECKS", "GROUPS", "findings_of"]
