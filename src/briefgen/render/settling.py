"""What is the same on every page of a site, settled when a template is compiled: `site.title`, `t("sources")`,
`asset("style.css")`, and conditions on them. What follows from that is constant text, which Jinja joins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import nodes
from jinja2.environment import Environment
from jinja2.visitor import NodeTransformer

#: The values that stand for themselves.
_PLAIN = frozenset({str, int, bool, type(None)})
# What gives a name a value: these tags, up to where names end. Better one too many.
_GIVING = re.compile(
    r"\{%[-+]?\s*(?:set\b(?:(?!%\}|=).)*|for\b(?:(?!%\}|\sin\s).)*|(?:from|import|macro|call|with)\b(?:(?!%\}).)*)",
    re.DOTALL,
)
# What reaches beyond the branch that it stands in.
_FAR: Any = (nodes.Block, nodes.Extends, nodes.Import, nodes.FromImport, nodes.Macro, nodes.Assign, nodes.AssignBlock)


class Settled:
    """`values` by name: something whose plain fields do not change. `functions` by name: pure, of constants."""

    def __init__(self, values: Mapping[str, object], functions: Mapping[str, Callable[..., str]]) -> None:
        self.values = values
        self.functions = functions

    def untouched(self, sources: Iterable[str]) -> bool:
        """Whether no template gives one of the names another meaning."""
        names = re.compile(rf"\b(?:{'|'.join([*self.values, *self.functions])})\b")
        return not any(names.search(tag) for source in sources for tag in _GIVING.findall(source))

    def settle(self, template: nodes.Template, environment: Environment, name: str | None) -> nodes.Template:
        """The template with all that is settled."""
        settled: nodes.Template = _Settler(self, environment, name).visit(template)
        return settled


class _Settler(NodeTransformer):
    def __init__(self, settled: Settled, environment: Environment, name: str | None) -> None:
        self._settled = settled
        self._environment = environment
        self._context = nodes.EvalContext(environment, name)

    def generic_visit(self, node: nodes.Node, *arguments: Any, **named: Any) -> nodes.Node:
        """The node with its parts settled, and text beside text made one."""
        super().generic_visit(node, *arguments, **named)
        for field in ("body", "else_"):
            parts = getattr(node, field, None)
            if isinstance(parts, list):
                setattr(node, field, _joined(parts))
        return node

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Expr:  # noqa: N802 - Jinja calls them so
        """`site.title`"""
        self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and node.node.name in self._settled.values:
            owner = self._settled.values[node.node.name]
            if node.attr in getattr(owner, "__struct_fields__", ()):
                value = getattr(owner, node.attr)
                if type(value) in _PLAIN or (type(value) is tuple and all(type(part) in _PLAIN for part in value)):
                    return self._constant(value, node)
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802
        """`t("sources")`"""
        self.generic_visit(node)
        function = self._settled.functions.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if function is None or node.dyn_args is not None or node.dyn_kwargs is not None:
            return node
        try:
            arguments = [argument.as_const(self._context) for argument in node.args]
            named = dict(pair.as_const(self._context) for pair in node.kwargs)
            return self._constant(function(*arguments, **named), node)
        except Exception:  # not constant, or a mistake: it shows when the page is made
            return node

    def visit_If(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        """A condition that is met on all pages or on none."""
        others, node.elif_ = node.elif_, []
        self.generic_visit(node)
        node.elif_ = [self.generic_visit(other) for other in others]  # type: ignore[misc]
        return self._decided(node)

    def _decided(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:
        test: Any = node.test
        try:
            met = bool(test.as_const(self._context))
        except Exception:
            return node
        if not self._is_near(node):
            return node
        if met:
            return node.body
        if not node.elif_:
            return node.else_
        first, *others = node.elif_
        return self._decided(nodes.If(first.test, first.body, others, node.else_, lineno=first.lineno))

    def _constant(self, value: object, node: nodes.Node) -> nodes.Const:
        return nodes.Const(value, lineno=node.lineno, environment=self._environment)

    def _is_near(self, node: nodes.If) -> bool:
        """Whether nothing in a condition reaches beyond it, and nothing in it is looked for only when it is met."""
        if node.find(_FAR) is not None:
            return False
        filters = all(part.name in self._environment.filters for part in node.find_all(nodes.Filter))
        return filters and all(part.name in self._environment.tests for part in node.find_all(nodes.Test))


def _joined(parts: list[nodes.Node]) -> list[nodes.Node]:
    """Neighbouring outputs made one."""
    joined: list[nodes.Node] = []
    for part in parts:
        if isinstance(part, nodes.Output) and joined and isinstance(joined[-1], nodes.Output):
            joined[-1] = nodes.Output([*joined[-1].nodes, *part.nodes], lineno=joined[-1].lineno)
        else:
            joined.append(part)
    return joined
