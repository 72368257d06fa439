#!/bin/sh
exec node "$0.mjs" "$@"
