"""Files scored in a stream: cells copied as they are, errors named by line."""

import csv

import pytest

from ml import encoding, files, generated, schema, tables

NAMES = [schema.LOAN_ID.name, *(field.name for field in schema.PREDICTORS)]


def drawn(rows, seed):
    """Return applicants as a matrix, without the first: those lack what is needed."""
    return generated.applicants(100 + rows, seed)[100:]


def lines_of(matrix):
    return [
        ",".join(["" if v is None else str(v) for v in (f"R{i}", *one.values())])
        for i, one in enumerate(encoding.decode(matrix))
    ]


@pytest.fixture
def score(tmp_path, scorer):
    """Score a text, and return the result with the rows that were written."""

    def score(text, *, skip=False):
        source, target = tmp_path / "in.csv", tmp_path / "out.csv"
        source.write_bytes(text if isinstance(text, bytes) else text.encode())
        result = files.score_csv(source, target, scorer=scorer, skip_bad_rows=skip)
        with target.open(newline="", encoding="utf-8") as file:
            return result, list(csv.reader(file))

    return score


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\n\n"])
def test_every_row_has_the_score_that_it_has_alone(score, scorer, end, start):
    matrix = drawn(500, seed=5)
    lines = lines_of(matrix)

    result, (heading, *rows) = score(start + end.join([",".join(NAMES), *lines]))

    assert heading == [*NAMES, *files.ADDED]
    assert (result.scored, result.bad) == (500, 0)
    assert [",".join(row[: len(NAMES)]) for row in rows] == lines
    alone = scorer.score(matrix)
    assert [float(row[len(NAMES)]) for row in rows] == alone.probability.tolist()
    assert [row[len(NAMES) + 2] for row in rows] == alone.recommendation


def test_quoted_cells_change_no_score(score):
    lines = lines_of(drawn(300, seed=6))
    quoted = [",".join(f'"{cell}"' for cell in line.split(",")) for line in lines]

    plain = score("\n".join([",".join(NAMES), *lines]))
    some = score("\n".join([",".join(NAMES), *lines[:200], *quoted[200:]]))

    assert some == plain


def test_bad_rows_are_named_by_their_lines_wherever_they_stand(score):
    lines = lines_of(drawn(30_000, seed=8))
    wrong = {1: "x,y", 9_999: lines[9_999].replace("R9999", "R 9999"), 29_999: "é"}
    lines = [wrong.get(i, line) for i, line in enumerate(lines)]

    result, rows = score("\n".join([",".join(NAMES), *lines]), skip=True)

    assert [error.row for error in result.errors] == [i + 2 for i in wrong]
    assert [error.rule for error in result.errors] == ["cells", "pattern", "cells"]
    assert result.scored == len(rows) - 1 == 29_997


def test_empty_lines_are_left_out_and_counted(score):
    first, second, third = lines_of(drawn(3, seed=9))

    result, rows = score(
        "\n".join([",".join(NAMES), first, "", second, "", "x", third]), skip=True
    )

    assert [error.row for error in result.errors] == [6]
    assert [row[0] for row in rows[1:]] == ["R0", "R1", "R2"]


def test_a_file_of_another_encoding_keeps_its_letters(score):
    line = lines_of(drawn(1, seed=9))[0]
    text = "\n".join([",".join(NAMES), f"é{line}", line]).encode("cp1252")

    result, rows = score(text, skip=True)

    assert [error.row for error in result.errors] == [2]
    assert rows[1][0] == "R0"


def test_a_heading_alone_is_a_file_without_rows(score):
    result, rows = score(",".join(NAMES))

    assert (result.scored, rows) == (0, [[*NAMES, *files.ADDED]])


@pytest.mark.parametrize("text", ["", "\n\n", "a,b\n1,2\n", '"Loan_ID\n"'])
def test_what_is_no_table_is_refused(score, text):
    with pytest.raises(tables.UnreadableFile):
        score(text)


def test_a_quote_that_does_not_end_is_named_by_its_line(score):
    line = lines_of(drawn(1, seed=9))[0]

    with pytest.raises(tables.UnreadableFile, match="Line 3 is not CSV"):
        score("\n".join([",".join(NAMES), line, f'"{line}', line]))


def test_a_line_without_an_end_is_refused_before_it_is_read_to_its_end(score):
    with pytest.raises(tables.UnreadableFile, match="Line 2 is not CSV"):
        score(f"{','.join(NAMES)}\n{'x' * 3_000_000}")


@pytest.mark.parametrize("place", [0, 150, 299])
def test_a_bad_line_longer_than_all_others_is_one_bad_line(score, place):
    lines = lines_of(drawn(300, seed=4))
    lines[place] = "x" * 100_000

    result, rows = score("\n".join([",".join(NAMES), *lines]), skip=True)

    assert [error.row for error in result.errors] == [place + 2]
    assert len(rows) == 300
