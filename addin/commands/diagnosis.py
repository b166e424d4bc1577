"""诊断: the doctor's steps that fail on this machine, and what to do.

diagnose(Desk(xw.Book.caller()))     # 检查了14项，1项需要处理：…
"""

from __future__ import annotations

from addin.commands.desk import Desk


def diagnose(desk: Desk) -> None:
    """诊断: say what is missing on this machine."""
    from addin.doctor.run import examine

    steps = list(examine())
    missing = [step for step in steps if step.state == "miss"]
    lines = [f"检查了{len(steps)}项，" + (f"{len(missing)}项需要处理：" if missing else "没有发现问题。")]
    for step in missing:
        lines.append(f"✗ {step.name.zh}：{step.found.zh}")
        lines += [f"→ {step.fix.zh}"] if step.fix is not None else []
    desk.say("\n".join(lines), critical=bool(missing))
