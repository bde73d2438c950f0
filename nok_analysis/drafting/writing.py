"""The proposed form file as text: what is mapped, then in comments what is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from nok_analysis.drafting.entries import Entry, Part, quoted, words_of
from nok_analysis.drafting.seen import Export
from nok_analysis.slugs import slug
from nok_analysis.wording import Words

LONGEST_CODE = 40
SHARED = 2  # questions that make a list of answers worth a name


def written_form(export: Export, entries: Sequence[Entry], words: Words, *, zone: str) -> str:
    """Return the text of a form file.

    Parameters
    ----------
    export : Export
    entries : sequence of Entry
        One a column.
    words : Words
        Language of the comments.
    zone : str
        Time zone written beside the column of dates.
    """
    named = _named_answers(entries)
    return "\n".join(
        [
            *_identity(export, words),
            *_about(entries, words, zone),
            *_sets(named),
            "questions:"
            if any(one.part is Part.QUESTION for one in entries)
            else "questions: []",
            *(_question(one, named) for one in entries if one.part is Part.QUESTION),
            *_unknown(entries, words),
            *_rules(entries),
            "",
        ]
    )


def _identity(export: Export, words: Words) -> Iterator[str]:
    stem = PurePath(export.name).stem
    said = words.say(
        "Proposed from “{file}”: {rows} rows, {columns} columns. Check every line; the lines "
        "at the end of “questions” that begin with # were not recognised and are not read.",
        file=export.name,
        rows=export.rows,
        columns=len(export.columns),
    )
    yield f"# {_one_line(said)}"
    yield f"form: {slug(stem, most=LONGEST_CODE, otherwise='survey')}"
    yield 'version: "1"'
    yield "kind: questionnaire"
    yield f"title: {quoted(stem)}"
    yield "language: ru"
    yield 'approved: {by: "", decision: "", date: ""}'
    sheet = "first" if export.sheet is None or not export.other_sheets else quoted(export.sheet)
    separator = export.separator if export.separator == "auto" else quoted(export.separator)
    yield (
        f"table: {{readers: [{export.reader}], sheet: {sheet}, "
        f'header_row: "{export.header_row}", encoding: auto, separator: {separator}}}'
    )


def _about(entries: Sequence[Entry], words: Words, zone: str) -> Iterator[str]:
    by_part = {one.part: one for one in entries}
    institution = by_part.get(Part.INSTITUTION)
    if institution is None:
        yield f"# {_one_line(words.say('Fill in: the column of the institution.'))}"
        yield '# institution: {column: "", match: [code, inn, alias]}'
    else:
        header = quoted(institution.column.header)
        yield f"institution: {{column: {header}, match: [code, inn, alias]}}"
    respondent = by_part.get(Part.RESPONDENT)
    number = respondent and f"{{column: {quoted(respondent.column.header)}}}"
    yield f"respondent: {number or 'row'}"
    time = by_part.get(Part.TIME)
    if time is not None:
        yield f"time: {{column: {quoted(time.column.header)}, zone: {zone}}}"
    for part in (Part.ROLE, Part.CHANNEL):
        one = by_part.get(part)
        if one is not None:
            missing = "".join(f", {key}: {value}" for key, value in one.keys.items())
            yield (
                f"{part}: {{column: {quoted(one.column.header)}, "
                f"answers: {words_of(one.answers)}{missing}}}"
            )
    for part in (Part.SETTLEMENT, Part.INTERVIEWER):
        one = by_part.get(part)
        if one is not None:
            yield f"{part}: {{column: {quoted(one.column.header)}}}"


def _named_answers(entries: Sequence[Entry]) -> dict[str, str]:
    """Return answers as written → their name, of those that several questions share."""
    written = [words_of(one.answers) for one in entries if one.part is Part.QUESTION]
    shared = [
        one for one in dict.fromkeys(written) if one != "{}" and written.count(one) >= SHARED
    ]
    return {answers: f"answers_{i}" for i, answers in enumerate(shared, start=1)}


def _sets(named: dict[str, str]) -> Iterator[str]:
    if named:
        yield "answers:"
    for answers, name in named.items():
        yield f"  {name}: {answers}"


def _question(one: Entry, named: dict[str, str]) -> str:
    keys = [f"code: {one.code}", f"role: {one.keys.get('role', 'numerator')}"]
    keys.append(f"column: {quoted(one.column.header)}")
    keys += [f"{key}: {value}" for key, value in one.keys.items() if key != "role"]
    if one.answers:
        answers = words_of(one.answers)
        keys.append(f"answers: {named.get(answers, answers)}")
    if one.asked_if:
        keys.append(f"asked_if: {one.asked_if}")
    return f"  - {{{', '.join(keys)}}}"


def _unknown(entries: Sequence[Entry], words: Words) -> Iterator[str]:
    left = [one for one in entries if one.part is Part.UNKNOWN]
    if not left:
        return
    said = words.say(
        "Not recognised and not read. Take the # away where the line is right, or name the "
        "column under “ignore”:"
    )
    yield f"# {_one_line(said)}"
    for one in left:
        yield f"# {_one_line(one.why)}:"
        yield f"#{_question(replace_role(one), {})[1:]}"


def replace_role(one: Entry) -> Entry:
    """Return an entry that has a role to go on from."""
    if "role" in one.keys:
        return one
    keys = {"role": "profile", "answers": "{a1: []}"}
    return Entry(one.column, one.part, one.code, keys)


def _rules(entries: Sequence[Entry]) -> Iterator[str]:
    for part in (Part.IGNORE, Part.PERSONAL):
        headers = [quoted(one.column.header) for one in entries if one.part is part]
        yield f"{part}: [{', '.join(headers)}]"
    yield "skip_violation: drop_answer"
    yield "empty_row: quarantine"


def _one_line(text: str) -> str:
    return " ".join(text.split())
