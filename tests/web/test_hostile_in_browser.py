"""What a reader may be sent: hostile links and files. A notice, and the page stays alive."""

import base64
import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

import geo
from layers import CoverageMap
from tests.hostile import HOSTILE
from tests.web.conftest import UNFOLD, Open
from tests.web.test_keep_in_browser import note

SCENARIO = geo.Scenario(
    title="small",
    sites={"home": geo.Site(name="Home", kind="radar", lon=20, lat=50)},
).with_ranges(home="500 km")
API = "window.shieldmap.maps[0]"
RUNS = "<img src=x onerror='window.pwned=1'><svg onload='window.pwned=1'>"
LINK = "https://example.org/?q=</a><script>window.pwned=1</script>"
TEXTS = [
    " ".join(HOSTILE[:6]),
    " ".join(HOSTILE[6:]),
    RUNS,
    "__proto__",
    "constructor",
    "x" * 200,
    "=HYPERLINK(\"https://example.org\") \u202eright to left",
    "half a pair \ud83d",
]  # fmt: skip
CSP = """document.addEventListener("securitypolicyviolation", (event) => {
    window.violations = [...(window.violations ?? []), event.violatedDirective];
})"""


@pytest.fixture
def page(open_page: Open) -> Iterator[Page]:
    """Open a small page; afterwards nothing has run, and the policy was never touched."""
    page = open_page(SCENARIO, before=CSP)
    yield page
    assert page.evaluate("[window.pwned ?? null, window.violations ?? null]") == [None, None]


def alive(page: Page) -> None:
    """A range can still be typed, and the circle follows."""
    kept = page.locator(".sm-estimates input[type=radio]")
    if kept.count() > 1:
        kept.first.check()
    for kilometres in (700, 500):
        page.get_by_label("Range of Home", exact=True).fill(str(kilometres))
        shape = page.evaluate(f"{API}.shape('home')")
        north = max(lat for _, lat in shape["geometry"]["coordinates"][0])
        assert north == pytest.approx(50 + kilometres / 111.25, abs=0.02)


def bring(page: Page, name: str, content: str | bytes) -> Locator:
    """Choose a file; return where the page says what came of it."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    field = page.locator(".sm-bring input[type=file]")
    if len(data) < 100_000:
        mime = "application/octet-stream"
        field.set_input_files({"name": name, "mimeType": mime, "buffer": data})
    else:
        field.evaluate(UNPACK, [name, base64.b64encode(gzip.compress(data, 1)).decode()])
    return page.locator(".sm-bring").get_by_role("status")


# Playwright takes seconds to hand over 10 MB: the page unpacks the same bytes from some kB.
UNPACK = """async (field, [name, packed]) => {
    const bytes = Uint8Array.from(atob(packed), (each) => each.charCodeAt(0));
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const chosen = new DataTransfer();
    chosen.items.add(new File([await new Response(unpacked).blob()], name));
    field.files = chosen.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
}"""


def collection(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def feature(geometry: Any, **properties: Any) -> Any:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(lon: Any = 10, lat: Any = 40) -> Any:
    return {"type": "Point", "coordinates": [lon, lat]}


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\ud83d", "")


def look_everywhere(page: Page) -> None:
    """Open what shows names: a popup, an answer, the globe, agreement, and the page's link."""
    page.locator(".sm-site").last.press("Enter")
    page.keyboard.press("Escape")
    page.get_by_role("radio", name="Globe").check()
    page.get_by_role("radio", name="Flat map").check()
    page.get_by_role("button", name="Copy link").click()
    assert page.locator("a[href^='javascript' i]").count() == 0


def test_hostile_words_typed_in_appear_as_they_are(page: Page) -> None:
    page.get_by_text("add a site or region").click()
    form, group = page.locator(".sm-add-place"), page.locator(".sm-estimates")
    for text in [each.replace("\ud83d", "") for each in TEXTS]:
        form.get_by_label("Name", exact=True).fill(text)
        form.get_by_label("Place", exact=True).fill("40, 10")
        form.get_by_role("button", name="Add", exact=True).click()
        group.get_by_role("button", name="Add an estimate").click()
        group.get_by_label("Name", exact=True).fill(text)
        group.get_by_label("Source", exact=True).fill(text)
        group.get_by_role("button", name="Add", exact=True).click()
        said = page.evaluate(f"{API}.scene")
        for name in (said["sites"][-1]["name"], said["estimates"][-1]["name"]):
            assert " ".join(name.split()) == " ".join(text.split())
        page.locator(".sm-rows input[inputmode], .sm-rows input[type=text]").last.fill("300")
        assert list(page.evaluate(f"{API}.ranges").values()) == [300_000]
    look_everywhere(page)
    alive(page)


