#!/bin/sh
# Takes away what install.sh put in place for this user: the extension, the command, the Python environment.
# -f goes on where the extension cannot be removed, as when LibreOffice itself is gone.
set -eu

case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in zh*) zh=1 ;; *) zh='' ;; esac
say() { if [ -n "$zh" ]; then printf '%s\n' "$1"; else printf '%s\n' "$2"; fi; }

home=${XDG_DATA_HOME:-$HOME/.local/share}/jixiao
venv=$home/venv
link=$HOME/.local/bin/jx
force=''
if [ "${1:-}" = -f ]; then force=1; fi
if [ ! -d "$venv" ]; then
    say "没有安装：$venv" "not installed: $venv" >&2
    exit 2
fi
if [ -x "$venv/bin/jx" ] && ! "$venv/bin/jx" addin remove --libreoffice; then
    if [ -z "$force" ]; then
        say "扩展没有取走，其余保留；请关闭 LibreOffice 后再试，或用 uninstall.sh -f 跳过" \
            "the extension was not removed, so the rest is kept; close LibreOffice and try again, or skip it with -f" >&2
        exit 2
    fi
fi
if [ -L "$link" ] && [ "$(readlink "$link")" = "$venv/bin/jx" ]; then rm "$link"; fi
rm -rf "$venv"
if [ -z "$(ls -A "$home")" ]; then rmdir "$home"; fi
say "已卸载" "removed"
