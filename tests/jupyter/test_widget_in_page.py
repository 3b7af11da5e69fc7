"""The widget's page half against its Python half; a model stands in for the kernel between them."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import geo
import layers
from layers.assets import static

DEVESELU = "Range of Aegis Ashore Romania (Deveselu)"
EPAA = (
    geo.scenario("epaa")
    .with_ranges(kurecik="900 km", estimate="B")
    .with_ranges(interceptor="1000 km", iran="2000 km", estimate="A")
)

# What anywidget gives a widget, and one module each, as anywidget loads them.
HOST = """
window.models = {};
window.show = async (name, state, packed, code) => {
  const bytes = Uint8Array.from(atob(packed), (each) => each.charCodeAt(0));
  const values = { ...state, _countries: new DataView(bytes.buffer) };
  const heard = new Set();
  const model = {
    sent: [],
    get: (key) => values[key],
    set: (key, value) => { values[key] = value; for (const each of [...heard]) each(); },
    save_changes: () => model.sent.push(JSON.stringify(values._now)),
    on: (event, listener) => { if (event === "change:_now") heard.add(listener); },
    off: (event, listener) => heard.delete(listener),
    heard,
  };
  models[name] = model;
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const el = document.body.appendChild(document.createElement("section"));
  el.id = name;
  model.close = await widget.render({ model, el });
};
"""
# Who listens to what outlives a widget.
LISTENERS = """
window.listening = new Set();
const long = (target) => target instanceof MediaQueryList ||
  [window, document, document.documentElement, document.body].includes(target);
