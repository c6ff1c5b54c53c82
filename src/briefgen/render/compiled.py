"""Compiled templates, kept in a folder from one build to the next."""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from pathlib import Path

import jinja2
import msgspec
from jinja2.bccache import Bucket, BytecodeCache

from briefgen.pages.views import SiteView
from briefgen.render.theme import Theme

_DIGEST = 32


class CompiledTemplates(BytecodeCache):
    """Keeps one file for each template in `folder`. `mark` stands for all that a compiled template depends on, but for
    its source. A file that is damaged or of another mark is as good as none, and so is a folder that cannot be written."""

    def __init__(self, folder: Path, mark: bytes) -> None:
        self._folder = folder
        self._mark = mark

    def get_source_checksum(self, source: str) -> str:
        """What tells whether a kept template is this one."""
        return hashlib.blake2b(source.encode(errors="surrogatepass"), key=self._mark).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template from the folder, if it is there and sound."""
        try:
            data = (self._folder / bucket.key).read_bytes()
        except OSError:
            return
        body = data[_DIGEST:]
        if data[:_DIGEST] == _seal(bucket, body):
            bucket.code = marshal.loads(body)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Put a template into the folder."""
        body = marshal.dumps(bucket.code)
        file = self._folder / bucket.key
        fresh = file.with_name(f".{bucket.key}.{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(_seal(bucket, body) + body)
            fresh.replace(file)
        except OSError:
            return


def compiled_templates(
    folder: Path, theme: Theme, site: SiteView, settings: object, settled: bool
) -> CompiledTemplates:
    """The compiled templates of one site with one theme. `settings` are those that pages depend on besides `site`, as plain values;
    `settled`: with what is the same on all its pages."""
    here = Path(__file__).parent
    files = [file for place in (here, here.parent / "strings") for file in place.glob("*.py")]
    code = [(file.name, (stat := file.stat()).st_mtime_ns, stat.st_size) for file in files]
    static = [(file.name, file.path, file.query) for file in theme.static]
    parts = (sys.version, jinja2.__version__, sorted(code), static, site, settings, settled)
    return CompiledTemplates(folder, hashlib.blake2b(msgspec.msgpack.encode(parts)).digest())


def _seal(bucket: Bucket, body: bytes) -> bytes:
    return hashlib.blake2b(body, key=bytes.fromhex(bucket.checksum), digest_size=_DIGEST).digest()
