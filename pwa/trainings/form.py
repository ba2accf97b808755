"""The form of a training's plan: read, written, and shown again with what is wrong."""

from flask import render_template

from pwa.filters import wall
from pwa.forms import Fields
from pwa.sign_in import actor
from services import access, labels, people, planning, trainings
from services.people import numbers
from services.trainings import policies
from services.words import gettext as _

MOST_INSTRUCTORS = 60
FOLDED = {"counts", *policies.BOUNDS} - {"opens_before", "late_grace"}


def read(form):
    """The plan a person filled in. Raises ``Invalid`` with a word for each field."""
    fields = Fields(form)
    found = {
        "title": fields.text("title", required=True, longest=80),
        "kind": fields.choice("kind", planning.TrainingKind),
        "unit_id": fields.whole("unit", required=True),
        "place": fields.text("place", longest=80),
        "batch": fields.text("batch", longest=20),
        "subject_id": fields.whole("subject"),
        "starts_at": fields.instant("starts_at"),
        "ends_at": fields.instant("ends_at"),
    }
    policy = _policy(fields)
    instructors = _instructors(fields)
    fields.close()
    return planning.Plan(
        **found,
        admits_walk_ins="admits_walk_ins" in form,
        instructor_ids=instructors,
        policy=policy,
    )


def _policy(fields):
    phases = [p.value for p in policies.Phase if p.value in fields.form.getlist("phases")]
    if "in" not in phases:
        phases.insert(0, "in")
    given = {name: fields.whole(name, low=low, high=high) for name, (low, high) in policies.BOUNDS.items()}
    return policies.Policy(
        phases=tuple(phases),
        counts=tuple("ABCD"[: fields.whole("counts", low=1, high=4) or 3]),
        **{name: n for name, n in given.items() if n is not None},
    )


def _instructors(fields):
    """The people behind the police numbers typed, or a word on the one that is unknown."""
    wanted = numbers.read(fields.form.get("instructors", ""))
    if len(wanted) > MOST_INSTRUCTORS:
        fields.errors["instructors"] = _("最多 %(n)s 位教官", n=MOST_INSTRUCTORS)
        return ()
    found = numbers.find(wanted)
    if unknown := [number for number in wanted if number not in found]:
        fields.errors["instructors"] = _("没有这个警号: %(number)s", number=unknown[0])
    return tuple(person.id for person in found.values())


def written(training):
    """A training as its form shows it."""
    policy = trainings.policy_of(training)
    return {
        "title": training.title,
        "kind": training.kind.value,
        "unit": training.unit_id,
        "place": training.place,
        "batch": training.batch,
        "subject": training.subject_id or "",
        "starts_at": wall(training.starts_at),
        "ends_at": wall(training.ends_at),
        "admits_walk_ins": training.admits_walk_ins,
        **_rules(policy),
        "instructors": " ".join(p.police_number for p in trainings.instructors_of(training)),
    }


def blank():
    return {"admits_walk_ins": True, **_rules(policies.Policy())}


def _rules(policy):
    bounds = {name: getattr(policy, name) for name in policies.BOUNDS}
    return {"phases": policy.phases, "counts": len(policy.counts), **bounds}


def sent(form):
    """What was sent, as the form shows it again."""
    return form.to_dict() | {"phases": form.getlist("phases"), "admits_walk_ins": "admits_walk_ins" in form}


def _counted(n):
    """The first ``n`` grades of evidence, and what the last of them is."""
    grades = "ABCD"[:n]
    return _("%(grades)s：到“%(last)s”为止", grades=" ".join(grades), last=labels.evidence_grade(grades[-1]))


def show(training, values, errors=None):
    return render_template(
        "desk/training_form.html",
        training=training,
        values=values,
        errors=errors or {},
        kinds=labels.options(planning.TrainingKind),
        units=people.units_under(actor(), *access.PLANNERS),
        subjects=trainings.subjects(),
        phases=labels.options(policies.Phase),
        counts=[(n, _counted(n)) for n in range(1, 5)],
        # What a planner seldom touches is folded away, unless something in it is wrong.
        is_unfolded=not FOLDED.isdisjoint(errors or {}),
    )
