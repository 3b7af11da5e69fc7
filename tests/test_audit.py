"""What `make audit` makes of the services' answers, as pip-audit 2.10 and npm 11 give them."""

import json

from tests.audit import about_npm, about_python

GOOD = {"name": "numpy", "version": "2.4.6", "vulns": []}
# PyPI's advisory PYSEC-2023-175 was fixed in 10.0.1.
BAD = {
    "name": "pillow",
    "version": "10.0.0",
    "vulns": [{"id": "PYSEC-2023-175", "fix_versions": ["10.0.1"], "aliases": []}],
}
# What a mirror without PyPI's JSON interface leaves of an audit that ends with "No known
# vulnerabilities found" and status 0.
SKIPPED = {"name": "folium", "skip_reason": "Dependency not found on PyPI and could not be audited"}


def test_a_vulnerable_package_is_told_from_one_that_was_not_asked_about() -> None:
    def said(*found: object) -> str:
        return json.dumps({"dependencies": found, "fixes": []})

    assert about_python(said(GOOD), "") == ([], "")
    assert about_python(said(GOOD, BAD), "").vulnerable == ["pillow 10.0.0: PYSEC-2023-175"]
    assert about_python(said(BAD), "").unasked == ""
    found = about_python(said(GOOD, SKIPPED, BAD), "")
    assert found.vulnerable == ["pillow 10.0.0: PYSEC-2023-175"]
    assert found.unasked.startswith("1 of 3 skipped: Dependency not found on PyPI")
    assert about_python("", "Traceback\nConnectionError: no route\n") == (
        [],
        "ConnectionError: no route",
    )


def test_npms_error_is_no_clean_answer() -> None:
    refused = {"message": "405 Method Not Allowed", "method": "POST", "statusCode": 405}
    assert about_npm(json.dumps(refused), "npm warn") == ([], "405 Method Not Allowed")
    assert about_npm("", "npm error network") == ([], "npm error network")
    clean = {"auditReportVersion": 2, "vulnerabilities": {}, "metadata": {}}
    assert about_npm(json.dumps(clean), "") == ([], "")
    bad = {"name": "yaml", "severity": "high", "range": "<2.2.2", "via": [], "fixAvailable": True}
    found = about_npm(json.dumps({**clean, "vulnerabilities": {"yaml": bad}}), "")
    assert found == (["yaml <2.2.2: high"], "")
