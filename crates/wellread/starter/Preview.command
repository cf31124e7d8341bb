#!/bin/sh
cd "$(dirname "$0")" && PATH="$PWD:$PWD/..:$HOME/.local/bin:/usr/local/bin:/opt/homebrew/bin:$PATH" && if command -v wellread >/dev/null; then wellread serve --open; else echo "Install Wellread first, or put the program next to this file."; exit 1; fi
