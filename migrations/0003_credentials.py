"""Keys to sign medals with, and for every version of an award a pseudonym and a place in a status list."""

import secrets
import uuid

from peewee import *

BITS = 2**20


def up(migrator, db):
    class Frozen(Model):
        id = BigAutoField()

        class Meta:
            database = db

    class Season(Frozen):
        pass

    class Award(Frozen):
        season = ForeignKeyField(Season)

    class AwardVersion(Frozen):
        award = ForeignKeyField(Award)

        class Meta:
            table_name = "award_version"

    class SigningKey(Frozen):
        kid = CharField(unique=True, max_length=43)
        public = TextField()
        sealed = TextField(null=True)
        made_at = BigIntegerField()
        retired_at = BigIntegerField(null=True)
        revoked_at = BigIntegerField(null=True)

        class Meta:
            table_name = "signing_key"

    class Credential(Frozen):
        award_version = ForeignKeyField(AwardVersion, unique=True, on_delete="RESTRICT")
        season = ForeignKeyField(Season, on_delete="RESTRICT")
        position = IntegerField()
        subject = CharField(max_length=36)

        class Meta:
            indexes = ((("season", "position"), True),)

    db.create_tables([SigningKey, Credential])
    versions = AwardVersion.select(AwardVersion.id, Award.id, Award.season).join(Award)
    for row in list(rows_of(versions.tuples())):
        Credential.insert(row).execute()


def rows_of(versions):
    """A free place at random in each season's list; versions of one award share a pseudonym."""
    taken, subjects = {}, {}
    for version, award, season in versions:
        used = taken.setdefault(season, set())
        position = secrets.randbelow(BITS)
        while position in used:
            position = secrets.randbelow(BITS)
        used.add(position)
        subject = subjects.setdefault(award, str(uuid.uuid4()))
        yield {"award_version": version, "season": season, "position": position, "subject": subject}


def down(migrator, db):
    migrator.migrate(migrator.drop_table("credential"), migrator.drop_table("signing_key"))
