"""install.sh and uninstall.sh, run for real for a user of a temporary home: what is there in between, what is left after."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest

from addin.libreoffice.extension import installed

LINUX = Path(__file__).parents[2] / "install" / "linux"


@dataclass(frozen=True)
class User:
    """A user with a home of their own; a file lies in it that is not ours."""

    home: Path

    def run(self, program: str | Path, *words: str) -> subprocess.CompletedProcess[str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "TMPDIR") or name.startswith("PIP_")
        }
        environment = kept | {"HOME": str(self.home), "LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(
            [program, *words],
            cwd=self.home,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    @property
    def jx(self) -> Path:
        return self.home / ".local" / "bin" / "jx"

    def ours(self) -> set[str]:
        """What lies where the scripts write; the other folders hold what pip and LibreOffice keep for themselves."""
        return {
            str(path.relative_to(self.home))
            for path in (self.home / ".local").rglob("*")
            if path.name != "share"
        }


@pytest.fixture
def user(tmp_path: Path) -> User:
    home = tmp_path / "张 三"
    (home / ".local" / "bin").mkdir(parents=True)
    (home / ".local" / "bin" / "theirs").write_text("theirs", "utf-8")
    # The package index that this machine's pip is set up for is the user's, too.
    for place in (".config/pip/pip.conf", ".pip/pip.conf"):
        if (Path.home() / place).exists():
            (home / place).parent.mkdir(parents=True)
            (home / place).write_bytes((Path.home() / place).read_bytes())
    return User(home)


@pytest.mark.slow
def test_a_user_installs_works_and_removes(user: User) -> None:
    before, profile = user.ours(), user.home / ".config" / "libreoffice" / "4"
    done = user.run("sh", str(LINUX / "install.sh"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4/4 安装 LibreOffice 扩展" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("完成。命令：")

    assert user.run(user.jx, "score", "≥95%", "93%", "10").stdout == "9.79\n正向 10×93÷95=9.79\n"
    assert installed(profile) == version("jixiao")
    doctor = user.run(user.jx, "doctor")
    assert (doctor.returncode, "缺失" in doctor.stdout) == (0, False), doctor.stdout
    assert '=JX_SCORE("≥95%";"93%";10) 得 9.79' in doctor.stdout

    # Again, with somebody else's file where the command stands: it is said and left.
    user.jx.unlink()
    user.jx.write_text("theirs", "utf-8")
    again = user.run("sh", str(LINUX / "install.sh"))
    assert again.returncode == 0, again.stdout + again.stderr
    assert f"注意：{user.jx} 是别的文件，没有改动" in again.stdout

    gone = user.run("sh", str(LINUX / "uninstall.sh"))
    assert (gone.returncode, gone.stdout.splitlines()[-1]) == (0, "已卸载"), gone.stdout + gone.stderr
    assert user.jx.read_text("utf-8") == "theirs"
    user.jx.unlink()
    assert user.ours() == before
    assert installed(profile) is None
    assert user.run("sh", str(LINUX / "uninstall.sh")).returncode == 2


def test_a_python_that_does_not_fit_is_refused_before_anything_is_written(user: User) -> None:
    before = user.ours()
    done = user.run("sh", str(LINUX / "install.sh"), "-p", "/bin/true-not-there")
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有找到带 venv 的 Python 3.11" in done.stderr
    assert user.ours() == before
