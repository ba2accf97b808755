"""The page behind a medal's QR code: anyone may ask whether it is genuine."""

from flask import Blueprint, make_response, render_template, request

from services import bureau
from services.credentials import checks

bp = Blueprint("checks", __name__)


@bp.get("/v/<code>")
@bp.get("/V/<code>")
def show(code):
    """Whether a medal is genuine. Open to everyone; slowed for who tries codes that do not exist."""
    found = checks.check(code, address=request.remote_addr)
    page = render_template("checks/show.html", check=found, issuer=bureau.issuer())
    response = make_response(page, 200 if found.printed else 404)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@bp.get("/verify")
def offline():
    """A medal's file checked on the reader's own device. Open to everyone, empty."""
    return render_template("checks/offline.html")
