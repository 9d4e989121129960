#!/usr/bin/env python3
"""Measures `incmap style eval --batch` against a file of cases with their expected results.

usage: style_expressions.py INCMAP CASES.jsonl

CASES has one JSON object a line with name, propertySpec, expression, inputs and expected, as maplibre-style-spec's
own test suite has them. A case passes where it compiles to the same result (of a compile error the keys count, not
the wording) and its outputs are the same to six significant digits. Prints those that fail and the share that passes.
"""
import json
import math
import subprocess
import sys

DIGITS = 6


def strip(number):
    """The suite's own rounding: towards minus infinity, twice."""
    if number == 0 or not math.isfinite(number):
        return number
    scale = 10.0 ** max(0, DIGITS - math.ceil(math.log10(abs(number))))
    return math.floor(math.floor(number * scale) / scale * scale) / scale


def same(found, wanted):
    if isinstance(wanted, bool) or isinstance(found, bool) or wanted is None or isinstance(wanted, str):
        return type(found) is type(wanted) and found == wanted
    if isinstance(wanted, (int, float)):
        return isinstance(found, (int, float)) and (
            strip(found) == strip(wanted) or abs(found - wanted) <= 10.0**-DIGITS * max(abs(found), abs(wanted))
        )
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(same, found, wanted))
    return isinstance(found, dict) and found.keys() == wanted.keys() and all(same(found[k], wanted[k]) for k in wanted)


def output_passes(found, wanted):
    if isinstance(wanted, dict) and set(wanted) == {"error"}:
        return isinstance(found, dict) and "error" in found
    return same(found, wanted)


def passes(found, expected):
    compiled, wanted = found.get("compiled", {}), expected["compiled"]
    if wanted["result"] == "error":
        return [e["key"] for e in compiled.get("errors", [])] == [e["key"] for e in wanted["errors"]]
    outputs = found.get("outputs", [])
    return (
        compiled == wanted
        and len(outputs) == len(expected["outputs"])
        and all(map(output_passes, outputs, expected["outputs"]))
    )


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, path = sys.argv[1:]
    run = subprocess.run([program, "style", "eval", "--batch", path], stdout=subprocess.PIPE, check=True)
    with open(path, encoding="utf-8") as file:
        cases = [json.loads(line) for line in file if line.strip()]
    results = [json.loads(line) for line in run.stdout.decode("utf-8").split("\n") if line]
    failed = [c["name"] for c, r in zip(cases, results, strict=True) if not passes(r, c["expected"])]
    for name in failed:
        print("fails:", name)
    print(f"{len(cases) - len(failed)} of {len(cases)} pass ({100 * (1 - len(failed) / len(cases)):.1f} %)")


main()
