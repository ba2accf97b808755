"""Cookies of our own: never for scripts, never for another site's requests."""

from flask import request


def put(response, name, value, *, life):
    """Set a cookie that the browser keeps for ``life`` seconds, and return the response."""
    response.set_cookie(name, value, max_age=life, secure=request.is_secure, httponly=True, samesite="Lax")
    return response
