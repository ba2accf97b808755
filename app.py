"""The door: ``create_app`` for a server, ``python app.py …`` for a person."""

import sys


def create_app(settings=None):
    """Settings in, a wired Flask application out."""
    import pwa
    from services import store
    from settings import Settings

    settings = settings or Settings.from_environ()
    store.bind(settings.database_url)
    return pwa.create(settings)


if __name__ == "__main__":
    import cli

    sys.exit(cli.main())
