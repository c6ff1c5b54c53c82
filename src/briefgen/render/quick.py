"""Templates and their environment, for what `compiling.py` makes of their code."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, MutableMapping
from functools import cached_property, lru_cache, partial
from typing import Any

import markupsafe
from jinja2 import Environment, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Context, markup_join, new_context
from markupsafe import Markup, escape

from briefgen.render.compiling import QuickCode
from briefgen.render.macros import QuickMacro, is_stateful
from briefgen.render.settling import Settled

#: `escape` for text alone, without the wrapping; markupsafe has it for itself.
_escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", lambda text: str(escape(text)))


_TEXT = {str}


def say(value: object) -> str:
    """A value as it stands in a page: escaped, unless it is markup."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)  # type: ignore[arg-type]
    if kind is Markup:
        return value  # type: ignore[return-value]
    return str(value) if kind is int else escape(value)


def join(parts: tuple[object, ...]) -> str:
    """`~` where text is escaped."""
    return "".join(parts) if set(map(type, parts)) == _TEXT else markup_join(parts)  # type: ignore[arg-type]


#: What needs to know nothing of where it is called from.
DIRECT = frozenset({QuickMacro, type(lru_cache(say))})


class QuickTemplate(Template):
    """A template whose macros, imported without context, keep what they made of shared views."""

    #: Whether something was not where views have it: then the careful template of that name makes the pages.
    failed = False

    def render(self, *arguments: Any, **named: Any) -> str:
        """The page."""
        given = dict(*arguments, **named)
        return self._safely(lambda template: template._made(given))

    def call(self, name: str, *arguments: object) -> str:
        """What one of its macros makes of these arguments."""
        return self._safely(lambda template: template._macro(name)(*arguments))

    def _safely(self, make: Callable[[QuickTemplate], str]) -> str:
        """What this template makes, or the careful one of its name."""
        environment: Any = self.environment
        try:
            if not self.failed:
                return make(self)
        except AttributeError:
            if not environment.daring or not self.name:
                environment.handle_exception()
            self.failed = True
        except Exception:
            environment.handle_exception()
        careful: QuickTemplate = environment.careful.get_template(self.name)
        return careful._safely(make)

    def _macro(self, name: str) -> QuickMacro:
        macro = vars_of(self.module).get(name)
        if not isinstance(macro, QuickMacro):
            raise TemplateRuntimeError(f"There is no macro “{name}”")
        return macro

    def _made(self, given: dict[str, Any]) -> str:
        context = self.new_context(given)
        try:
            return "".join(self.root_render_func(context))
        finally:
            context.vars.clear()  # macros know them and they know macros: garbage that only the collector would find

    def new_context(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - Jinja calls them so
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # noqa: A002
    ) -> Context:
        """The variables of a page. Where the template has no globals of its own, they need not be merged every time."""
        own = self.globals.maps[0] if isinstance(self.globals, ChainMap) else self.globals
        everywhere = self.globals if own else self.environment.globals
        return new_context(self.environment, self.name, self.blocks, vars, shared, everywhere, locals)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if ctx is not None and ctx.globals_keys <= self.environment.globals.keys():
            ctx = None  # it has no globals that this template has not
        return super()._get_default_module(ctx)

    def make_module(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - Jinja calls them so
        shared: bool = False,
        locals: Any = None,  # noqa: A002
    ) -> TemplateModule:
        """The module that `import` gives."""
        module = super().make_module(vars, shared, locals)
        code: Any = self.root_render_func
        if not vars and not locals and not is_stateful(code.__code__):
            for value in vars_of(module).values():
                if isinstance(value, QuickMacro):
                    value.kept = {}
        return module


def vars_of(module: TemplateModule) -> dict[str, Any]:
    """What a module exports."""
    return module.__dict__


class QuickEnvironment(Environment):
    """An environment whose templates are compiled by `QuickCode`, and found by their name alone: they do not change.
    `settled` is what is the same on every page, if it is known."""

    code_generator_class = QuickCode
    template_class = QuickTemplate
    macro_class = QuickMacro
    say: Callable[[object], str] = staticmethod(say)
    direct = DIRECT
    join: Callable[[tuple[object, ...]], str] = staticmethod(join)
    bound = partial
    settled: Settled | None = None
    #: Whether templates take for granted that views have their fields.
    daring = True

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._found: dict[object, Template] = {}

    @cached_property
    def careful(self) -> QuickEnvironment:
        """The same, but that its templates ask for every field."""
        careful = self.overlay(bytecode_cache=None, cache_size=-1)
        careful.daring = False
        careful._found = {}
        return careful

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja calls them so
    ) -> Template:
        """The template of a name."""
        found = self._found.get(name) if globals is None else None
        if found is None:
            found = super().get_template(name, parent, globals)
            if globals is None:
                self._found[name] = found
        return found

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        template = self.settled.settle(source, self, name) if self.settled else source
        return super()._generate(template, name, filename, defer_init)
