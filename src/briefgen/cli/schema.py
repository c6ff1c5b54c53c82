"""`briefgen schema`: what may stand in the files, for programs that edit them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from briefgen.cli.codes import FINE
from briefgen.cli.show import say, shown
from briefgen.cli.site import open_site

NAMES = ("front-matter", "config", "actors", "topics")
#: Where the settings of VS Code look for the schemas.
FOLDER = ".vscode/schemas"


@click.command()
@click.option("-C", "--site", metavar="DIR", type=click.Path(path_type=Path), help="The site's folder, for --cms.")
@click.argument("name", metavar="[front-matter|config|actors|topics]", type=click.Choice(NAMES), required=False)
@click.option(
    "--output", metavar="PATH", type=click.Path(path_type=Path), help="A file, or without a name a folder for all four."
)
@click.option("--vscode", is_flag=True, help="The settings of VS Code's YAML extension instead.")
@click.option(
    "--cms", type=click.Choice(["decap", "pages"]), help="The configuration of Decap CMS or Pages CMS instead."
)
@click.pass_obj
def schema(
    folder: Path | None, site: Path | None, name: str | None, output: Path | None, vscode: bool, cms: str | None
) -> int:
    """Print a JSON Schema of what may stand in a file, for editors that complete and check as you write."""
    if sum((name is not None, vscode, cms is not None)) > 1:
        raise click.UsageError("ask for one thing: a schema, --vscode or --cms")
    if vscode:
        return _put_once(json.dumps(vscode_settings(), indent=2) + "\n", output)
    if cms:
        return _put_once(_cms(site or folder, cms), output)
    from briefgen.schemas import SCHEMAS, file_name

    texts = {
        n: json.dumps(make(), indent=2, ensure_ascii=False) + "\n" for n, make in SCHEMAS.items() if name in (None, n)
    }
    if name:
        return _put(texts[name], output)
    if output is None:
        raise click.UsageError(f"say which one: {', '.join(NAMES)}; or --output DIR for all of them")
    for one, text in texts.items():
        _put(text, output / file_name(one))
    return FINE


def vscode_settings() -> dict[str, object]:
    """What belongs into `.vscode/settings.json`: which schema is that of which file, for the extension redhat.vscode-yaml."""
    from briefgen.schemas import file_name

    files = {"config": ["briefgen.yml"], "actors": ["briefs/actors.yml"], "topics": ["briefs/topics.yml"]}
    return {"yaml.schemas": {f"./{FOLDER}/{file_name(name)}": where for name, where in files.items()}}


def _cms(site: Path | None, cms: str) -> str:
    """The configuration as YAML, with the paths that a site has in its repository."""
    import yaml

    from briefgen.schemas.cms import decap, pages

    here = open_site(site, None)
    top = next((f for f in (here.root, *here.root.parents) if (f / ".git").exists()), here.root)
    folder = "" if top == here.root else f"{here.root.relative_to(top).as_posix()}/"
    made = {"decap": decap, "pages": pages}[cms](here.config, folder)
    file = {"decap": "admin/config.yml", "pages": ".pages.yml"}[cms]
    text = yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=120)
    return f"# {file}, made by `briefgen schema --cms {cms}` from the keys that a brief has.\n{text}"


def _put_once(text: str, output: Path | None) -> int:
    """The same for a file in which others write, too: what they wrote stays."""
    if output is not None and output.is_file() and output.read_bytes() != text.encode():
        raise click.UsageError(
            f"{output} is there already and stays as it is; without --output, you see what belongs into it"
        )
    return _put(text, output)


def _put(text: str, output: Path | None) -> int:
    if output is None:
        say(text, end="")
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, "utf-8", newline="\n")
        say(shown(output.resolve()))
    return FINE
