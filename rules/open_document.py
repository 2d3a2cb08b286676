"""A text that opens in LibreOffice, Word or any office suite: OpenDocument, with nothing but the standard library.

Same text, same bytes: no date of making is written in it.
"""

from collections.abc import Iterable
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

KIND = "application/vnd.oasis.opendocument.text"
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MANIFEST = f"""{HEAD}<manifest:manifest xmlns:manifest="{OASIS}manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{KIND}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
STYLES = """<office:automatic-styles>
<style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.3cm"/>
<style:text-properties fo:font-size="11pt" fo:language="fr" fo:country="FR"/></style:style>
<style:style style:name="B" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.3cm"/>
<style:text-properties fo:font-size="11pt" fo:font-weight="bold" fo:language="fr" fo:country="FR"/></style:style>
</office:automatic-styles>"""


def odt(lines: Iterable[tuple[str, str]]) -> bytes:
    """(style, text) paragraphs: "P" plain, "B" bold. A line break inside one stays a line break."""
    body = "\n".join(f'<text:p text:style-name="{style}">{_said(text)}</text:p>' for style, text in lines)
    content = (f'{HEAD}<office:document-content office:version="1.2" xmlns:office="{OASIS}office:1.0" '
               f'xmlns:text="{OASIS}text:1.0" xmlns:style="{OASIS}style:1.0" '
               f'xmlns:fo="{OASIS}xsl-fo-compatible:1.0">{STYLES}<office:body><office:text>\n{body}\n'
               "</office:text></office:body></office:document-content>\n")
    packed = BytesIO()
    with ZipFile(packed, "w") as box:
        # the kind comes first and is not compressed: that is how a document is recognised
        box.writestr(ZipInfo("mimetype"), KIND, ZIP_STORED)
        box.writestr(ZipInfo("content.xml"), content, ZIP_DEFLATED)
        box.writestr(ZipInfo("META-INF/manifest.xml"), MANIFEST, ZIP_DEFLATED)
    return packed.getvalue()


def _said(text: str) -> str:
    return "<text:line-break/>".join(escape(line) for line in text.split("\n"))