def test_hostile_words_in_a_link_appear_as_they_are(page: Page) -> None:
    for text in [each.replace("\ud83d", "") for each in TEXTS]:
        word = quote(text, safe="")
        ending = (
            f"v=1&site.x=40,10,radar,,{word}&site.x:source={word}&estimate.1={word}"
            f"&estimate.1.source={word}&1.home=600km&1.x=300km&{word}=5km&home={word}&show={word}"
            f"&date={word}&map={word}&line={word}&unit={word}&off={word}&region.y=launch,,{word}"
        )
        page.evaluate("text => { location.hash = text }", ending)
        page.wait_for_function(
            f"text => {API}.scene.sites[1]?.name.trim() === text", arg=text.strip()
        )
        expect(page.locator(".sm-link-notice")).to_be_visible()
        assert page.evaluate(f"{API}.ranges") == {"home": 600_000, "x": 300_000}
        page.locator(".sm-site").last.press("Enter")
        page.keyboard.press("Escape")
    look_everywhere(page)
    alive(page)


def files_of(text: str) -> dict[str, str]:
    words = {"name": text, "source": text, "notes": [{"text": text, "source": [text]}]}
    geojson = collection(
        feature(point(), id=text, **words),
        feature(point(11), id="x", estimate=text, events=[{"on": "2016", "what": text}], **words),
        feature(None, role="coverage", id="x", estimate=text, source=text, range_m=300_000),
    )
    kml = (
        f"<kml><Placemark><name>{escaped(text)}</name>"
        f'<ExtendedData><Data name="source"><value>{escaped(text)}</value></Data></ExtendedData>'
        "<Point><coordinates>12,41</coordinates></Point></Placemark></kml>"
    )
    quoted = '"' + text.replace('"', '""') + '"'
    csv = f"name,lat,lon,source,radius_km\n{quoted},42,13,{quoted},250\n"
    scenario = json.dumps(
        {
            "title": text,
            "sites": {"y": {"name": text, "kind": "radar", "lon": 14, "lat": 43, "source": text}},
            "regions": {"z": {"name": text, "country": text}},
            "estimates": [{"name": text, "source": text, "ranges": {"y": text, "home": "5 km"}}],
        }
    )
    return {"geojson": geojson, "kml": kml, "csv": csv, "yaml": scenario}


def test_hostile_words_in_files_appear_as_they_are(page: Page) -> None:
    for nth, text in enumerate(TEXTS):
        for kind, content in files_of(text).items():
            name = f"{nth}.{kind}"
            expect(bring(page, name, content)).to_contain_text(name)
    for site in page.locator(".sm-site").all():
        site.press("Enter")
        page.keyboard.press("Escape")
    look_everywhere(page)
    alive(page)


