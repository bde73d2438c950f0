"""The sample council as a folder: registry, and incoming files of eight quarters."""

from __future__ import annotations

from pathlib import Path

from nok_analysis.sample.checklists import checklist_file
from nok_analysis.sample.dirt import read_dirt
from nok_analysis.sample.registers import registry_files
from nok_analysis.sample.shapes import read_shapes
from nok_analysis.sample.sources import source_files
from nok_analysis.sample.story import read_story
from nok_analysis.sample.surveys import survey_files

FOUNDED = 20140915  # the day the seed's council was founded


def write_sample(folder: Path, *, seed: int = FOUNDED) -> None:
    """Leave the sample council in `folder`: the same seed gives the same bytes.

    Parameters
    ----------
    folder : Path
        Made when missing; files of the same names are written over, others are kept.
    seed : int
        Start of the draws; the committed sample has the default.

    Notes
    -----
    Two institutions are those of the seed, the rest and every answer are invented: no figure
    of the sample says anything about a real institution.
    """
    story, shapes, dirt = read_story(), read_shapes(), read_dirt()
    files = registry_files(story, shapes)
    for period in shapes.quarters:
        received = survey_files(story, shapes, period, dirt, seed)
        name = shapes.checklists.file.format(period=period)
        received[name] = checklist_file(story, shapes.checklists, period, seed)
        received |= source_files(story, period, seed)
        files |= {f"incoming/{period}/{file}": content for file, content in received.items()}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
