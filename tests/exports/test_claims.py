"""Claims as files that other tools read."""

import csv
import io
import json

from builders.claims import document, said, worked_out
from heavylift.exports.claims import COLUMNS, claims_csv, claims_json
from heavylift.exports.followthemoney import follow_the_money

#: Properties of the schemata used, from followthemoney's YAML (see the module).
KNOWN = {
    "Article": {"title", "publisher", "publishedAt", "sourceUrl", "notes"},
    "Note": {
        "name", "summary", "description", "publisher", "sourceUrl", "keywords", "notes",
        "proof",
    },
}  # fmt: skip


def made():
    return worked_out(
        document("D1", title="Ninety-two", outlet="A Paper", date="2023-03 (est.)"),
        document("D2", "D1"),
        said("A", "at least 6", doc="D1", url="https://example.org/1"),
        said("B", "about 12", "flights", doc="D2", text='=HYPERLINK("x")'),
        said("C", text="Aboard were arms", doc="D3"),
    )


def test_the_table_has_a_row_for_each_assertion_with_the_declared_columns():
    rows = list(csv.DictReader(io.StringIO(claims_csv(made()))))

    assert [row["assertion"] for row in rows] == ["A", "B", "C"]
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["start"] == "2023-09-01"
    assert rows[0]["end"] == "2023-09-18"
    assert rows[1]["copy"] == "derived from D1 by the list"
    assert "agrees if" in rows[0]["relations"]


def test_no_cell_is_a_formula():
    rows = list(csv.reader(io.StringIO(claims_csv(made()))))

    assert not [c for row in rows for c in row if c.startswith(("=", "+", "-", "@"))]


def test_json_holds_claims_relations_documents_and_judgements():
    told = json.loads(claims_json(made()))

    assert [c["claim"] for c in told["claims"]] == ["A", "C"]
    assert told["claims"][0]["originals"] == ["D1"]
    assert told["claims"][0]["relations"][0]["kind"] == "agrees if"
    assert told["documents"][1]["copy"]
    assert told["judgements"] == told["withdrawn"] == []


def test_entities_of_followthemoney_have_known_properties_and_lists_of_text():
    entities = [json.loads(line) for line in follow_the_money(made()).splitlines()]

    assert [e["schema"] for e in entities] == ["Article"] * 2 + ["Note"] * 3
    assert len({e["id"] for e in entities}) == 5
    for entity in entities:
        assert set(entity["properties"]) <= KNOWN[entity["schema"]]
        for values in entity["properties"].values():
            assert values
            assert all(isinstance(v, str) and v for v in values)
    articles = {e["id"] for e in entities[:2]}
    assert set(entities[2]["properties"]["proof"]) <= articles
    assert entities[0]["properties"]["publishedAt"] == ["2023-03"]
    assert "proof" not in entities[4]["properties"]  # D3 is in no list


def test_the_same_claims_give_the_same_files():
    assert claims_json(made()) == claims_json(made())
    assert follow_the_money(made()) == follow_the_money(made())
