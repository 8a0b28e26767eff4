#!/usr/bin/env bash
# Installs the downloaded wheels into /opt/hotline, anew when they changed; runs inside the Debian 11 root.
set -euo pipefail
wheels=$1
stamp=/opt/hotline/made-from.txt
if ! cmp -s "$wheels/requirements.txt" "$stamp"; then
    rm -rf /opt/hotline
    /opt/python/bin/python3.11 -m venv /opt/hotline
    /opt/hotline/bin/python -m pip install --quiet --no-index --find-links "$wheels" --no-deps -r "$wheels/requirements.txt"
    cp "$wheels/requirements.txt" "$stamp"
fi
