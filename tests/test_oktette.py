"""One pass over the bytes tells what separate looks would."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komman import oktette
from komman.oktette import look_at


@pytest.mark.parametrize("piece", [1, 2, 3, 1 << 19])
@settings(deadline=None)
@given(data=st.lists(st.sampled_from([b"a", b"\r\n", b"\n", b"\r", b'"', b"\xe4", b"\x00"]), max_size=12).map(b"".join))
def test_it_tells_what_separate_looks_tell(piece: int, data: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(oktette, "PIECE", piece)
        look = look_at(data)
    assert (look.enden, look.anfuehrungen, look.nul) == (data.count(b"\n"), data.count(b'"'), b"\x00" in data)
    assert look.regelmaessig == (data.count(b"\r") == data.count(b"\r\n"))
    assert look.fremd.tolist() == [i for i, b in enumerate(data) if b > 127]
