"""Windows of a browser that has the app already, as the phone of someone who used it before.

Fetching and keeping the app is most of what a new window costs. So windows stay from test to test, each with
its worker and the files that this keeps; whatever people left in them goes. A test of a first visit, or one
that changes the whole window for good (scripts before every page, its clock), asks for one ``anew``.
"""

from tests.support.browser import chromium
from tests.support.browser.moved import move_pages

#: Where phones are, and what their browsers grant without asking anyone, as Chromium with a desktop does.
USUAL = {
    "timezone_id": "Asia/Shanghai",
    "locale": "zh-CN",
    "permissions": ["background-sync", "camera", "screen-wake-lock"],
}
PEOPLES = "cookies,local_storage,indexeddb,file_systems"
FOR_GOOD = ("add_init_script", "expose_binding", "expose_function", "route")


class Windows:
    """The windows of one browser; ``open`` lends one until ``take_back``."""

    def __init__(self, browser):
        self._browser, self._idle, self._lent = browser, {}, []

    def open(self, *, anew=False, **options):
        """A page on ``base_url`` in a window with these options: in one used before, or in one of its own."""
        kind = None if anew else repr(sorted(options.items()))
        idle = self._idle.get(kind)
        context = idle.pop() if idle else self._make(options, kind)
        self._lent.append((kind, context, options["base_url"]))
        return context.pages[0]

    def _make(self, options, kind):
        context = self._browser.new_context(**USUAL | options)
        move_pages(context)
        for name in FOR_GOOD if kind else ():
            setattr(context, name, refuse)
        context.new_page()
        return context

    def take_back(self):
        """End what is open. What was only lent is cleared for the next."""
        lent, self._lent = self._lent, []
        for kind, context, origin in lent:
            if kind and context.pages:
                clear(context, origin)
                self._idle.setdefault(kind, []).append(context)
            else:
                context.close()


def refuse(*_args, **_options):
    raise AssertionError("this would stay for other tests: ask for a window anew")


def clear(context, origin):
    """Leave the worker and its files, and a blank page."""
    for page in context.pages:
        page.close()
    context.set_offline(False)
    session = context.new_cdp_session(context.new_page())
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": PEOPLES})
    session.detach()
    context.clear_cookies()


def lasting(launched, folder, *args, **options):
    """The window of a browser of its own on a folder: ended and opened again it still has what it kept."""
    context = launched.browser_type.launch_persistent_context(
        folder,
        executable_path=chromium.executable(),
        args=[*chromium.ARGS, *args],
        **USUAL | options,
    )
    move_pages(context)
    return context
