"""The form that sets an assessment up: read, blank, and shown again with what is wrong."""

from flask import render_template

from pwa.forms import Fields
from pwa.sign_in import actor
from services import access, clock, labels, people, planning
from services.errors import Invalid
from services.planning import assessment_plans
from services.planning.assessment_plans import AssessmentKind, Setup
from services.scoring import score_words
from services.standards import desk, publications


def read(form):
    """(setup, training id or None, plan or None). Raises ``Invalid`` with a word for each field."""
    fields = Fields(form)
    kind = fields.choice("kind", AssessmentKind)
    training_id = fields.whole("training", high=2**63 - 1)
    stations = _stations(fields)
    chief_id = _person(fields, "chief")
    team_size = fields.whole("team_size", low=1, high=50)
    plan = None if training_id else _plan(fields, kind)
    fields.close()
    setup = Setup(
        kind=kind,
        digest=form.get("standard", ""),
        stations=stations,
        chief_id=chief_id,
        team_size=team_size,
        is_sure="is_sure" in form,
    )
    return setup, training_id, plan


def _plan(fields, kind):
    found = {
        "title": fields.text("title", required=True, longest=80),
        "unit_id": fields.whole("unit", required=True),
        "place": fields.text("place", longest=80),
        "starts_at": fields.instant("starts_at"),
        "ends_at": fields.instant("ends_at"),
    }
    return None if fields.errors else planning.Plan(kind=assessment_plans.plan_kind(kind), **found)


def _stations(fields):
    """The exercises that were ticked, in the standard's order, each with its examiner."""
    return tuple(
        (exercise, _person(fields, f"examiner-{exercise}"))
        for exercise in fields.form.getlist("exercise")[: assessment_plans.MOST_STATIONS + 1]
    )


def _person(fields, name):
    number = fields.form.get(name, "").strip()
    if not number:
        return None
    try:
        return assessment_plans.person_of(number, field=name)
    except Invalid as refusal:
        fields.errors |= refusal.errors
        return None


def blank(args):
    training = args.get("training", "")
    return {"standard": args.get("standard", ""), "training": training, "kind": args.get("kind", "")}


def sent(form):
    return {"standard": ""} | form.to_dict() | {"exercise": form.getlist("exercise")}


def show(values, errors=None):
    """The list of standards where none is chosen yet, else the form."""
    trainings = assessment_plans.open_trainings(actor())
    on = _day(values, trainings)
    offers = publications.choices(_kind(values), on=on)
    known = (offer for offer, _status in publications.choices(on=on))
    chosen = next((offer for offer in known if offer.digest == values["standard"]), None)
    return render_template(
        "assessments/new.html" if chosen else "assessments/choose.html",
        values=values,
        errors=errors or {},
        offers=offers,
        offer=chosen,
        objection=publications.objection(values["standard"], on) if chosen else None,
        categories=_categories(chosen.standard) if chosen else [],
        ticked=values.get("exercise"),
        trainings=trainings,
        units=people.units_under(actor(), *access.PLANNERS),
        kinds=_kinds(chosen and chosen.standard),
        title=score_words.title,
        told=desk.told,
        name=publications.name,
        on=on,
    )


def _kind(values):
    """The kind that was asked for, if any."""
    return next((kind for kind in AssessmentKind if kind.value == values.get("kind")), None)


def _kinds(standard):
    """(value, label) of the kinds that a standard fits; of all where none is chosen."""
    return [
        (value, label)
        for value, label in labels.options(AssessmentKind)
        if standard is None or publications.fits(standard, AssessmentKind(value))
    ]


def _day(values, trainings):
    """The day of the assessment as far as the form says it, else today."""
    for one in trainings:
        if str(one.id) == str(values.get("training", "")):
            return clock.local(one.starts_at).date()
    begins = Fields(values).instant("starts_at", required=False)
    return clock.local(begins).date() if begins else clock.today()


def _categories(standard):
    """(category, [(exercise, name, hint)]) in the standard's order."""
    found = {}
    for item in standard.items:
        hint = score_words.sex_name(item.sex) if item.sex else ""
        rows = found.setdefault(item.category, (score_words.category_name(standard, item.category), []))
        rows[1].append((item.exercise, score_words.item_name(item), hint))
    return list(found.values())
