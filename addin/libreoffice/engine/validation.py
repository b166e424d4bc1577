"""Data validation: what may be typed into a range, the hint shown beside it, the message for anything else.

sheet["H5"].data_validation.set_list(["优", "良"])
sheet["H5"].data_validation.api.InputMessage = "按指标说明填写"      # Excel's members, as on Windows
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.libreoffice.engine.base import CalcError, engine_class, enum, lacking
from addin.libreoffice.engine.formula import quoted
from udfs.text import Text

if TYPE_CHECKING:
    from addin.libreoffice.engine.range import Range

_TYPES = {
    "ANY": "none",
    "WHOLE": "whole_number",
    "DECIMAL": "decimal",
    "LIST": "list",
    "DATE": "date",
    "TIME": "time",
    "TEXT_LEN": "text_length",
    "CUSTOM": "custom",
}
_NAMES = {name: own for own, name in _TYPES.items()}
_OPERATORS = {
    "BETWEEN": "between",
    "NOT_BETWEEN": "not_between",
    "EQUAL": "equal_to",
    "NOT_EQUAL": "not_equal_to",
    "GREATER": "greater_than",
    "LESS": "less_than",
    "GREATER_EQUAL": "greater_than_or_equal",
    "LESS_EQUAL": "less_than_or_equal",
}
_OPERATOR_NAMES = {name: own for own, name in _OPERATORS.items()}
_STYLES = {"STOP": "stop", "WARNING": "warning", "INFO": "information"}
_COMPARED = ("whole_number", "decimal", "date", "time", "text_length")
_MIXED = ("none", "mixed_criteria", "inconsistent")
# Excel's name → Calc's.
_MEMBERS = {
    "InputTitle": "InputTitle",
    "InputMessage": "InputMessage",
    "ShowInput": "ShowInputMessage",
    "ErrorTitle": "ErrorTitle",
    "ErrorMessage": "ErrorMessage",
    "ShowError": "ShowErrorMessage",
    "IgnoreBlank": "IgnoreBlankCells",
}
# Excel's xlValidAlertStop, …Warning, …Information
_ALERTS = {1: "STOP", 2: "WARNING", 3: "INFO"}


class ValidationApi:
    """The members of Excel's Validation object that are needed to say more than xlwings can."""

    def __init__(self, area: Range) -> None:
        object.__setattr__(self, "_area", area)

    def __getattr__(self, name: str) -> Any:
        validation = self._area.uno.Validation
        if name in _MEMBERS:
            return getattr(validation, _MEMBERS[name])
        if name == "AlertStyle":
            held = validation.ErrorAlertStyle.value
            return next((number for number, style in _ALERTS.items() if style == held), None)
        if name == "InCellDropdown":
            return bool(validation.ShowList)
        return lacking("DataValidation", f"api.{name}")

    def __setattr__(self, name: str, value: Any) -> None:
        self._area.sheet.require_unprotected()
        validation = self._area.uno.Validation
        if name in _MEMBERS:
            setattr(validation, _MEMBERS[name], value)
        elif name == "AlertStyle":
            validation.ErrorAlertStyle = enum("sheet.ValidationAlertStyle", _ALERTS[value])
        elif name == "InCellDropdown":
            validation.ShowList = 1 if value else 0
        else:
            lacking("DataValidation", f"api.{name}")
        self._area.uno.Validation = validation

    def Delete(self) -> None:
        DataValidation(self._area).delete()


