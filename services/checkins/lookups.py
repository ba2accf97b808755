"""What claims ask about trainings and people, asked of the services once."""

from functools import cache

from services import access, trainings
from services.checkins import passes
from services.trainings import enrolments


class Lookups:
    """The answers found so far. Claims of one batch share them; a claim that comes alone has its own.

    A refusal is not remembered: whoever asks again is refused again. ``passes`` finds whose a pass is.
    """

    def __init__(self):
        self.training = cache(trainings.get)
        self.training_numbered = cache(trainings.by_number)
        self.policy = cache(trainings.policy_of)
        self.is_final = cache(trainings.is_final)
        self.reach = cache(enrolments.reach)
        self.require_run = cache(access.require_run)
        self.passes = passes.Book()