NESTED = 100_000
COMB = [[x, y / 200] for y in range(4000) for x in ((0, 50) if y % 2 else (50, 0))]
FORMULAS = "name,lat,lon,radius_km\n" + "".join(
    f"\"{start}cmd|' /C calc'!A0\",{i},{i},100\n" for i, start in enumerate("=+-@")
)
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join(['*' + old] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
PLACEMARK = "<Placemark><name>x</name><Point><coordinates>{}</coordinates></Point></Placemark>"

STYLED = (
    '<?xml-stylesheet href="https://example.org/x.xsl" type="text/xsl"?>'
    '<kml>{}<script xmlns="http://www.w3.org/1999/xhtml">window.pwned=1</script></kml>'
)


def deflated(text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("doc.kml", text)
    return packed.getvalue()


FILES: dict[str, tuple[str, str | bytes, str]] = {
    "10 MB of one name": (
        "a.geojson", collection(feature(point(), name="n" * 10_000_000)), "Added 1 site"),
    "10 MB of names": (
        "a.geojson",
        collection(*[feature(point(), name=f"{i} {'n' * 10_000}") for i in range(1000)]),
        "Added 1000 sites"),
    "10 MB of rows": (
        "a.csv", "lat,lon,name\n" + "1,2,abcdefghijklmnop\n" * 500_000, "499000 were left out"),
    "10 MB of columns": ("a.csv", "lat,lon" + ",abc" * 2_500_000, "columns"),
    "10 MB of placemarks": (
        "a.kml", "<kml>" + PLACEMARK.format("1,2") * 120_000 + "</kml>", "119000 were left out"),
    "10 MB of a scenario": (
        "a.yaml", "sites:\n" + "  s: {name: x, lon: 1, lat: 2}\n" * 300_000, "at most 500000"),
    "more than is read": ("a.csv", "lat,lon\n" + "1,2\n" * 3_000_100, "12 MB"),
    "a deep list": ("a.geojson", "[" * NESTED, "is no JSON"),
    "deep coordinates": (
        "a.geojson",
        '{"type":"Polygon","coordinates":' + "[" * NESTED + "]" * NESTED + "}",
        "no pair of numbers"),
    "deep collections": (
        "a.geojson",
        '{"type":"GeometryCollection","geometries":[' * 20_000 + "]}" * 20_000,
        "is no GeoJSON"),
    "deep elements": ("a.kml", "<kml>" + "<Folder>" * NESTED + "</Folder>" * NESTED, "well-formed"),
    "deep YAML": ("a.yaml", "title: " + "[" * NESTED, "nested too deeply"),
    "a YAML bomb": ("a.yaml", BOMB + "sites: *i\n", "Excessive alias count"),
    "YAML tags": ("a.yaml", "sites: !!js/function 'function () { window.pwned = 1 }'", "Nothing"),
    "NaN": ("a.geojson", '{"type":"Point","coordinates":[NaN,1]}', "is no JSON"),
    "1e400": ("a.geojson", '{"type":"Point","coordinates":[1e400,1]}', "Infinity"),
    "a range of 1e400": (
        "a.csv", "lat,lon,radius_km,name\n1,2,1e400,far", "is too far"),
    "a range of NaN": ("a.csv", "lat,lon,radius_km,name\n1,2,NaN,far", "is no number"),
    "10^6 vertices": (
        "a.geojson",
        '{"type":"Polygon","coordinates":[[' + "[1,2]," * 1_000_000 + "[1,2]]]}",
        "has 1000001 corners"),
    "a comb": (
        "a.geojson", json.dumps({"type": "Polygon", "coordinates": [COMB]}), "Added 1 region"),
    "a bow tie": (
        "a.geojson", '{"type":"Polygon","coordinates":[[[0,0],[9,9],[9,0],[0,9],[0,0]]]}',
        "crosses itself"),
    "many estimates": (
        "a.geojson",
        collection(*[feature(None, role="coverage", id="home", estimate=f"e{i}", range_m=1000)
                     for i in range(3000)]),
        "Only the first 50 estimates"),
    "objects for text": (
        "a.geojson",
        collection(feature(point(), name={"toString": 1}, range={"valueOf": 1, "toString": 2},
                           notes={"length": 5}, source=[{"a": 1}], bearings=[{}, []])),
        "was left out"),
    "keys of objects": (
        "a.geojson",
        json.dumps(feature(point(), name="p", constructor={"prototype": 1}))
        .replace('"p"', '"p", "__proto__": {"name": "x"}'),
        "Added 1 site"),
    "a document type": (
        "a.kml", f'<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>{PLACEMARK}</kml>',
        "document type"),
    "many entities": (
        "a.kml", '<!DOCTYPE k [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><kml>&b;</kml>',
        "document type"),
    "a style sheet": (
        "a.kml",
        STYLED.format(PLACEMARK.format("1,2")),
        "Added 1 site"),
    "no place": ("a.kml", f"<kml>{PLACEMARK.format(',')}</kml>", "has no coordinates"),
    "a zip": ("a.kmz", deflated("<kml/>"), "unzip it"),
    "bytes": ("a.csv", bytes(range(256)), "no UTF-8"),
    "nothing": ("a.geojson", "", "is no JSON"),
    "a program": ("a.html", "<script>window.pwned=1</script>", "of no known kind"),
    "formulas": ("a.csv", FORMULAS, "Added 4 sites"),
}  # fmt: skip


# Those that fill a page have one of their own; "many estimates" leaves no room for another.
FILLING = ["10 MB of names", "10 MB of rows", "10 MB of placemarks"]
OTHERS = [what for what in FILES if what not in [*FILLING, "many estimates"]] + ["many estimates"]


@pytest.mark.parametrize(
    "files", [*([each] for each in FILLING), OTHERS], ids=lambda files: files[0]
)
def test_hostile_files_are_answered_in_words_and_the_page_lives(
    page: Page, files: list[str]
) -> None:
    for nth, what in enumerate(files):
        name, content, words = FILES[what]
        said = bring(page, f"{nth}{name}", content)
        expect(said, what).to_contain_text(f"{nth}{name}")
        expect(said, what).to_contain_text(words)
        assert len(said.inner_text()) < 5000
        if re.search("Added|left out|first", words) or what == files[-1]:
            alive(page)


LINKS = [
    ("v=1&" + "&".join(f"site.s{i}=1,1,radar,,x" for i in range(1500)), "at most 1000"),
    ("v=1&" + "&".join(f"estimate.{i}={i}" for i in range(1, 999)), "at most 50"),
    ("v=1&" + "home=5km&" * 6_600, ""),
    ("v=1&" + "a=1&" * 14_000, "no such place"),
    ("v=1&line=" + "home,@1,1," * 3_000 + "home", "at most 200"),
    ("v=1&region.r=launch,,R&region.r:outline=" + "1,1," * 10_000 + "2,2", "simple|area"),
    ("v=1&" + "%00" * 10_000, ""),
    ("v=1&home=" + "9" * 10_000 + "km", "too far"),
    ("v=1&home=1e400km&map=1e400,NaN,Infinity", "too far"),
    ("v=" + "9" * 10_000, "newer version"),
    ("v=1&" + "x" * 10_000_000, "more than 60000"),
]


def test_hostile_links_are_answered_in_words_and_the_page_lives(page: Page) -> None:
    for ending, words in LINKS:
        text = ending.rstrip("x")  # 10 MB of them are made in the page, which takes no time
        repeat = "([text, more]) => { location.hash = text + 'x'.repeat(more) }"
        page.evaluate(repeat, [text, len(ending) - len(text)])
        page.wait_for_timeout(300)
        if words:
            expect(page.locator(".sm-link-notice"), ending[:24]).to_have_text(re.compile(words))
            assert len(page.locator(".sm-link-notice").inner_text()) < 2000
    alive(page)


def test_in_a_sandboxed_frame_a_hostile_file_reaches_nobody(context: BrowserContext) -> None:
    troubles: list[str] = []
    page = context.new_page()
    page.on("request", lambda asked: troubles.append(asked.url))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: note(said.text, said.type == "error", troubles))
    page.set_content('<iframe sandbox="allow-scripts" width="1100" height="700"></iframe>')
    page.evaluate(
        "html => { document.querySelector('iframe').srcdoc = html }", CoverageMap(SCENARIO).html()
    )
    frame = page.frames[1]
    frame.wait_for_function("() => window.shieldmap?.maps?.length === 1")
    frame.evaluate(UNFOLD)
    frame.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "a.geojson"));
            const init = { dataTransfer: data, bubbles: true, cancelable: true };
            document.querySelector(".sm-map").dispatchEvent(new DragEvent("drop", init));
        }""",
        collection(feature(point(), name=RUNS, source=LINK, radius_km=300)),
    )
    expect(frame.locator(".sm-bring").get_by_role("status")).to_contain_text("Added 1 site")
    reached = frame.evaluate(
        """() => ["document", "pwned"].map((name) => {
            try { return String(window.parent[name]) } catch (error) { return error.name }
        })"""
    )
    assert reached == ["SecurityError", "SecurityError"]
    assert frame.evaluate("window.pwned ?? null") is None
    assert troubles == []
