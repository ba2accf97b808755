"""Where Chromium is. ``python -m tests.support.browser.chromium`` prints it; it fails where none starts."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

#: First the one for where nobody looks: the same engine without a desktop's surroundings, a third quicker.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Fit for a container: no sandbox of its own, no GPU, no calls home.
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable():
    """The path of a Chromium: one that is named, the system's, Playwright's own; or None."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None) or _of_playwright()


def _of_playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


def starts(path):
    """Whether it finds its libraries, and is no stand-in that only says where to get one."""
    return subprocess.run([path, "--version"], capture_output=True).returncode == 0


if __name__ == "__main__":
    found = executable()
    sys.stdout.write(f"{found or ''}\n")
    sys.exit(0 if found and starts(found) else 1)
