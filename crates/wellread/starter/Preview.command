#!/bin/sh
cd "$(dirname "$0")" && PATH="$PWD:$PWD/..:$HOME/.local/bin:/usr/local/bin:/opt/homebrew/bin:$PATH" wellread serve --open