const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
const known = new WeakMap();
const keyOf = (target, type, listener) => {
  if (!known.has(listener)) known.set(listener, Math.random());
  return `${target.constructor.name} ${type} ${known.get(listener)}`;
};
EventTarget.prototype.addEventListener = function (type, listener, options) {
  const playwrights = type.startsWith("__") || String(listener).includes("_hitTarget");
  const target = this ?? window;
  if (listener && long(target) && !playwrights) listening.add(keyOf(target, type, listener));
  return add.call(target, type, listener, options);
};
EventTarget.prototype.removeEventListener = function (type, listener, options) {
  if (listener && long(this ?? window)) listening.delete(keyOf(this ?? window, type, listener));
  return remove.call(this ?? window, type, listener, options);
};
"""


def state_of(w: layers.Explorer) -> tuple[dict[str, Any], str]:
    keys = ["_scene", "_now", "_kept", "_countries_name"]
    return {key: w.get_state(key)[key] for key in keys}, base64.b64encode(w._countries).decode()


def show(page: Page, name: str, w: layers.Explorer) -> Any:
    state, packed = state_of(w)
    page.evaluate("(all) => show(...all)", [name, state, packed, static("widget.js")])
    widget = page.locator(f"#{name}")
    expect(widget.locator(".sm-panel h1")).to_be_visible()
    return widget


def to_page(page: Page, name: str, w: layers.Explorer) -> None:
    page.evaluate("([name, now]) => models[name].set('_now', now)", [name, w._now])


def from_page(page: Page, name: str, w: layers.Explorer, done: Callable[[], bool]) -> None:
    """Hand over what the page sends, which Python checks, until it says what is expected."""
    for _ in range(200):
        for text in page.evaluate("(name) => models[name].sent.splice(0)", name):
            w.set_state({"_now": json.loads(text)})
        if done():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the page never says so; it says {w._now}")


@pytest.fixture
def page(watched: Any, tmp_path: Path) -> Page:
    page: Page = watched(color_scheme="dark")
    file = tmp_path / "notebook.html"
    file.write_text(f"<!DOCTYPE html><meta charset='utf-8'><style>{static('widget.css')}</style>")
    page.add_init_script(LISTENERS + HOST)
    page.goto(file.as_uri())
    return page


def test_every_trait_goes_both_ways_and_nothing_comes_back_as_an_echo(
    page: Page, tmp_path: Path
) -> None:
    w = layers.explore(EPAA)
    widget = show(page, "one", w)
    shown = widget.locator(".shieldmap")
    expect(shown).to_have_attribute("data-theme", "dark")  # as nothing around it has a colour
    page.evaluate("() => { document.body.style.background = 'oklch(97% 0.01 90)' }")
    expect(shown).to_have_attribute("data-theme", "light")

    field = widget.get_by_label(DEVESELU, exact=True)
    field.fill("1300")
    from_page(page, "one", w, lambda: w.ranges["deveselu"] == 1_300_000)
    widget.get_by_role("radio", name="B no source").check()
    from_page(page, "one", w, lambda: w.estimate == "B")
    assert (w.ranges["kurecik"], w.ranges["deveselu"]) == (900_000, None)
    widget.get_by_role("radio", name="Globe").check()
    from_page(page, "one", w, lambda: w.view is not None and w.view["kind"] == "globe")
    widget.get_by_role("radio", name="Flat map").check()
    from_page(page, "one", w, lambda: w.view is None)
    widget.get_by_role("button", name="Kürecik radar, Malatya").focus()
    page.keyboard.press("Enter")
    from_page(page, "one", w, lambda: w.selection == "kurecik")

    w.estimate, w.ranges = "A", {"deveselu": "500 mi"}
    w.date, w.selection = "2018-12-31", "rota"
    # The popup has room there: it moves no map, whose view the page would send once it rests.
    w.view = {"kind": "flat", "lon": -6, "lat": 43, "zoom": 5}
    to_page(page, "one", w)
    expect(field).to_have_value("500")
    popup = widget.get_by_role("group", name="Naval Station Rota")
    expect(popup).to_be_visible()
    w.view = {"kind": "round", "site": "deveselu", "zoom": 4}
    w.selection = (25, 45)
    to_page(page, "one", w)
    expect(popup).to_have_count(0)
    expect(widget.get_by_role("radio", name="Round a site")).to_be_checked()
    expect(widget.locator(".sm-card")).to_be_visible()
    page.wait_for_timeout(300)
    # What the page made of it says the same, and is sent only when the reader changes something.
    assert page.evaluate("() => models.one.sent") == []
    before = (dict(w.ranges), w.date, w.view, w.selection)
    widget.get_by_role("radio", name="B no source").check()
    from_page(page, "one", w, lambda: w.estimate == "B")
    w.estimate = "A"
    assert (dict(w.ranges), w.date, w.view, w.selection) == before

    # The page that it writes opens as the map was.
    to_page(page, "one", w)
    widget.get_by_role("checkbox", name="Kürecik radar").uncheck()
    from_page(page, "one", w, lambda: w._now["off"] == ["kurecik"])
    w.estimate = "B"
    w.save(tmp_path / "map.html")
    page.goto((tmp_path / "map.html").as_uri())
    page.wait_for_function("() => window.shieldmap?.maps?.length === 1")
    expect(page.get_by_role("radio", name="B no source")).to_be_checked()
    expect(page.get_by_role("radio", name="Round a site")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Kürecik radar")).not_to_be_checked()
    scene = page.evaluate("() => window.shieldmap.maps[0].scene")
    assert scene["estimates"][0]["ranges"]["deveselu"]["range_m"] == 804_672
    assert page.evaluate("() => window.shieldmap.maps[0].ranges") == {"kurecik": 900_000}


def test_several_widgets_are_apart_and_a_closed_one_leaves_nothing(page: Page) -> None:
    page.evaluate("() => { window.before = new Set(listening) }")
    first, second = layers.explore(EPAA), layers.explore(EPAA)
    one, two = show(page, "one", first), show(page, "two", second)
    one.get_by_label(DEVESELU, exact=True).fill("1300")
    from_page(page, "one", first, lambda: first.ranges["deveselu"] == 1_300_000)
    expect(two.get_by_label(DEVESELU, exact=True)).to_have_value("1000")
    assert page.evaluate("() => models.two.sent") == []
    twice = """() => {
        const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
        return ids.filter((id, i) => ids.indexOf(id) !== i);
    }"""
    assert page.evaluate(twice) == []
    assert page.evaluate("() => window.L") is None  # the notebook's own, if any, is left alone
    assert page.evaluate("() => listening.size > before.size")

    two.get_by_role("radio", name="Globe").check()
    page.evaluate(
        """() => {
            window.gone = [...document.querySelectorAll("#one .shieldmap, #one .leaflet-container")]
              .map((each) => new WeakRef(each));
            models.one.close();
            window.left = models.one.heard.size;
            delete models.one;
        }"""
    )
    assert page.evaluate("() => left") == 0
    assert page.locator("#one").inner_html() == ""
    expect(two.locator(".sm-globe")).to_be_visible()
    two.get_by_label(DEVESELU, exact=True).fill("700")
    from_page(page, "two", second, lambda: second.ranges["deveselu"] == 700_000)
    page.evaluate("() => models.two.close()")
    assert page.evaluate("() => [...listening].filter((each) => !before.has(each))") == []
    assert page.evaluate("() => document.head.querySelectorAll('style').length") == 1
    # A collector may take its time, and is asked again.
    page.wait_for_function(
        "() => { gc(); return gone.every((each) => each.deref() === undefined) }", polling=200
    )
