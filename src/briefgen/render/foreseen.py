"""What can be foreseen of a template before it runs: the fields of views, and the macros that it calls itself."""

from __future__ import annotations

from jinja2 import nodes
from jinja2.compiler import find_undeclared
from jinja2.runtime import LoopContext

from briefgen.pages import views
from briefgen.text.moment import Moment

#: The names of the fields of views, and of what `loop` knows.
FIELDS = frozenset(
    name
    for kind in (Moment, *vars(views).values())
    if issubclass(type(kind), type(views.View))
    for name in kind.__struct_fields__
) | {name for name, value in vars(LoopContext).items() if isinstance(value, property)}


def own_macros(template: nodes.Template) -> dict[str, tuple[str, ...]]:
    """The macros of a template that are what their name says wherever it stands, in its other macros for one, and that
    are given nothing but their arguments: the names of these."""
    own: dict[str, tuple[str, ...]] = {}
    given: list[str] = []
    for node in template.find_all((nodes.Macro, nodes.Name, nodes.Import, nodes.FromImport)):
        if isinstance(node, nodes.Name):
            given += [node.name] if node.ctx == "store" else []
        elif isinstance(node, nodes.Macro):
            given.append(node.name)
        elif isinstance(node, nodes.Import):
            given.append(node.target)
        elif isinstance(node, nodes.FromImport):
            given += [name if isinstance(name, str) else name[1] for name in node.names]
    for node in template.body:
        if isinstance(node, nodes.Macro) and given.count(node.name) == 1:
            names = tuple(argument.name for argument in node.args)
            if "caller" not in names and not find_undeclared(node.body, ("caller", "kwargs", "varargs")):
                own[node.name] = names
    return own


def arguments_of(node: nodes.Call, names: tuple[str, ...]) -> list[nodes.Expr | None] | None:
    """What a call gives for each argument of a macro, None for those left out. None altogether: the call has others."""
    if node.dyn_args or node.dyn_kwargs or len(node.args) > len(names):
        return None
    named = {pair.key: pair.value for pair in node.kwargs}
    rest = names[len(node.args) :]
    if len(named) < len(node.kwargs) or not named.keys() <= {*rest}:
        return None
    return [*node.args, *map(named.get, rest)]
