"""Number formats: the text shown for a number or a date, as Excel shows it."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.files.number_format import BUILTIN, is_date, is_percent, shown, shown_date, to_date

D = Decimal


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("100", "100"),
        ("16.350", "16.35"),
        ("-3.5", "-3.5"),
        ("0.1", "0.1"),
        ("0.00001", "0.00001"),
        ("0.0001", "0.0001"),
        ("0.123456789012", "0.123456789"),
        ("0.00012345678", "0.000123457"),
        ("0.000012345678", "1.23457E-05"),
        ("0.0000000001", "1E-10"),
        ("3.14159265358979", "3.141592654"),
        ("-3.14159265358979", "-3.141592654"),
        ("123456.789012345", "123456.789"),
        ("1234567890.5", "1234567891"),
        ("12345678901", "12345678901"),
        ("123456789012", "1.23457E+11"),
        ("99999999999.9", "1E+11"),
        ("9.99999999999", "10"),
        ("1E+20", "1E+20"),
        ("1.5E-300", "1.5E-300"),
        ("1E+300", "1E+300"),
    ],
)
def test_general_has_eleven_characters(number: str, text: str) -> None:
    assert shown(D(number), "General") == text


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("2.345", "0.00", "2.35"),
        ("2.5", "0", "3"),
        ("-2.5", "0", "-3"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("999", "#,##0", "999"),
        ("1000", "#,##0", "1,000"),
        ("0.8214", "0%", "82%"),
        ("0.8214", "0.00%", "82.14%"),
        ("1", "0%", "100%"),
        ("12.5", '0.00"万元"', "12.50万元"),
        ("12", '0"人"', "12人"),
        ("12", "0人", "12人"),
        ("12", "0\\人", "12人"),
        ("12", "0!人", "12人"),
        ("12", '"约"0"人"', "约12人"),
        ("5", '"50%"0', "50%5"),
        ("12.345", "#.##", "12.35"),
        ("12", "#.##", "12."),
        ("0.5", ".00", ".50"),
        ("12.5", ".00", "12.50"),
        ("0", "#", ""),
        ("5", "000", "005"),
        ("1.5", "0.0??", "1.5"),
        ("1234", "0,000", "1,234"),
        ("12", "#,000", "012"),
        ("123456", '0.0,"千"', "123.5千"),
        ("123456789", '0.00,,"百万"', "123.46百万"),
        ("123456", '0!.0,"万"', "12.3万"),
        ("123456789", "000-00-0000", "123-45-6789"),
        ("-3.456", "0.00_);(0.00)", "(3.46)"),
        ("-3", "0;[Red]0", "3"),
        ("-3", "0;;", ""),
        ("0", '0.00;-0.00;"-"', "-"),
        ("0", "0;-0;;@", ""),
        ("7", ";;;", ""),
        ("0", BUILTIN[43], "-"),
        ("1234.5", BUILTIN[43], "1,234.50"),
        ("-1234.5", BUILTIN[43], "-1,234.50"),
        ("-1234.5", BUILTIN[44], "¥-1,234.50"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        ("1234.5", "[$-804]0.0", "1234.5"),
        ("1234.5", "[DBNum1][$-804]General", "1234.5"),
        ("1234.5", "[蓝色]0", "1235"),
        ("123456", '[>=10000]0.0,"千";0', "123.5千"),
        ("99", '[>=10000]0.0,"千";0', "99"),
        ("-5", '[>=10000]0.0,"千";0', "-5"),
        ("-5", '[<0]"负"0;0', "负5"),
        ("1", '[=1]"是";[=0]"否";0', "是"),
        ("0", '[=1]"是";[=0]"否";0', "否"),
        ("3", 'General"人"', "3人"),
        ("3", 'G/通用格式"人"', "3人"),
        ("-7.25", "@", "-7.25"),
        ("1.5", "0.00E+00", "1.5"),
        ("1.5", "# ?/?", "1.5"),
        ("1E+30", "0.00", "1E+30"),
        ("1E-30", "0.00", "0.00"),
        ("1.5", "", "1.5"),
        ("1.5", "0" * 5000, "1.5"),
        ("1.5", "0." + "0" * 200, "1.5"),
        ("1.5", "%" * 200 + "0", "1.5"),
        ("2", '0"', "2"),
        ("2", "0\\", "2\\"),
        ("0.5", "h:mm", "12:00"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("0.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("1.5", "[mm]", "2160"),
        ("0.5001", "mm:ss.0", "00:09.0"),
        ("45769", "yyyy/m/d", "2025/4/22"),
        ("-5", "yyyy/m/d", "-5"),
    ],
)
def test_shown_as_excel_shows_it(number: str, code: str, text: str) -> None:
    assert shown(D(number), code) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("yyyy/m/d", "2024/3/5"),
        ("yyyy-mm-dd", "2024-03-05"),
        ("yyyy-mm-dd hh:mm:ss", "2024-03-05 18:07:30"),
        ('yyyy"年"m"月"d"日"', "2024年3月5日"),
        ('yyyy"年"m"月"', "2024年3月"),
        ('m"月"d"日"', "3月5日"),
        ("yyyy年mm月dd日", "2024年03月05日"),
        ("mm-dd", "03-05"),
        ("mm-dd-yy", "03-05-24"),
        ("d-mmm", "5-Mar"),
        ("d-mmm-yy", "5-Mar-24"),
        ("mmmm d, yyyy", "March 5, 2024"),
        ("mmmmm", "M"),
        ("dddd", "Tuesday"),
        ("ddd", "Tue"),
        ("aaaa", "星期二"),
        ("aaa", "二"),
        ("e/m", "2024/3"),
        ("yyyy/m/d h:mm", "2024/3/5 18:07"),
        ("[$-804]yyyy\\-mm\\-dd;@", "2024-03-05"),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日";@', "2024年3月5日"),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2024年3月5日"),
        ("h:mm:ss yyyy", "18:07:30 2024"),
        ("m/d h:m:s", "3/5 18:7:30"),
        ("General", "2024/3/5"),
    ],
)
def test_dates(code: str, text: str) -> None:
    assert shown_date(dt.date(2024, 3, 5), D("45356.75520833333"), code) == text


def test_builtin_formats_of_a_chinese_excel() -> None:
    day = dt.date(2024, 3, 5)
    shown_by = {number: shown_date(day, D(45356), code) for number, code in BUILTIN.items() if is_date(code)}
    assert shown_by[14] == "2024/3/5"
    assert shown_by[31] == "2024年3月5日"
    assert shown_by[57] == "2024年3月"
    assert shown_by[58] == "3月5日"
    assert {9, 10} == {number for number, code in BUILTIN.items() if is_percent(code)}
    assert not {1, 2, 3, 4, 18, 19, 20, 21, 32, 33, 45, 46, 47, 49} & set(shown_by)
    assert set(range(27, 37)) | set(range(50, 59)) <= set(BUILTIN)


@pytest.mark.parametrize(
    "code", ["General", "0.00", '0"day"', "[Red]0", "0.00E+00", "@", "0\\d", "_d0", "h:mm", "0.00m"]
)
def test_no_date(code: str) -> None:
    assert not is_date(code)


def test_percent_only_where_it_is_not_a_literal() -> None:
    assert is_percent("0.0%;-0.0%")
    assert not is_percent('0"%"')
    assert not is_percent("0\\%")


@pytest.mark.parametrize(
    ("serial", "date1904", "date"),
    [
        ("0", False, None),
        ("0.5", False, None),
        ("1", False, dt.date(1900, 1, 1)),
        ("59", False, dt.date(1900, 2, 28)),
        ("60", False, None),
        ("61", False, dt.date(1900, 3, 1)),
        ("45769.99", False, dt.date(2025, 4, 22)),
        ("2958465", False, dt.date(9999, 12, 31)),
        ("2958466", False, None),
        ("-1", False, None),
        ("1E+300", False, None),
        ("0", True, dt.date(1904, 1, 1)),
        ("44307", True, dt.date(2025, 4, 22)),
        ("2957003", True, dt.date(9999, 12, 31)),
        ("2957004", True, None),
    ],
)
def test_serial_numbers(serial: str, date1904: bool, date: dt.date | None) -> None:
    assert to_date(D(serial), date1904) == date


NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=6) | st.floats(
    allow_nan=False, allow_infinity=False
).map(lambda x: D(repr(x)))
CODES = st.text('0#?.,%;"\\_*[]@Ee+-/ymdhsabg万元Red$><=1 General', max_size=20) | st.sampled_from(
    list(BUILTIN.values())
)


@given(NUMBERS, CODES)
def test_any_number_under_any_code_is_some_text(number: Decimal, code: str) -> None:
    text = shown(number, code)
    assert len(text) < 400 and text == text.strip()
    date = to_date(number, False)
    if date is not None:
        shown_date(date, number, code)


@given(st.integers(-(10**14), 10**14), st.integers(0, 6))
def test_fixed_decimals_agree_with_rounding(number: int, places: int) -> None:
    value = D(number).scaleb(-6)
    text = shown(value, "0." + "0" * places if places else "0")
    assert D(text) == value.quantize(D(1).scaleb(-places), "ROUND_HALF_UP")
