"""Texts that must appear as typed and never run, in Python or in the page."""

HOSTILE = [
    "{{7*7}}",
    "{% raw %}{{ this.get_name() }}",
    "${alert(1)}",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- <script>",
    "javascript:alert(1)",
    "\"quotes\" & 'more' \\ `back`",
    "rocket 🚀 and e\u0301",
    "مرحبا بالعالم",
    "line\u2028and\u2029paragraph",
]

TOGETHER = " ".join(HOSTILE)
"""All of them in one name, where every page that is opened takes its time."""
