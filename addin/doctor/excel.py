"""jx doctor's steps for Excel itself on Windows, without starting it: edition, macro settings, trust, the add-in's file.

Each step looks at a Machine and changes nothing. What happens when Excel starts our Python is in addin.doctor.server_start.

    for step in look(excel_looks(this_machine())):
        print(step.state, step.found.zh)

>>> _macro_fix("HKCU/Software/Policies").en
'a policy of your organisation: ask its administrator to allow this add-in'
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from addin.doctor.server_start import (
    INSTALL,
    bitness,
    command_length,
    command_prompt,
    configuration_file,
    dll,
    fresh_process,
    one_drive,
)
from addin.doctor.step import Look, Step
from addin.excel.installing import ADDIN, no_excel
from addin.excel.windows import APP_PATH, CLICK_TO_RUN, NO_WPS, OFFICE, Machine
from udfs.text import Text

_POLICIES = r"Software\Policies\Microsoft\Office"


def excel_looks(machine: Machine) -> list[Look]:
    """The steps for Excel on this machine, in order; without Excel, the one that says so."""
    if not machine.office_versions():
        return [_named(no_excel_here, machine)]
    steps: list[Callable[[Machine], Step | None]] = [
        excel, default_program, dll, macros, trusted_location, addin_file, configuration_file,
        fresh_process, one_drive, command_length, command_prompt,
    ]  # fmt: skip
    return [_named(step, machine) for step in steps]


def _named(step: Callable[[Machine], Step | None], machine: Machine) -> Look:
    def one() -> Step | None:
        return step(machine)

    one.__name__ = step.__name__
    return one


def no_excel_here(machine: Machine) -> Step:
    said = no_excel(machine).reason
    return Step(
        "excel", Text("Excel", "Excel"), "miss", said, Text("安装桌面版 Excel", "install the desktop Excel")
    )


def excel(machine: Machine) -> Step:
    """Edition, bitness and version. The Store edition cannot start our Python (hr = -2147221164)."""
    name = Text("Excel", "Excel")
    program = str(machine.value(APP_PATH) or "")
    if "windowsapps" in program.lower():
        return Step(
            "excel",
            name,
            "miss",
            Text(
                f"应用商店版：{program}（hr -2147221164）", f"the Store edition: {program} (hr -2147221164)"
            ),
            Text(
                "卸载应用商店版，从 Office 账户页面安装桌面版",
                "remove the Store edition and install the desktop one from your Office account page",
            ),
        )
    bits = {"x64": "64", "x86": "32"}.get(bitness(machine), "?")
    number = machine.value(CLICK_TO_RUN, "VersionToReport") or "、".join(machine.office_versions())
    products = machine.value(CLICK_TO_RUN, "ProductReleaseIds") or "MSI"
    return Step(
        "excel", name, "ok", Text(f"{number}，{bits} 位，{products}", f"{number}, {bits} bits, {products}")
    )


def default_program(machine: Machine) -> Step | None:
    """Whether .xlsx opens in Excel, where WPS is there too."""
    if not machine.has_wps():
        return None
    choice = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsx\UserChoice"
    program = str(machine.value(choice, "ProgId") or "")
    name = Text("WPS", "WPS")
    if program.lower().startswith(("et.", "wps.", "ket.")):
        return Step(
            "wps",
            name,
            "miss",
            Text(
                f".xlsx 默认用 WPS 打开（{program}）；{NO_WPS.zh}",
                f".xlsx opens in WPS ({program}); {NO_WPS.en}",
            ),
            Text(
                "右键任一 .xlsx，打开方式，选择 Excel 并设为始终",
                "right-click an .xlsx, Open with, Excel, always",
            ),
        )
    return Step(
        "wps", name, "ok", Text(f"已安装，{NO_WPS.zh}；请用 Excel 打开", f"installed; {NO_WPS.en}, use Excel")
    )


def macros(machine: Machine) -> Step:
    """Macro settings that stop an add-in even from a trusted folder, most of them set by an organisation."""
    name = Text("宏设置", "macro settings")
    for office in machine.office_versions():
        for root in (rf"HKCU\{_POLICIES}", rf"HKLM\{_POLICIES}", rf"HKCU\{OFFICE}"):
            security = rf"{root}\{office}\Excel\Security"
            stops: list[tuple[str, str, tuple[int, ...]]] = [
                (rf"{root}\{office}\Common", "VBAOff", (1,)),
                (security, "DisableAllAddins", (1,)),
                (security, "RequireAddinSig", (1,)),
            ]
            if machine.value(rf"{security}\Trusted Locations", "AllLocationsDisabled") == 1:
                stops.append((security, "VBAWarnings", (3, 4)))
            for key, value, wrong in stops:
                if machine.value(key, value) in wrong:
                    return Step(
                        "macros",
                        name,
                        "miss",
                        Text(*[rf"{key}: {value}={machine.value(key, value)}"] * 2),
                        _macro_fix(root),
                    )
    level = machine.value(rf"HKCU\{OFFICE}\{machine.office_versions()[-1]}\Excel\Security", "VBAWarnings")
    said = Text("受信任位置中的宏可以运行", "macros of trusted folders run")
    return Step(
        "macros",
        name,
        "ok",
        Text(f"{said.zh}（VBAWarnings={level or 2}）", f"{said.en} (VBAWarnings={level or 2})"),
    )


def _macro_fix(root: str) -> Text:
    if "Policies" in root:
        return Text(
            "这是单位的组策略，请联系信息管理员放行本加载项",
            "a policy of your organisation: ask its administrator to allow this add-in",
        )
    return Text(
        "Excel：文件，选项，信任中心，信任中心设置，加载项和宏设置，取消禁用",
        "Excel: File, Options, Trust Center, Trust Center Settings: allow add-ins and macros",
    )


def trusted_location(machine: Machine) -> Step:
    """The start folder is trusted by every Excel that is here."""
    name = Text("受信任位置", "trusted location")
    folder = machine.start_folder
    for office in machine.office_versions():
        if machine.trusted_by(office, folder) is None:
            return Step(
                "trusted",
                name,
                "miss",
                Text(f"Excel {office} 不信任 {folder}", f"Excel {office} does not trust {folder}"),
                INSTALL,
            )
        for root in (rf"HKCU\{_POLICIES}", rf"HKCU\{OFFICE}"):
            if (
                machine.value(rf"{root}\{office}\Excel\Security\Trusted Locations", "AllLocationsDisabled")
                == 1
            ):
                return Step(
                    "trusted",
                    name,
                    "miss",
                    Text("受信任位置已全部禁用", "all trusted locations are disabled"),
                    _macro_fix(root),
                )
    return Step("trusted", name, "ok", Text(str(folder), str(folder)))


def addin_file(machine: Machine) -> Step:
    """jx.xlam in the start folder, the very one that this version builds with the xlwings that is installed."""
    from addin.excel.packing import build_addin

    name = Text("加载项", "add-in")
    path = machine.start_folder / ADDIN
    if not path.exists():
        return Step("addin", name, "miss", Text(f"没有 {path}", f"no {path}"), INSTALL)
    others = [folder / ADDIN for folder in machine.other_start_folders() if (folder / ADDIN).exists()]
    if others:
        return Step(
            "addin",
            name,
            "miss",
            Text(f"另有 {others[0]}，会重复加载", f"{others[0]} is loaded too"),
            Text("删除它", "delete it"),
        )
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, ADDIN)
        build_addin(made)
        same = made.read_bytes() == path.read_bytes()
    if same:
        return Step("addin", name, "ok", Text(str(path), str(path)))
    return Step(
        "addin", name, "miss", Text(f"{path} 与当前版本不一致", f"{path} is of another version"), INSTALL
    )
