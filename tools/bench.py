"""Run every benchmark and compare what it measured with its limits.

Each module of benchmarks/ has ``main()``, which returns rows of (name, value, unit) or
(name, value, unit, limit); a value above its limit fails the run.
"""

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main(names):
    sys.path.insert(0, str(ROOT))
    found = sorted(p.stem for p in (ROOT / "benchmarks").glob("[!_]*.py"))
    rows = [row for name in names or found for row in measured(name)]
    for name, value, unit, limit in rows:
        allowed = "" if limit is None else f"≤ {limit:g} {unit}"
        sys.stdout.write(f"{name:<50} {value:>12,.1f} {unit:<8} {allowed}{mark(value, limit)}\n")
    return 1 if any(mark(value, limit) for _, value, _, limit in rows) else 0


def measured(name):
    for row in importlib.import_module(f"benchmarks.{name}").main():
        label, value, unit, limit = (*row, None)[:4]
        yield label, value, unit, limit


def mark(value, limit):
    return "  ✗" if limit is not None and value > limit else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
