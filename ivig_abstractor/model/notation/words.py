"""Small numbers written in words, as papers write them: "three of the eleven"."""

from decimal import Decimal

from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.notation.text import Template

_ORDER = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen", "twenty"),
)
NUMBER_WORDS = {word: number for number, word in enumerate(_ORDER)}
_WORD = LatePattern(rf"\b(?:{'|'.join(NUMBER_WORDS)})\b(?!-|th)|#")


def spell_out(got: Template) -> Template:
    """The same template with numbers in words taken as numbers."""
    numbers: list[Decimal] = []
    printed: list[str] = []
    signed: list[bool] = []
    for found in _WORD.finditer(got.text):
        if found.group() == "#":
            at = got.index(found.start())
            numbers.append(got.numbers[at])
            printed.append(got.printed[at])
            signed.append(got.signed[at])
        else:
            numbers.append(Decimal(NUMBER_WORDS[found.group()]))
            printed.append(found.group())
            signed.append(False)
    text = _WORD.sub("#", got.text)
    return Template(text, tuple(numbers), tuple(printed), tuple(signed))
