"""The first tables."""
from peewee import *

def up(migrator, db):
    class Unit(Model):
        id = BigAutoField()
        name = CharField(max_length=80)
        parent = ForeignKeyField('self', null=True, on_delete='RESTRICT')
        path = CharField(index=True)
        class Meta:
            database = db
            table_name = 'unit'
            indexes = ((('parent', 'name'), True),)
    db.create_tables([Unit])

    class Person(Model):
        id = BigAutoField()
        police_number = CharField(unique=True, max_length=20)
        name = CharField(index=True, max_length=40)
        sex = CharField(max_length=1)
        born_on = DateField()
        kind = CharField(max_length=10)
        rank = CharField(max_length=20, default='')
        unit = ForeignKeyField(Unit, on_delete='RESTRICT')
        is_active = BooleanField(default=True)
        class Meta:
            database = db
            table_name = 'person'
    db.create_tables([Person])

    class Account(Model):
        id = BigAutoField()
        person = ForeignKeyField(Person, unique=True, on_delete='CASCADE')
        password_hash = TextField(null=True)
        epoch = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'account'
    db.create_tables([Account])

    class Subject(Model):
        id = BigAutoField()
        name = CharField(unique=True, max_length=40)
        name_en = CharField(max_length=60, default='')
        class Meta:
            database = db
            table_name = 'subject'
    db.create_tables([Subject])

    class Season(Model):
        id = BigAutoField()
        year = IntegerField()
        kind = CharField(max_length=10)
        first_on = DateField()
        last_on = DateField()
        class Meta:
            database = db
            table_name = 'season'
            indexes = ((('year', 'kind'), True),)
    db.create_tables([Season])

    class Training(Model):
        id = BigAutoField()
        number = IntegerField(unique=True)
        title = CharField(max_length=80)
        kind = CharField(max_length=16)
        subject = ForeignKeyField(Subject, null=True, on_delete='RESTRICT')
        season = ForeignKeyField(Season, null=True, on_delete='RESTRICT')
        unit = ForeignKeyField(Unit, on_delete='RESTRICT')
        place = CharField(max_length=80, default='')
        batch = CharField(max_length=20, default='')
        starts_at = BigIntegerField(index=True)
        ends_at = BigIntegerField(index=True)
        admits_walk_ins = BooleanField(default=True)
        key = BlobField()
        changes = BigIntegerField(default=0)
        created_by = ForeignKeyField(Account, null=True, on_delete='SET NULL')
        cancelled_at = BigIntegerField(null=True)
        finalised_at = BigIntegerField(null=True)
        class Meta:
            database = db
            table_name = 'training'
    db.create_tables([Training])

    class Amendment(Model):
        id = BigAutoField()
        training = ForeignKeyField(Training, on_delete='RESTRICT')
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        attendance = CharField(max_length=10)
        reason = CharField(max_length=200)
        actor = ForeignKeyField(Account, on_delete='RESTRICT')
        at = BigIntegerField()
        class Meta:
            database = db
            table_name = 'amendment'
            indexes = ((('training', 'person'), False),)
    db.create_tables([Amendment])

    class Appointment(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, on_delete='CASCADE')
        role = CharField(max_length=10)
        unit = ForeignKeyField(Unit, on_delete='RESTRICT')
        from_on = DateField()
        to_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'appointment'
            indexes = ((('account', 'role', 'unit'), False),)
    db.create_tables([Appointment])

    class StandardVersion(Model):
        id = BigAutoField()
        code = CharField(max_length=40)
        version = IntegerField()
        title = CharField(max_length=120)
        title_en = CharField(max_length=160, default='')
        effective_on = DateField(null=True)
        definition = TextField()
        digest = CharField(max_length=64)
        created_at = BigIntegerField()
        class Meta:
            database = db
            table_name = 'standard_version'
            indexes = ((('code', 'version'), True),)
    db.create_tables([StandardVersion])

    class Assessment(Model):
        id = BigAutoField()
        training = ForeignKeyField(Training, unique=True, on_delete='RESTRICT')
        kind = CharField(max_length=10)
        standard = ForeignKeyField(StandardVersion, on_delete='RESTRICT')
        chief = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        class Meta:
            database = db
            table_name = 'assessment'
    db.create_tables([Assessment])

    class AuditEntry(Model):
        id = BigAutoField()
        at = BigIntegerField(index=True)
        act = CharField(max_length=60)
        actor = ForeignKeyField(Account, null=True, on_delete='SET NULL')
        subject = CharField(max_length=40)
        subject_id = BigIntegerField(null=True)
        detail = TextField(default='{}')
        request_id = CharField(max_length=16, default='')
        class Meta:
            database = db
            table_name = 'audit_entry'
            indexes = ((('subject', 'subject_id'), False),)
    db.create_tables([AuditEntry])

    class Badge(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=40)
        name = CharField(max_length=40)
        name_en = CharField(max_length=60, default='')
        shape = CharField(max_length=20)
        class Meta:
            database = db
            table_name = 'badge'
    db.create_tables([Badge])

    class Award(Model):
        id = BigAutoField()
        badge = ForeignKeyField(Badge, on_delete='RESTRICT')
        season = ForeignKeyField(Season, on_delete='RESTRICT')
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        unit = ForeignKeyField(Unit, on_delete='RESTRICT')
        edition = IntegerField()
        class Meta:
            database = db
            table_name = 'award'
            indexes = ((('badge', 'season', 'edition'), True), (('badge', 'season', 'person'), True))
    db.create_tables([Award])

    class Sheet(Model):
        id = BigAutoField()
        assessment = ForeignKeyField(Assessment, on_delete='RESTRICT')
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        unit = ForeignKeyField(Unit, on_delete='RESTRICT')
        number = IntegerField()
        changes = BigIntegerField(default=0)
        class Meta:
            database = db
            table_name = 'sheet'
            indexes = ((('assessment', 'person'), True), (('assessment', 'number'), True))
    db.create_tables([Sheet])

    class SheetVersion(Model):
        id = BigAutoField()
        sheet = ForeignKeyField(Sheet, on_delete='RESTRICT')
        version = IntegerField()
        snapshot = TextField()
        standard = ForeignKeyField(StandardVersion, on_delete='RESTRICT')
        signer = ForeignKeyField(Account, on_delete='RESTRICT')
        reason = CharField(max_length=200, default='')
        settled_at = BigIntegerField()
        class Meta:
            database = db
            table_name = 'sheet_version'
            indexes = ((('sheet', 'version'), True),)
    db.create_tables([SheetVersion])

    class AwardVersion(Model):
        id = BigAutoField()
        award = ForeignKeyField(Award, on_delete='RESTRICT')
        version = IntegerField()
        metal = CharField(max_length=8)
        sheet_version = ForeignKeyField(SheetVersion, on_delete='RESTRICT')
        check_code = CharField(unique=True, max_length=32)
        state = CharField(max_length=12, default='valid')
        awarded_at = BigIntegerField()
        class Meta:
            database = db
            table_name = 'award_version'
            indexes = ((('award', 'version'), True),)
    db.create_tables([AwardVersion])

    class Edition(Model):
        id = BigAutoField()
        badge = ForeignKeyField(Badge, on_delete='RESTRICT')
        season = ForeignKeyField(Season, on_delete='RESTRICT')
        last = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'edition'
            indexes = ((('badge', 'season'), True),)
    db.create_tables([Edition])

    class Enrolment(Model):
        id = BigAutoField()
        training = ForeignKeyField(Training, on_delete='CASCADE')
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        unit = ForeignKeyField(Unit, on_delete='RESTRICT')
        is_walk_in = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'enrolment'
            indexes = ((('training', 'person'), True),)
    db.create_tables([Enrolment])

    class Station(Model):
        id = BigAutoField()
        assessment = ForeignKeyField(Assessment, on_delete='CASCADE')
        number = IntegerField()
        exercise = CharField(max_length=40)
        examiner = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        class Meta:
            database = db
            table_name = 'station'
            indexes = ((('assessment', 'number'), True),)
    db.create_tables([Station])

    class Entry(Model):
        id = BigAutoField()
        entry_id = CharField(unique=True, max_length=36)
        assessment = ForeignKeyField(Assessment, on_delete='RESTRICT')
        station = ForeignKeyField(Station, null=True, on_delete='RESTRICT')
        person = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        kind = CharField(max_length=8)
        exercise = CharField(max_length=40, default='')
        measure = BigIntegerField(null=True)
        second = BigIntegerField(null=True)
        target = CharField(max_length=36, default='')
        reason = CharField(max_length=200, default='')
        actor = ForeignKeyField(Account, on_delete='RESTRICT')
        measured_at = BigIntegerField()
        received_at = BigIntegerField()
        class Meta:
            database = db
            table_name = 'entry'
            indexes = ((('assessment', 'person'), False),)
    db.create_tables([Entry])

    class Evidence(Model):
        id = BigAutoField()
        claim_id = CharField(unique=True, max_length=36)
        training = ForeignKeyField(Training, on_delete='RESTRICT')
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        unit = ForeignKeyField(Unit, on_delete='RESTRICT')
        phase = CharField(max_length=4)
        means = CharField(max_length=8)
        credited_at = BigIntegerField()
        received_at = BigIntegerField()
        synced_at = BigIntegerField(null=True)
        device = CharField(null=True, max_length=36)
        display = CharField(max_length=2, default='')
        actor = ForeignKeyField(Account, null=True, on_delete='RESTRICT')
        class Meta:
            database = db
            table_name = 'evidence'
            indexes = ((('training', 'person'), False),)
    db.create_tables([Evidence])

    class OpeningCode(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, on_delete='CASCADE')
        digest = CharField(unique=True, max_length=64)
        expires_at = BigIntegerField()
        used_at = BigIntegerField(null=True)
        class Meta:
            database = db
            table_name = 'opening_code'
    db.create_tables([OpeningCode])

    class Review(Model):
        id = BigAutoField()
        evidence = ForeignKeyField(Evidence, on_delete='RESTRICT')
        counts = BooleanField()
        reason = CharField(max_length=200, default='')
        actor = ForeignKeyField(Account, on_delete='RESTRICT')
        at = BigIntegerField()
        class Meta:
            database = db
            table_name = 'review'
    db.create_tables([Review])

    class RosterImport(Model):
        id = BigAutoField()
        token = CharField(unique=True, max_length=32)
        account = ForeignKeyField(Account, on_delete='CASCADE')
        name = CharField(max_length=120)
        rows = TextField()
        created_at = BigIntegerField(index=True)
        class Meta:
            database = db
            table_name = 'roster_import'
    db.create_tables([RosterImport])

    class Setting(Model):
        id = BigAutoField()
        name = CharField(max_length=80)
        value = TextField()
        actor = ForeignKeyField(Account, null=True, on_delete='RESTRICT')
        at = BigIntegerField()
        class Meta:
            database = db
            table_name = 'setting'
            indexes = ((('name', 'id'), False),)
    db.create_tables([Setting])

    class Throttle(Model):
        id = BigAutoField()
        key = CharField(unique=True, max_length=80)
        count = IntegerField(default=0)
        since_at = BigIntegerField(index=True)
        class Meta:
            database = db
            table_name = 'throttle'
    db.create_tables([Throttle])

    class TrainingInstructor(Model):
        id = BigAutoField()
        training = ForeignKeyField(Training, on_delete='CASCADE')
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        class Meta:
            database = db
            table_name = 'training_instructor'
            indexes = ((('training', 'person'), True),)
    db.create_tables([TrainingInstructor])

    class TrainingPolicy(Model):
        id = BigAutoField()
        training = ForeignKeyField(Training, on_delete='CASCADE')
        version = IntegerField()
        rules = TextField()
        created_at = BigIntegerField()
        class Meta:
            database = db
            table_name = 'training_policy'
            indexes = ((('training', 'version'), True),)
    db.create_tables([TrainingPolicy])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('training_policy'))
    migrator.migrate(migrator.drop_table('training_instructor'))
    migrator.migrate(migrator.drop_table('throttle'))
    migrator.migrate(migrator.drop_table('setting'))
    migrator.migrate(migrator.drop_table('roster_import'))
    migrator.migrate(migrator.drop_table('review'))
    migrator.migrate(migrator.drop_table('opening_code'))
    migrator.migrate(migrator.drop_table('evidence'))
    migrator.migrate(migrator.drop_table('entry'))
    migrator.migrate(migrator.drop_table('station'))
    migrator.migrate(migrator.drop_table('enrolment'))
    migrator.migrate(migrator.drop_table('edition'))
    migrator.migrate(migrator.drop_table('award_version'))
    migrator.migrate(migrator.drop_table('sheet_version'))
    migrator.migrate(migrator.drop_table('sheet'))
    migrator.migrate(migrator.drop_table('award'))
    migrator.migrate(migrator.drop_table('badge'))
    migrator.migrate(migrator.drop_table('audit_entry'))
    migrator.migrate(migrator.drop_table('assessment'))
    migrator.migrate(migrator.drop_table('standard_version'))
    migrator.migrate(migrator.drop_table('appointment'))
    migrator.migrate(migrator.drop_table('amendment'))
    migrator.migrate(migrator.drop_table('training'))
    migrator.migrate(migrator.drop_table('season'))
    migrator.migrate(migrator.drop_table('subject'))
    migrator.migrate(migrator.drop_table('account'))
    migrator.migrate(migrator.drop_table('person'))
    migrator.migrate(migrator.drop_table('unit'))
