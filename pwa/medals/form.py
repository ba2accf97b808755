"""The form in which a bureau designs a badge of its own."""

from flask import g, request

from pwa.forms import Fields
from pwa.htmx import render
from services.badges import designs
from services.badges.designs import Draft, Look
from services.errors import Invalid

BLANK = {
    "name": "",
    "name_en": "",
    "text": "",
    "outline": "round",
    "colour": "navy",
    "metal": "gold",
    "per": "season",
    "emblem": "",
    "is_hidden": "",
}


def page(typed, errors=None):
    """The form with its preview; only the preview where htmx asks for it."""
    return render(
        "badges/form.html",
        "badges/_preview.html",
        typed=typed,
        errors=errors or {},
        outlines=designs.OUTLINES.items(),
        colours=designs.COLOURS.items(),
        metals=[(metal.value, word) for metal, word in designs.METALS.items()],
        pers=designs.PERS.items(),
    )


def sent():
    """The form as it was sent, with the picture it brought."""
    return {name: request.form.get(name, "")[:80] for name in BLANK} | g.get("kept_emblem", {})


def read(actor, *, is_draft=False) -> Draft:
    """The draft a form describes; a picture it brings is kept. One that is only tried may lack its name."""
    fields = Fields(request.form)
    emblem_id = _emblem(actor) or fields.whole("emblem")
    g.kept_emblem = {"emblem": str(emblem_id or "")}
    name = fields.text("name", required=not is_draft, longest=40) or "…"
    name_en = fields.text("name_en", longest=60)
    text = fields.text("text", longest=40)
    chosen = metal(request.form)
    fields.close()
    return Draft(
        name=name,
        name_en=name_en,
        metal=chosen,
        per=request.form.get("per", ""),
        look=Look(
            outline=request.form.get("outline", ""),
            colour=request.form.get("colour", ""),
            text=text or name.replace("…", ""),
            emblem_id=emblem_id,
        ),
        is_hidden="is_hidden" in request.form,
    )


def _emblem(actor):
    file = request.files.get("file")
    content = file.read() if file else b""
    return designs.keep_emblem(content, actor=actor) if content else None


def look(form) -> Look:
    """A look from an address; checked as one from a form is."""
    emblem = form.get("emblem", type=int)
    found = Look(
        outline=form.get("outline", ""),
        colour=form.get("colour", ""),
        text=form.get("text", "")[:40],
        emblem_id=emblem,
    )
    designs.check(Draft(name="…", name_en="", metal=metal(form), per="once", look=found))
    return found


def metal(form):
    try:
        return designs.Metal(form.get("metal", ""))
    except ValueError:
        raise Invalid({"metal": "metal"}) from None