@engine_class
class DataValidation(base_classes.DataValidation):
    """The validation of a range."""

    def __init__(self, area: Range) -> None:
        self._area = area

    @property
    def api(self) -> ValidationApi:
        return ValidationApi(self._area)

    @property
    def type(self) -> str:
        area = self._area.uno
        told = _TYPES.get(area.Validation.Type.value, "unknown")
        if told != "none" or len(self._area) == 1:
            return told
        kinds = {
            _TYPES.get(block.getByIndex(0).Validation.Type.value, "unknown")
            for block in area.getUniqueCellFormatRanges()
        }
        if kinds == {"none"}:
            return "none"
        return "mixed_criteria" if "none" in kinds else "inconsistent"

    def _told(self, member: str) -> Any:
        return None if self.type in _MIXED else getattr(self._area.uno.Validation, member)

    @property
    def operator(self) -> str | None:
        if self.type not in _COMPARED:
            return None
        return _OPERATORS.get(self._area.uno.Validation.getOperator().value)

    def _formula(self, number: int) -> str:
        validation = self._area.uno.Validation
        text = str(validation.getFormula1() if number == 1 else validation.getFormula2())
        return self._area.sheet.book.formulas.excel(text) or "=" + text

    @property
    def formula1(self) -> str | None:
        return self._formula(1) if self.type in _COMPARED else None

    @property
    def formula2(self) -> str | None:
        return self._formula(2) if self.operator in ("between", "not_between") else None

    @property
    def formula(self) -> str | None:
        return self._formula(1) if self.type == "custom" else None

    @property
    def source(self) -> str | None:
        if self.type != "list":
            return None
        text = str(self._area.uno.Validation.getFormula1())
        if text.startswith('"'):
            return ",".join(part.strip('"').replace('""', '"') for part in text.split(";"))
        return self._formula(1)

    @property
    def in_cell_dropdown(self) -> bool | None:
        return bool(self._told("ShowList")) if self.type == "list" else None

    @property
    def ignore_blank(self) -> Any:
        return self._told("IgnoreBlankCells")

    @property
    def input_title(self) -> Any:
        return self._told("InputTitle")

    @property
    def input_message(self) -> Any:
        return self._told("InputMessage")

    @property
    def show_input(self) -> Any:
        return self._told("ShowInputMessage")

    @property
    def error_title(self) -> Any:
        return self._told("ErrorTitle")

    @property
    def error_message(self) -> Any:
        return self._told("ErrorMessage")

    @property
    def show_error(self) -> Any:
        return self._told("ShowErrorMessage")

    @property
    def alert_style(self) -> str | None:
        style = self._told("ErrorAlertStyle")
        return None if style is None else _STYLES.get(style.value)

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        if isinstance(source, base_classes.Range):
            place: Any = source
            formula = self._plain(f"={quoted(place.sheet.name)}!{place.address}")
        elif isinstance(source, base_classes.Name):
            formula = source.name
        else:
            formula = ";".join('"' + text.replace('"', '""') + '"' for text in source)
        self._set("list", None, formula, "", dropdown=in_cell_dropdown)

    def set_rule(self, rule_type: str, operator: str | None, formula1: str, formula2: str | None) -> None:
        self._set(rule_type, operator, self._plain(formula1), self._plain(formula2) if formula2 else "")

    def _plain(self, formula: str) -> str:
        return str(self._area.sheet.book.formulas.plain(formula))

    def _set(
        self, rule_type: str, operator: str | None, formula1: str, formula2: str, dropdown: bool = True
    ) -> None:
        self._area.sheet.require_unprotected()
        held = self.type
        if held in ("mixed_criteria", "inconsistent"):
            raise CalcError(
                Text(
                    f"{self._area.address} 中各单元格的数据有效性不同，不能一起修改",
                    f"the cells of {self._area.address} have different validation rules",
                )
            )
        validation = self._area.uno.Validation
        validation.Type = enum("sheet.ValidationType", _NAMES[rule_type])
        validation.setSourcePosition(self._area.cell.CellAddress)
        if operator is not None:
            validation.setOperator(enum("sheet.ConditionOperator", _OPERATOR_NAMES[operator]))
        validation.setFormula1(formula1)
        validation.setFormula2(formula2)
        validation.ShowList = 1 if dropdown else 0
        if held == "none":
            # As Excel adds one.
            validation.ShowInputMessage = validation.ShowErrorMessage = validation.IgnoreBlankCells = True
        self._area.uno.Validation = validation

    def delete(self) -> None:
        self._area.sheet.require_unprotected()
        self._area.uno.setPropertyToDefault("Validation")
