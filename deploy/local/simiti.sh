#!/bin/sh
# `simiti`, the operators' command line, with the settings of this checkout's `make run`
# (where it was started once). A setting given in the environment wins.
bin=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
settings="${SIMITI_HOME:-$bin/../../.simiti}/settings.sh"
# shellcheck disable=SC1090
[ -r "$settings" ] && . "$settings"
exec "$bin/python" -m cli.app "$@"
