#!/bin/sh
# LibreOffice Calc 25.2 or later on Debian, with its Python bridge, Chinese fonts and PDF tools. Does nothing where they
# are there already. Needs root (or sudo). Debian 12's own LibreOffice is older, so it comes from the backports of the
# mirror that the machine already uses.
set -eu

has() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q ' installed$'; }
version() { dpkg-query -W -f='${Version}' libreoffice-calc 2>/dev/null | sed 's/^[0-9]*://'; }

if has libreoffice-calc && has python3-uno && has fonts-noto-cjk && has fonts-liberation && has fonts-crosextra-carlito && has poppler-utils &&
    dpkg --compare-versions "$(version)" ge 25.2; then
    exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
    exec sudo sh "$0"
fi
export DEBIAN_FRONTEND=noninteractive
. /etc/os-release
list=/etc/apt/sources.list.d/debian.sources
backports=/etc/apt/sources.list.d/jixiao-backports.sources
apt-get update -qq
candidate=$(apt-cache policy libreoffice-calc | sed -n 's/^ *Candidate: *[0-9]*:*//p')
from=""
if ! dpkg --compare-versions "${candidate:-0}" ge 25.2; then
    awk 'BEGIN { RS = ""; ORS = "\n\n" } NR == 1' "$list" | sed "s/^Suites:.*/Suites: $VERSION_CODENAME-backports/" > "$backports"
    apt-get update -qq
    from="-t $VERSION_CODENAME-backports"
fi
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $from libreoffice-calc python3-uno
# Carlito and Liberation are as wide as Calibri and Arial: widths of columns depend on them.
apt-get install -y -qq --no-install-recommends fonts-noto-cjk fonts-liberation fonts-crosextra-carlito poppler-utils
