#!/bin/sh
# Measures imago against the floor, both in a real pseudo-terminal and in the same run. On a quiet machine, please.
# Takes another list of programs as an argument. Fails when a limit is passed.
set -eu
cd "$(dirname "$0")/.."
cargo build --quiet --release --bin imago --example floor --example latency
exec "${CARGO_TARGET_DIR:-target}/release/examples/latency" "${1:-benches/latency.toml}"
