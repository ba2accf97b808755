"""Streams of entries from devices, leases of stations, heats, and the days standards hold from."""

from peewee import *


def frozen(db):
    class Frozen(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False

    return Frozen


COLUMNS = {
    "word": lambda: CharField(max_length=12, default=""),
    "heat": lambda: CharField(max_length=36, default=""),
    "place": lambda: IntegerField(null=True),
    "declared": lambda: IntegerField(null=True),
    "steady": lambda: BigIntegerField(null=True),
    "flags": lambda: TextField(default=""),
    "seq": lambda: IntegerField(null=True),
    "prev": lambda: CharField(max_length=64, default=""),
    "digest": lambda: CharField(max_length=64, default=""),
    "text": lambda: TextField(default=""),
    "held": lambda: CharField(max_length=12, default=""),
}


def up(migrator, db):
    Frozen = frozen(db)

    class Account(Frozen):
        pass

    class Person(Frozen):
        pass

    class Photo(Frozen):
        pass

    class StandardVersion(Frozen):
        pass

    class Assessment(Frozen):
        pass

    class Station(Frozen):
        pass

    class Sheet(Frozen):
        pass

    class Stream(Frozen):
        device = CharField(max_length=36)
        owner = ForeignKeyField(Account, on_delete="RESTRICT")
        assessment = ForeignKeyField(Assessment, on_delete="RESTRICT")
        label = CharField(max_length=40, default="")
        reported_seq = IntegerField(default=0)
        reported_hash = CharField(max_length=64, default="")
        reported_at = BigIntegerField(null=True)
        opened_at = BigIntegerField()

        class Meta:
            indexes = ((("device", "owner", "assessment"), True),)

    class Lease(Frozen):
        station = ForeignKeyField(Station, on_delete="RESTRICT")
        stream = ForeignKeyField(Stream, on_delete="RESTRICT")
        taken_at = BigIntegerField()
        closed_at = BigIntegerField(null=True)
        released_at = BigIntegerField(null=True)
        released_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT")
        reason = CharField(max_length=200, default="")

    class Clash(Frozen):
        entry_id = CharField(max_length=36)
        assessment = ForeignKeyField(Assessment, on_delete="RESTRICT")
        stream = ForeignKeyField(Stream, on_delete="RESTRICT")
        seq = IntegerField()
        digest = CharField(max_length=64)
        text = TextField()
        carrier = ForeignKeyField(Account, null=True, on_delete="RESTRICT")
        received_at = BigIntegerField()
        ruled_at = BigIntegerField(null=True)
        ruled_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT")
        reason = CharField(max_length=200, default="")

        class Meta:
            indexes = ((("entry_id", "digest"), True),)

    class Finish(Frozen):
        assessment = ForeignKeyField(Assessment, on_delete="CASCADE")
        station = ForeignKeyField(Station, on_delete="CASCADE")
        heat = CharField(max_length=36)
        place = IntegerField()
        tap = CharField(max_length=36, default="")
        person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
        exercise = CharField(max_length=40)
        measure = BigIntegerField(null=True)
        declared = IntegerField(null=True)
        is_check = BooleanField(default=False)
        flags = TextField(default="")
        stream = ForeignKeyField(Stream, null=True, on_delete="CASCADE")
        actor = ForeignKeyField(Account, on_delete="CASCADE")
        at = BigIntegerField()

        class Meta:
            indexes = ((("heat", "place"), True), (("assessment", "person"), False))

    class SheetPhoto(Frozen):
        sheet = ForeignKeyField(Sheet, on_delete="RESTRICT")
        photo = ForeignKeyField(Photo, on_delete="RESTRICT")
        actor = ForeignKeyField(Account, on_delete="RESTRICT")
        at = BigIntegerField()

    class Publication(Frozen):
        version = ForeignKeyField(StandardVersion, on_delete="RESTRICT")
        from_on = DateField(null=True)
        actor = ForeignKeyField(Account, on_delete="RESTRICT")
        at = BigIntegerField()

    db.create_tables([Stream, Lease, Clash, Finish, SheetPhoto, Publication])

    def link(model):
        return ForeignKeyField(model, field=model.id, null=True, on_delete="RESTRICT")

    migrator.migrate(
        *(migrator.add_column("entry", name, make()) for name, make in COLUMNS.items()),
        migrator.add_column("entry", "stream_id", link(Stream)),
        migrator.add_column("entry", "carrier_id", link(Account)),
        migrator.add_index("entry", ("assessment_id", "heat"), False),
        migrator.add_index("entry", ("assessment_id", "kind"), False),
        migrator.add_index("entry", ("stream_id", "seq"), True),
        migrator.add_column("assessment", "team_size", IntegerField(null=True)),
        migrator.add_column("assessment", "closed_at", BigIntegerField(null=True)),
        migrator.add_column("assessment", "closed_by_id", link(Account)),
    )


def down(migrator, db):
    migrator.migrate(
        migrator.drop_index("entry", "entry_assessment_id_heat"),
        migrator.drop_index("entry", "entry_assessment_id_kind"),
        migrator.drop_index("entry", "entry_stream_id_seq"),
        # SQLite drops no column that an index still names.
        *(migrator.drop_index("entry", f"entry_{name}") for name in ("carrier_id", "stream_id")),
        migrator.drop_index("assessment", "assessment_closed_by_id"),
        migrator.drop_column("entry", "carrier_id"),
        migrator.drop_column("entry", "stream_id"),
        *(migrator.drop_column("entry", name) for name in COLUMNS),
        migrator.drop_column("assessment", "closed_by_id"),
        migrator.drop_column("assessment", "closed_at"),
        migrator.drop_column("assessment", "team_size"),
        *(
            migrator.drop_table(name)
            for name in ("publication", "sheet_photo", "finish", "clash", "lease", "stream")
        ),
    )
