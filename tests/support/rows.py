"""Rows of some tables as the database holds them, to be put back in another database of the same engine."""

from models import database


def of(table):
    """All rows of a table as the driver reads them, in the order of their ids, which are the first column.

    To make values of ours of them takes ten times as long.
    """
    return database.execute_sql(f"SELECT * FROM {_name(table)} ORDER BY id").fetchall()


def put_back(kept):
    """Write {table: rows} into the tables, which are empty; numbers go on after theirs."""
    for table, rows in kept.items():
        row = f"({', '.join([database.param] * len(rows[0]))})"
        values = [value for row in rows for value in row]
        database.execute_sql(f"INSERT INTO {_name(table)} VALUES {', '.join([row] * len(rows))}", values)
    if database.for_update:
        last = [f"setval('{table._meta.table_name}_id_seq', {rows[-1][0]})" for table, rows in kept.items()]
        database.execute_sql(f"SELECT {', '.join(last)}")


def _name(table):
    return f'"{table._meta.table_name}"'
