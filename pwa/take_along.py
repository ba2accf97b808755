"""What a screen for the field takes along as JSON, before the network goes."""

from flask import make_response, request
from flask_login import current_user

from pwa import stamps
from pwa.sign_in import actor


def answer(packs, item_id):
    """The pack of an item, 304 while nothing in it changed.

    ``packs`` is the service that makes it: ``find`` asks for the right, ``version_of`` says which version
    the pack is, ``of`` makes it. Never a redirect: it is a script that reads the answer.
    """
    if not current_user.is_authenticated:
        return stamps.answer(401, refused="signed_out")
    found = packs.find(item_id, actor())
    version = packs.version_of(found)
    if request.if_none_match.contains(version):
        response = make_response("", 304)
    else:
        response = stamps.answer(owner=actor().account_id, **packs.of(found))
    response.set_etag(version)
    return response
