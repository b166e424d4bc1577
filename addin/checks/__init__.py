"""The checks: one module a group of the catalogue, one function a code.

A check is a pure function from a worked-out form to its findings, filed under its code by @check. Its docstring is
the sentence that it enforces. The runner, the rules and the sentences for the user live apart: in base, in the schemes,
in catalogue.toml.
"""

from __future__ import annotations

from addin.checks import actuals, budget, cells, heading, reasons, scores, targets, weights
from addin.checks.base import CHECKS, check_case

GROUPS = (heading, budget, weights, targets, actuals, scores, reasons, cells)

__all__ = ["CHECKS", "GROUPS", "check_case"]
