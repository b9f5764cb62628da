from __future__ import annotations

import json
from dataclasses import asdict

from attacks import degraded
from attacks.degraded import Variant


def test_variants_that_were_not_run_are_left_out_of_the_page(tmp_path, monkeypatch):
    monkeypatch.setattr(degraded, "KEPT", tmp_path)
    for number, score in ((1, 9.5), (2, 8.0)):
        variant = Variant([f"SEC00{number}"], score, 16, 10, ["a"] * number, 40)
        (tmp_path / f"1-{number}.json").write_text(json.dumps(asdict(variant)))
    (tmp_path / "2-4.json").write_text(json.dumps(asdict(Variant([], 9.0, 16, 10, [], 40))))

    draws = degraded.kept()
    text = degraded.page(draws)

    assert [len(draw) for draw in draws] == [2, 1, 0]
    assert "## Draw 1" in text
    assert "## Draw 2" in text
    assert "## Draw 3" not in text
