"""What is wrong, or merely odd, in the files of a standard: the file, the row, and the reason."""

from dataclasses import dataclass, field

from services import words
from services.errors import DomainError
from services.standard_files.reasons import REASONS


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it came: its file (or sheet), its number as a spreadsheet counts, its cells by column."""

    file: str
    number: int | None
    cells: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    file: str
    row: int | None
    code: str
    values: dict[str, str | int]

    @property
    def reason(self):
        return words.pick(*REASONS[self.code]) % self.values

    def __str__(self):
        reason = self.reason
        if self.row is None:
            return words.pick(f"{self.file}：{reason}", f"{self.file}: {reason}")
        return words.pick(f"{self.file} 第 {self.row} 行：{reason}", f"{self.file}, row {self.row}: {reason}")


class Refused(DomainError):
    """The files are no standard: every reason is in ``findings``, and nothing was taken over."""

    status = 422

    def __init__(self, findings):
        super().__init__()
        self.findings = tuple(findings)

    def __str__(self):
        heading = words.pick("标准文件有误，未导入", "The standard was refused, and nothing was imported")
        return "\n".join([heading, *map(str, self.findings)])


class Findings:
    """Collects both kinds while the files are read, so that all are listed at once."""

    def __init__(self):
        self.faults = []
        self.warnings = []

    def fault(self, row: Row, code: str, **values):
        self.faults.append(Finding(row.file, row.number, code, values))

    def warn(self, row: Row, code: str, **values):
        self.warnings.append(Finding(row.file, row.number, code, values))

    def refuse_faults(self):
        if self.faults:
            raise Refused(sorted(set_of(self.faults), key=lambda f: (f.file, f.row or 0)))


def set_of(findings):
    """Each finding once, in the order found."""
    return list({(f.file, f.row, f.code, *sorted(f.values.items())): f for f in findings}.values())
