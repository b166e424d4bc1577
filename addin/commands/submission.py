"""生成提交版: a copy for submission, values instead of formulas, no macros, marks, names or results sheet.

The copy is made from the workbook as it stands; the open one is not changed.

>>> from addin.judging.examples import example_form
>>> name_of([example_form()])
'某市委党校-基层干部培训-2024'
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from addin.checking.one_file import form_result, judged_forms
from addin.commands import marks, results
from addin.commands.desk import CommandError, Desk
from addin.commands.new_form import folder_of, free_name
from addin.files.xlsx.submission_copy import freeze
from addin.judging.findings import Finding
from addin.reading.form import Form
from udfs.text import Text

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
_LISTED = 8


def submission(desk: Desk) -> None:
    """生成提交版: write 单位-项目-年度.xlsx beside the workbook; asks first where errors stand.

    Raises CommandError where the workbook holds no form.
    """
    with desk.quiet():
        desk.app.calculate()
        book = desk.snapshot()
        forms: list[Form] = []
        errors: list[Finding] = []
        for judged in judged_forms(book.grids, desk.book.name):
            forms.append(judged.form)
            errors += [item for item in form_result(judged).findings if item.level == "error"]
    if not forms:
        raise CommandError(Text("没有找到绩效自评表，不能生成提交版", "no self-evaluation form found"))
    if errors:
        listed = "\n".join(
            f"{item.sheet}!{item.cell} {item.code} {item.message.zh}" for item in errors[:_LISTED]
        )
        more = f"\n……共{len(errors)}处" if len(errors) > _LISTED else ""
        if not desk.ask(f"还有{len(errors)}处错误没有改正：\n{listed}{more}\n\n仍要生成提交版吗？"):
            desk.say("没有生成提交版。请改正错误后再试；点“校验全部”可在表中标出位置。")
            return
    target = free_name(folder_of(desk), name_of(forms), ".xlsx")
    with desk.quiet(), tempfile.TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True) as folder:
        ending = Path(desk.fullname).suffix.lower()
        # Excel opens no two workbooks of one name: the folder's is nobody else's.
        name = Path(folder).name
        copy = Path(folder, f"{name}{ending if ending in ('.xlsx', '.xlsm') else '.xlsx'}")
        desk.copy_to(copy)
        _strip(desk, copy)
        freeze(copy, target)
    desk.say(f"提交版已生成：{target}\n公式已转为数值，不含宏、标记和定义的名称。")


def name_of(forms: list[Form]) -> str:
    """单位-项目-年度 of a workbook's forms, without what no file name may hold; what is blank is left out."""
    first = forms[0]
    project = first.project.text if first.project is not None and len(forms) == 1 else ""
    parts = [first.unit_name, project or ("绩效自评表" if len(forms) == 1 else f"绩效自评表{len(forms)}张")]
    parts += [str(first.year)] if first.year else []
    clean = [_NOT_IN_NAMES.sub("", part).strip(".")[:60] for part in parts]
    return "-".join(part for part in clean if part)


def _strip(desk: Desk, copy: Path) -> None:
    """Take our marks and our sheet out of the copy."""
    # Links stay as they were checked: asked, a person might bring in other numbers.
    other = Desk(desk.app.books.open(str(copy), update_links=False), desk.escape)
    try:
        for sheet in other.book.sheets:
            if marks.present(sheet):
                # The copy is ours: nobody loses anything where its protection is lifted, and it is put back.
                other.consent()
                with other.unlocked(sheet) as open_:
                    if not open_:
                        raise CommandError(
                            Text(
                                f"工作表“{sheet.name}”有密码保护且带有标记，请先撤销保护再生成提交版",
                                f"the sheet {sheet.name!r} is protected with a password and has marks",
                            )
                        )
                    marks.clear(sheet)
        own = results.sheet_of(other.book)
        if own is not None:
            with other.app.properties(display_alerts=False):
                own.delete()
        other.book.save()
    finally:
        other.book.close()
