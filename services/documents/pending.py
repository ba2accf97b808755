"""Files that were read and wait, for a day at most, for their owner to confirm or drop them."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from models import BaseModel, database, locked
from services import clock
from services.errors import NotFound

LIFE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Pending:
    """The files that wait in one table, a file for each account.

    ``table`` has a token, an account, a name and a time, and its own columns for what was read.
    ``gone`` is raised for a file that waits no longer, was never there, or is somebody else's.
    """

    table: type[BaseModel]
    gone: type[NotFound]

    @database.atomic()
    def keep(self, name, actor, **read) -> str:
        """Keep what was read from the file ``name``; returns its token. An earlier file of the account
        goes.
        """
        self.table.delete().where(self.table.account == actor.account_id).execute()
        row = self.table.create(
            token=secrets.token_hex(16),
            account=actor.account_id,
            name=name[-self.table.name.max_length :],
            created_at=clock.now(),
            **read,
        )
        return row.token

    def get(self, token, actor, **also):
        """The row under a token, for its owner; ``also`` are further columns that must be equal.

        In a transaction the row is locked, so that of two confirmations the second finds it gone.
        """
        is_fresh = self.table.created_at > clock.now() - LIFE
        query = self.table.select().where(*self._is_it(token, actor, also), is_fresh)
        found = (locked(query) if database.in_transaction() else query).get_or_none()
        if found is None:
            raise self.gone
        return found

    def drop(self, token, actor, **also):
        """Forget a file. For its owner; a repeat changes nothing."""
        self.table.delete().where(*self._is_it(token, actor, also)).execute()

    def _is_it(self, token, actor, also):
        wanted = {"token": token, "account": actor.account_id, **also}
        return [getattr(self.table, column) == value for column, value in wanted.items()]

    def tidy(self):
        """Forget files older than a day, for they hold people's data; returns how many went."""
        return self.table.delete().where(self.table.created_at <= clock.now() - LIFE).execute()
