"""The form for readers and for machines, as files that people keep."""

import json

from ivig_abstractor.exchange.codebook import codebook
from ivig_abstractor.exchange.json_schema import json_schema_text
from ivig_abstractor.model.checks.registry import rules
from ivig_abstractor.model.form import the_form


def test_the_codebook_is_the_one_we_read_last(golden):
    golden("codebook.md", codebook(the_form()))


def test_the_codebook_names_every_option_and_rule():
    text = codebook(the_form())
    for spec in the_form().fields():
        for option in spec.options:
            assert f"`{option}`" in text
    for rule in rules():
        assert f"**{rule}**" in text


def test_the_schema_is_the_one_we_read_last(golden):
    golden("form.schema.json", json_schema_text())


def test_the_schema_refuses_what_the_form_does_not_have():
    schema = json.loads(json_schema_text())

    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == {
        *(section.prefix.partition("[")[0] for section in the_form().sections)
    }
