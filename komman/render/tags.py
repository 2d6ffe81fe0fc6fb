"""Corrections to Typst's PDF: row headers as headers, closing rows as body rows, stream ends without doubt."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object


def structure(element: Object, art: str) -> Iterator[Object]:
    """All structure elements of kind ``art`` below ``element``, in reading order."""
    for child in children(element):
        if child.get("/S") == art:
            yield child
        yield from structure(child, art)


def children(element: Object) -> list[Object]:
    """The structure elements directly below ``element``; marked content is left out."""
    kids: Any = element.get("/K", [])
    return [k for k in (kids if isinstance(kids, Array) else [kids]) if isinstance(k, Dictionary) and "/S" in k]


def correct_tables(pdf: bytes, zeilenkoepfe: Sequence[Sequence[bool]]) -> bytes:
    """``pdf`` with ``TH`` and row scope for the cells of each table's header columns, and ``TBody`` for its last rows.

    Typst writes row headers as plain cells, and its footers only serve us to keep the last rows together.
    ``zeilenkoepfe`` has one entry per table and in it one per column; another number of tables is our own fault.
    """
    with pikepdf.open(io.BytesIO(pdf)) as doc:
        tables = list(structure(doc.Root.StructTreeRoot, "/Table"))
        for table, columns in zip(tables, zeilenkoepfe, strict=True):
            for part in children(table):
                if Name.TFoot == part.S:
                    part.S = Name.TBody
            for row in structure(table, "/TR"):
                for cell, is_header in zip(children(row), columns, strict=True):
                    if is_header and cell.S == Name.TD:
                        cell.S = Name.TH
                        cell.A = Array([Dictionary(O=Name.Table, Scope=Name.Row)])
        end_streams_plainly(doc)
        out = io.BytesIO()
        # No object streams and no new compression: those would be streams whose last byte nobody has looked at.
        doc.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            preserve_pdfa=True,
        )
    return out.getvalue()


def end_streams_plainly(doc: pikepdf.Pdf) -> None:
    """Write streams that happen to end in CR or LF as hexadecimal text.

    PDF/A wants each length to match the bytes before the line end that follows them; where the data themselves end
    like a line, validators count one byte less. That hits about one report in ten.
    """
    for item in doc.objects:
        if isinstance(item, pikepdf.Stream) and item.read_raw_bytes().endswith((b"\r", b"\n")):
            filters = item.get("/Filter", Array())
            parms = item.get("/DecodeParms", None)
            chain = [Name.ASCIIHexDecode, *(filters if isinstance(filters, Array) else [filters])]
            before = parms if isinstance(parms, Array) else [parms] * (len(chain) - 1)
            item.write(
                item.read_raw_bytes().hex().encode("ascii") + b">",
                filter=Array(chain),
                decode_parms=Array([None, *before]) if parms is not None else None,
            )
