"""Headers on every answer, and the refusal of cross-site writes."""

from flask import abort, current_app, request

SAFE = {"GET", "HEAD", "OPTIONS"}
#: Pages that read codes from pictures, and the shells of them: their decoder is WebAssembly.
SCANNING = {"check_in.scan", "field.show", "stations.field"}
SCANNING_SHELLS = {"scan", "field", "station"}

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
SCANNING_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")


def register(app):
    app.before_request(refuse_cross_site_writes)
    app.before_request(refuse_nul)
    app.after_request(harden)


def refuse_cross_site_writes():
    """Tokens would die in an hour and break a delayed replay; browsers name the origin themselves."""
    if request.method not in SAFE and not is_same_origin():
        abort(403)


def refuse_nul():
    """PostgreSQL takes no NUL in a text, and no person types one."""
    sent = (text for field in request.values.lists() for text in (field[0], *field[1]))
    names = (file.filename or "" for file in request.files.values())
    if any("\0" in text for text in (request.path, *sent, *names)):
        abort(400)


def harden(response):
    response.headers["Content-Security-Policy"] = SCANNING_POLICY if scans() else POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    # A refusal makes a phone forget what it keeps of a training: it must know ours from a proxy's.
    response.headers["X-Yizhang"] = "1"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint == "static" and response.status_code < 400:
        response.cache_control.immutable = True
    elif not response.headers.get("Cache-Control"):
        response.headers["Cache-Control"] = "no-store"
    return response


def scans():
    """True where the page asked for reads codes; one entered by a swap would keep the first page's policy."""
    shell = request.endpoint == "offline.shell" and request.view_args.get("name")
    return request.endpoint in SCANNING or shell in SCANNING_SHELLS


def is_same_origin():
    """Believe ``Sec-Fetch-Site``; older browsers and plain HTTP send ``Origin`` alone."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    here = f"{request.scheme}://{request.host}"
    return request.headers.get("Origin") in {here, current_app.config["PUBLIC_URL"]}
