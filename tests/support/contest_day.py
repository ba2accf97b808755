"""A contest under the sample standard, made through the services: who did how well, settled and closed."""

from models import AssessmentKind, Award, AwardState, AwardVersion, Person
from services.planning import closing
from tests.support.factories import make_person
from tests.support.field_day import CONTEST, FieldDay, born, fresh

#: Rings by how well someone did; in the other two exercises all are alike.
ALIKE = {"shuttle4x10": "10.0", "handcuffing": "7.0"}


def medals():
    """Name → metal of every valid medal."""
    rows = AwardVersion.select(AwardVersion, Award, Person).join(Award).join(Person)
    valid = rows.where(AwardVersion.state == AwardState.VALID)
    return {row.award.person.name: row.metal.value for row in valid}


class ContestDay(FieldDay):
    """Like a field day; ``people`` are by name, in the unit given."""

    def __init__(self, cast, *, team_size=None, code=CONTEST, kind=AssessmentKind.CONTEST):
        super().__init__(cast, code, kind=kind, team_size=team_size)
        self.people = {}

    def does(self, name, rings, unit=None, **others):
        """Someone's whole contest, settled; their sheet."""
        person = self.tries(name, rings, unit, **others)
        self.settle(person)
        return self.sheet(person)

    def tries(self, name, rings, unit=None, **others):
        """The same without settling it."""
        person = self.people[name] = make_person(unit or self.cast.east, name=name, born_on=born(25))
        self.enter_all(ALIKE | {"pistol_rings": str(rings)} | others, person)
        return person

    def corrects(self, name, rings):
        person = self.people[name]
        old = self.marked(person).result("pistol_rings")["attempts"][0]["id"]
        self.correct(person, exercise="pistol_rings", text=str(rings), target=old, entry_id=fresh())

    def close(self):
        closing.close_assessment(self.assessment.id, actor=self.chief)
