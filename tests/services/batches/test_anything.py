"""Whatever bytes come: they are a file that was checked, or refused with a reason."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ml.tables import UnreadableFile
from predictor.models import BatchJob
from predictor.web.files import wording
from tests.services.batches import files

pytestmark = pytest.mark.django_db

HEADING = ",".join(files.NAMES).encode() + b"\n"
LINES = st.text(st.sampled_from('AB12,;"\0\r\n\té=-+@ '), max_size=200)
BYTES = st.one_of(
    st.binary(max_size=300),
    st.binary(max_size=300).map(lambda rest: HEADING + rest),
    LINES.map(lambda rest: HEADING + rest.encode()),
    st.binary(max_size=100).map(lambda rest: b"PK\x03\x04" + rest),
)


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=BYTES, name=st.text(max_size=300))
def test_any_bytes_are_checked_or_refused(upload, content, name):
    before = BatchJob.objects.count()
    try:
        job = upload(content, name)
    except UnreadableFile as refused:
        told = wording.problem(refused.problem, names=refused.names, line=refused.line)
        assert told != wording.problem("")
        assert BatchJob.objects.count() == before
    else:
        assert job.state == "checked"
        assert job.rows >= job.bad_rows
