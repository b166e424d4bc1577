#!/bin/sh
# Sets up JX for this user, without root: a Python environment in ~/.local/share/jixiao, the command jx in ~/.local/bin,
# the extension in LibreOffice where it is there. Run it again to renew. -p PYTHON names the Python to use.
# A folder "wheels" beside the script makes it an offline set-up; without one, pip uses the index it is configured for.
set -eu

case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in zh*) zh=1 ;; *) zh='' ;; esac
say() { if [ -n "$zh" ]; then printf '%s\n' "$1"; else printf '%s\n' "$2"; fi; }
fail() {
    say "$1" "$2" >&2
    exit 2
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$(dirname -- "$here")")
home=${XDG_DATA_HOME:-$HOME/.local/share}/jixiao
venv=$home/venv
link=$HOME/.local/bin/jx
wanted=''
while getopts p: option; do
    case $option in
        p) wanted=$OPTARG ;;
        *) fail "用法：install.sh [-p PYTHON]" "usage: install.sh [-p PYTHON]" ;;
    esac
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fits() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >"$scratch/said" 2>&1; }
python=''
if [ -n "$wanted" ]; then
    if fits "$wanted"; then python=$wanted; fi
else
    # The system's own comes first: LibreOffice's bridge is built for it.
    for candidate in /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
        if fits "$candidate"; then
            python=$candidate
            break
        fi
    done
fi
[ -n "$python" ] || fail \
    "没有找到带 venv 的 Python 3.11 或更新的版本（Debian、Ubuntu、UOS：安装 python3-venv；也可用 -p 指明）" \
    "no Python 3.11 or later with venv was found (Debian, Ubuntu: install python3-venv; or name one with -p)"
say "1/4 建立运行环境：$python" "1/4 making the environment: $python"
if ! fits "$venv/bin/python"; then
    mkdir -p "$home"
    "$python" -m venv --clear "$venv" || fail \
        "建立运行环境失败（Debian、Ubuntu、UOS：安装 python3-venv）" \
        "the environment could not be made (Debian, Ubuntu: install python3-venv)"
fi

say "2/4 安装依赖（核对哈希）" "2/4 installing what it needs (hashes compared)"
if [ -f "$here/requirements.txt" ]; then
    cp "$here/requirements.txt" "$scratch/requirements.txt"
else
    "$venv/bin/python" "$root/install/bundle.py" requirements -o "$scratch/requirements.txt"
fi
set -- --disable-pip-version-check --no-input --quiet
if [ -d "$here/wheels" ]; then set -- "$@" --no-index --find-links "$here/wheels"; fi
"$venv/bin/python" -m pip install "$@" --require-hashes -r "$scratch/requirements.txt" ||
    fail "依赖没有装上" "what it needs could not be installed"

say "3/4 安装本软件" "3/4 installing the software"
ours=$root
for wheel in "$here"/jixiao-*.whl; do
    if [ -f "$wheel" ]; then ours=$wheel; fi
done
if [ -d "$ours" ]; then
    # Built from a copy: a build leaves its traces in the tree.
    mkdir "$scratch/tree"
    cp -R "$ours/pyproject.toml" "$ours/README.md" "$ours/LICENSE" "$ours/udfs" "$ours/addin" \
        "$ours/workbook_templates" "$scratch/tree"
    ours=$scratch/tree
fi
"$venv/bin/python" -m pip install "$@" --no-deps --force-reinstall "$ours" ||
    fail "本软件没有装上" "the software could not be installed"
mkdir -p "$(dirname -- "$link")"
if [ -e "$link" ] && [ ! -L "$link" ]; then
    say "注意：$link 是别的文件，没有改动；命令在 $venv/bin/jx" \
        "note: $link is another file and was left; the command is $venv/bin/jx"
else
    ln -sf "$venv/bin/jx" "$link"
fi

say "4/4 安装 LibreOffice 扩展" "4/4 installing the LibreOffice extension"
"$venv/bin/jx" addin install --libreoffice ||
    say "扩展没有装上，其余可用；处理后运行 jx addin install --libreoffice" \
        "the extension was not installed, the rest works; then run jx addin install --libreoffice"
"$venv/bin/jx" doctor || say "上面有缺失的项目，请按提示处理" "something is missing above; do what it says"
case ":$PATH:" in
    *":$(dirname -- "$link"):"*) say "完成。命令：jx" "done; the command is jx" ;;
    *) say "完成。命令：$link（重新登录后可直接写 jx）" "done; the command is $link (jx alone after the next login)" ;;
esac
