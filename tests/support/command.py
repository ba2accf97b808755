"""Running a click command as a shell would, without the cost of a process."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from decimal import Decimal
from typing import NamedTuple

from tests.support.raw_standards import ON


class Run(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self):
        """The answer with its numbers exact, as they are written."""
        assert self.code == 0, self.err
        return json.loads(self.out, parse_float=Decimal)


def run(command, *args) -> Run:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = command.main([str(a) for a in args], prog_name="app.py", standalone_mode=True)
        except SystemExit as stop:
            code = stop.code
    return Run(code or 0, out.getvalue(), err.getvalue())


def scoring(standard, sex, born, *measures, on=ON) -> Run:
    from cli.standards import score

    return run(score, standard, "--sex", sex, "--born", born, "--on", on, "--json", *measures)
