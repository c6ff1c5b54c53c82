"""Templates compiled to quicker Python than Jinja's own, through the hooks that it has for that.

Five things cost most in a page of many small parts, and are done otherwise here and in `quick.py`; the output is the same:

- A page is put together in lists. Jinja hands every piece on by itself, from block to block.
- Plain text is escaped to plain text. Jinja makes a `Markup` of every piece, only to join them all.
- A field is read as Python reads it. Jinja asks each time for a field, then for an item, then what to do without.
- A macro is called as a function. Jinja asks each time what the callee wants to know of its surroundings.
- A macro that was imported without context depends on its arguments alone. What it makes of a view that many pages share is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef, optimizeconst

from briefgen.render.foreseen import FIELDS, arguments_of, own_macros


class QuickCode(CodeGenerator):
    """Jinja's code generator with quicker output and calls."""

    _including: str | None = None
    _own: dict[str, tuple[str, ...]] = {}

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja calls it so
        """The whole template."""
        self._own = own_macros(node)
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        """The names that every function of the code begins with."""
        super().write_commons()
        self.writeline("say = environment.say")
        self.writeline("direct = environment.direct")
        self.writeline("bound = environment.bound")

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """What a function of the code does. Those that would yield every piece yield all that they made, once."""
        if frame.buffer is not None or self.environment.is_async:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802 - Jinja calls it so
        """A block at its place."""
        in_parent = frame.toplevel and self.extends_so_far > 0
        if in_parent or node.required or frame.buffer is None:
            super().visit_Block(node, frame)
            return
        context = self.derive_context(frame) if node.scoped else self.get_context_ref()
        self.writeline(f"{frame.buffer}.extend(context.blocks[{node.name!r}][0]({context}))", node)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """Another template at its place."""
        self._including = frame.buffer
        super().visit_Include(node, frame)
        self._including = None

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """A line of the code. What is included without context Jinja knows only how to yield."""
        if self._including and x.startswith("yield from "):
            x = f"{self._including}.extend({x.removeprefix('yield from ')})"
        super().writeline(x, node, extra)

    @optimizeconst
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """Text joined by `~`."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super().visit_Concat(node, frame)
            return
        self.write("environment.join((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:  # a macro has escaped what it gives
            self.write("(" if self._arguments(node, frame) is not None else "say(")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """A field: as Python has it, if views have such a one; where it is missing, the page is made carefully."""
        environment: Any = self.environment
        if environment.is_async or not environment.daring or node.attr not in FIELDS:
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def _arguments(self, node: nodes.Expr, frame: Frame) -> list[nodes.Expr | None] | None:
        """The arguments of a call of one of the template's own macros. In a block, another template may have put
        another in its place."""
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and frame.block is None:
            name = node.node.name
            plain = not (self.environment.is_async or self.environment.sandboxed)
            if plain and name in self._own and frame.symbols.ref(name) == f"l_0_{name}":
                return arguments_of(node, self._own[name])
        return None

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:  # noqa: ARG002
        """The macro as a value."""
        self.write("environment.macro_class(")
        names = "".join(f"{argument.name!r}, " for argument in macro_ref.node.args)
        self.write(f"environment, macro, {getattr(macro_ref.node, 'name', None)!r}, ({names}), ")
        self.write(f"{macro_ref.accesses_kwargs!r}, {macro_ref.accesses_varargs!r}, {macro_ref.accesses_caller!r}, ")
        self.write("context.eval_ctx.autoescape)")

    @optimizeconst
    def visit_Call(  # noqa: N802 - Jinja calls it so
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """A call: at once, or through the context where the callee may want that."""
        if forward_caller or node.dyn_args or node.dyn_kwargs or self.environment.sandboxed:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        given = self._arguments(node, frame)
        if given is not None:
            self.visit(node.node, frame)
            self.write(".of((")
            for part in given:
                if part:
                    self.visit(part, frame)
                self.write(", " if part else "missing, ")
            self.write("))")
            return
        self.write("(callee if type(callee := ")
        self.visit(node.node, frame)
        surroundings = ", _loop_vars=_loop_vars" if frame.loop_frame else ""
        surroundings += ", _block_vars=_block_vars" if frame.block_frame else ""
        self.write(f") in direct else bound(context.call, callee{surroundings}))(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")
