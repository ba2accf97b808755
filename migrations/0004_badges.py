"""Badges as data: rules, looks, terms, and why each version of an award came and went."""

import json
from datetime import UTC, datetime, timedelta, timezone

from peewee import *

CHINA = timezone(timedelta(hours=8))
FITNESS = {"event": "graded", "kind": "fitness", "per": "season"}


def frozen(db):
    class Frozen(Model):
        id = BigAutoField()

        class Meta:
            database = db

    return Frozen


def up(migrator, db):
    Frozen = frozen(db)

    class Account(Frozen):
        pass

    class Training(Frozen):
        pass

    class Emblem(Frozen):
        digest = CharField(unique=True, max_length=64)
        png = BlobField()
        at = BigIntegerField()

    db.create_tables([Emblem])

    def link(model):
        return ForeignKeyField(model, field=model.id, null=True, on_delete="RESTRICT")

    migrator.migrate(
        migrator.add_column("badge", "metal", CharField(max_length=8, null=True)),
        migrator.add_column("badge", "rule", TextField(default="")),
        migrator.add_column("badge", "parts", TextField(default="")),
        migrator.add_column("badge", "emblem_id", link(Emblem)),
        migrator.add_column("badge", "is_hidden", BooleanField(default=False)),
        migrator.add_column("badge", "is_in_force", BooleanField(default=True)),
        migrator.add_column("award", "term", CharField(max_length=40, default="")),
        migrator.add_column("award", "is_withdrawn", BooleanField(default=False)),
        migrator.add_column("award_version", "training_id", link(Training)),
        migrator.add_column("award_version", "earned_on", DateField(default="1970-01-01")),
        migrator.add_column("award_version", "at_least", IntegerField(null=True)),
        migrator.add_column("award_version", "cause", CharField(max_length=16, default="")),
        migrator.add_column("award_version", "note", CharField(max_length=200, default="")),
        migrator.add_column("award_version", "actor_id", link(Account)),
        migrator.add_column("award_version", "ended_at", BigIntegerField(null=True)),
        migrator.add_column("award_version", "ended_cause", CharField(max_length=16, default="")),
        migrator.add_column("award_version", "ended_note", CharField(max_length=200, default="")),
        migrator.add_column("award_version", "ended_by_id", link(Account)),
    )
    bring_over(db)
    migrator.migrate(
        migrator.drop_not_null("award_version", "sheet_version_id"),
        migrator.drop_index("award", "award_badge_id_season_id_person_id"),
        migrator.add_index("award", ("badge_id", "person_id", "term"), True),
    )


def bring_over(db):
    """Fitness medals as they are: one a season, earned on the day of their assessment, signed by its signer."""
    Frozen = frozen(db)

    class Badge(Frozen):
        code = CharField()
        rule = TextField()

    class Award(Frozen):
        season_id = BigIntegerField()
        term = CharField()

    class Training(Frozen):
        starts_at = BigIntegerField()

    class Assessment(Frozen):
        training = ForeignKeyField(Training)

    class Sheet(Frozen):
        assessment = ForeignKeyField(Assessment)

    class SheetVersion(Frozen):
        sheet = ForeignKeyField(Sheet)
        signer_id = BigIntegerField()
        settled_at = BigIntegerField()

        class Meta:
            table_name = "sheet_version"

    class AwardVersion(Frozen):
        sheet_version = ForeignKeyField(SheetVersion)
        earned_on = DateField()
        actor_id = BigIntegerField()
        cause = CharField()

        class Meta:
            table_name = "award_version"

    Badge.update(rule=json.dumps(FITNESS)).where(Badge.code == "fitness").execute()
    for award_id, season_id in list(Award.select(Award.id, Award.season_id).tuples()):
        Award.update(term=f"season:{season_id}").where(Award.id == award_id).execute()
    rows = (
        AwardVersion.select(AwardVersion.id, SheetVersion.signer_id, Training.starts_at)
        .join(SheetVersion)
        .join(Sheet)
        .join(Assessment)
        .join(Training)
    )
    for version_id, signer, starts_at in list(rows.tuples()):
        day = datetime.fromtimestamp(starts_at / 1000, UTC).astimezone(CHINA).date()
        facts = {"earned_on": day, "actor_id": signer, "cause": "settled"}
        AwardVersion.update(facts).where(AwardVersion.id == version_id).execute()


def down(migrator, db):
    forget_others(db)
    migrator.migrate(
        migrator.drop_index("award", "award_badge_id_person_id_term"),
        migrator.add_index("award", ("badge_id", "season_id", "person_id"), True),
        migrator.add_not_null("award_version", "sheet_version_id"),
    )
    # SQLite does not drop the index of a column along with it.
    for column in ("training_id", "actor_id", "ended_by_id"):
        migrator.migrate(migrator.drop_index("award_version", f"award_version_{column}"))
    migrator.migrate(migrator.drop_index("badge", "badge_emblem_id"))
    for column in (
        *("training_id", "earned_on", "at_least", "cause", "note", "actor_id"),
        *("ended_at", "ended_cause", "ended_note", "ended_by_id"),
    ):
        migrator.migrate(migrator.drop_column("award_version", column))
    for column in ("term", "is_withdrawn"):
        migrator.migrate(migrator.drop_column("award", column))
    for column in ("metal", "rule", "parts", "emblem_id", "is_hidden", "is_in_force"):
        migrator.migrate(migrator.drop_column("badge", column))
    migrator.migrate(migrator.drop_table("emblem"))


def forget_others(db):
    """Earlier code knows fitness medals alone."""
    Frozen = frozen(db)

    class Badge(Frozen):
        code = CharField()

    class Edition(Frozen):
        badge = ForeignKeyField(Badge)

    class Award(Frozen):
        badge = ForeignKeyField(Badge)

    class AwardVersion(Frozen):
        award = ForeignKeyField(Award)

        class Meta:
            table_name = "award_version"

    class Credential(Frozen):
        award_version = ForeignKeyField(AwardVersion)

    others = Badge.select(Badge.id).where(Badge.code != "fitness")
    awards = Award.select(Award.id).where(Award.badge.in_(others))
    versions = AwardVersion.select(AwardVersion.id).where(AwardVersion.award.in_(awards))
    Credential.delete().where(Credential.award_version.in_(versions)).execute()
    AwardVersion.delete().where(AwardVersion.award.in_(awards)).execute()
    Award.delete().where(Award.badge.in_(others)).execute()
    Edition.delete().where(Edition.badge.in_(others)).execute()
    Badge.delete().where(Badge.code != "fitness").execute()
