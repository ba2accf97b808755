"""Who imports whom, read from the sources: for the tests that hold the house to its order."""

import ast
from functools import cache


@cache
def tree(path):
    return ast.parse(path.read_text("utf-8"))


def modules(root, *folders):
    """{dotted name: file} of all modules in these folders; a package is named by its folder."""
    found = {}
    for folder in folders:
        for path in (root / folder).rglob("*.py"):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(known):
    """{module: the modules of ``known`` that it imports}, those inside functions too."""
    return {name: set(_imported(name, path, known)) for name, path in known.items()}


def _imported(name, path, known):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            base = _base(name, path, node)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                # ``from services import sheets`` asks for the module; anything else for its package.
                if whole in known or base in known:
                    yield whole if whole in known else base


def _base(name, path, node):
    if not node.level:
        return node.module
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    above = package[: len(package) + 1 - node.level]
    return ".".join([*above, *([node.module] if node.module else [])])


def outside(path):
    """The first names of everything that a file imports by its whole name: ``flask`` of ``flask.views``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


def room(name):
    """The module or package of services that a module belongs to; None for what is not of services."""
    layer, _, inside = name.partition(".")
    return inside.partition(".")[0] if layer == "services" and inside else None


def upwards(imported, order):
    """(importer, imported) wherever a module of services imports what stands after its own room."""
    place = {name: n for n, name in enumerate(order)}
    return [
        (name, other)
        for name, others in imported.items()
        for other in others
        if room(name) and room(other) and place[room(name)] < place[room(other)]
    ]


def intrusions(imported, hidden):
    """(importer, imported) wherever a hidden room is entered from outside its package."""
    closed = {f"services.{package}.{inner}" for package, rooms in hidden.items() for inner in rooms.split()}
    return [
        (name, other)
        for name, others in imported.items()
        for other in others & closed
        if room(name) != room(other)
    ]


def functions(known):
    """The lines of each function, its decorators left out."""
    for path in known.values():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.end_lineno - node.lineno + 1
