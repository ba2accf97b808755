"""Headers on every answer, and the refusal of cross-site writes."""

from urllib.parse import urlsplit

from flask import abort, request

SAFE = {"GET", "HEAD", "OPTIONS"}

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def register(app):
    # Tokens would die in an hour and break a delayed replay; browsers name the origin themselves.
    @app.before_request
    def refuse_cross_site_writes():
        if request.method not in SAFE and not is_same_origin():
            abort(403)

    @app.after_request
    def harden(response):
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint == "static":
            response.cache_control.immutable = True
        elif not response.headers.get("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        return response


def is_same_origin():
    """Believe ``Sec-Fetch-Site``; older browsers and plain HTTP send ``Origin`` alone."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host
