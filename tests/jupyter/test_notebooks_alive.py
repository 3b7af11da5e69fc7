"""The widget in JupyterLab 4, Notebook 7 and marimo: real servers, kernels and browser."""

import shutil
from pathlib import Path
from typing import Any

import nbconvert
import nbformat
from playwright.sync_api import Browser, Frame, Page, expect

from tests.jupyter import servers

FIRST = Path(__file__).resolve().parents[2] / "notebooks" / "first-map.ipynb"
DEVESELU = "Range of Aegis Ashore Romania (Deveselu)"

# Cells that are run before their kernel is there ask which one to take.
READY = """() => document.querySelector(".jp-CodeCell") &&
  window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === "idle"
"""
SLOW = 30_000  # ms: for the first cell of a kernel on a busy machine

MARIMO = """
import marimo
app = marimo.App()

@app.cell
def _():
    import geo, layers, marimo as mo
    shown = mo.ui.anywidget(
        layers.explore(geo.scenario("epaa").with_ranges(interceptor="1000 km"))
    )
    shown
    return mo, shown

@app.cell
def _(mo, shown):
    mo.md(f"now {shown.value and shown.ranges['deveselu']}")

@app.cell
def _(mo, shown):
    mo.ui.button(label="set it", on_click=lambda _: setattr(shown, "ranges", {"rota": "800 km"}))
"""


def test_the_first_notebook_is_alive_in_jupyter_and_readable_without(
    watched: Any, browser: Browser, tmp_path: Path
) -> None:
    shutil.copy(FIRST, tmp_path)
    with servers.jupyter(tmp_path) as (address, token):

        def opened(path: str) -> Page:
            page: Page = watched(color_scheme="light")
            page.goto(f"{address}/{path}?token={token}")
            page.wait_for_function(READY, timeout=SLOW)
            return page

        page = opened("lab/tree/first-map.ipynb")
        both_ways(page)
        keys_and_wheel_are_the_notebooks(page)
        it_is_as_dark_as_the_notebook(page)
        command(page, "docmanager:save")
        page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
        it_can_be_closed(page)
        page.close()

        servers.end_sessions(address, token)
        kept_in_place_of_the_widget(opened("lab/tree/first-map.ipynb"))

        stranger = nbformat.read(tmp_path / "first-map.ipynb", 4)
        stranger.cells[0].source = "# From somebody else"  # and so not trusted
        nbformat.write(stranger, tmp_path / "stranger.ipynb")
        page = opened("notebooks/stranger.ipynb")
        a_picture_where_nothing_may_run(page)
        both_ways(page)  # in Notebook 7
    alive_as_a_web_page(browser, tmp_path / "first-map.ipynb")


def both_ways(page: Page) -> None:
    command(page, "notebook:run-all-cells")
    # Its cells print the ranges and set 1,200 km, after the map was shown.
    expect(range_field(page)).to_have_value("1200", timeout=SLOW)
    expect(output(page, "read")).to_contain_text("deveselu 1000000.0")
    range_field(page).fill("1300")
    the_next_cell_prints(page, "deveselu 1300000.0")
    run_cell(page, "set")
    expect(range_field(page)).to_have_value("1200")
    # What the notebook keeps is there, and not shown.
    frame = page.locator("iframe[srcdoc]")
    expect(frame).to_have_count(1)
    assert not frame.is_visible()


def the_next_cell_prints(page: Page, text: str) -> None:
    # The kernel hears of a number a tenth of a second after it was typed, on a quiet machine.
    for _ in range(20):
        run_cell(page, "read")
        page.wait_for_timeout(500)
        if text in "".join(output(page, "read").all_inner_texts()):
            return
    raise AssertionError(f"the cell never prints {text}")


def keys_and_wheel_are_the_notebooks(page: Page) -> None:
    # Of the notebook's model: JupyterLab 4.2 keeps only those in the document that are in sight.
    cells = "() => [...jupyterapp.shell.currentWidget.content.model.cells].map((cell) => cell.id)"
    before = page.evaluate(cells)
    page.locator(".sm-map").focus()
    for key in ("b", "d", "d"):  # a cell below; delete the cell
        page.keyboard.press(key)
        assert page.evaluate(cells) == before
    page.locator(".jp-Cell").first.click()
    box = page.locator(".sm-widget").bounding_box()
    assert box
    scale = page.locator(".sm-scale").inner_text()
    page.mouse.move(box["x"] + 150, box["y"] + 200)
    page.mouse.wheel(0, 120)
    page.wait_for_function(
        "(top) => document.querySelector('.sm-widget').getBoundingClientRect().top < top - 50",
        arg=box["y"],
    )
    assert page.locator(".sm-scale").inner_text() == scale


def it_is_as_dark_as_the_notebook(page: Page) -> None:
    themed = page.locator(".sm-widget > .shieldmap")
    expect(themed).to_have_attribute("data-theme", "light")
    theme = "{ theme: 'JupyterLab Dark' }"
    page.evaluate(f"() => {{ jupyterapp.commands.execute('apputils:change-theme', {theme}) }}")
    expect(themed).to_have_attribute("data-theme", "dark")


def it_can_be_closed(page: Page) -> None:
    page.evaluate(
        """async () => {
            const { sessionContext } = jupyterapp.shell.currentWidget;
            await sessionContext.session.kernel.requestExecute({ code: "w.close()" }).done;
        }"""
    )
    expect(page.locator(".sm-widget")).to_have_count(0)
    expect(page.locator("iframe[srcdoc]")).to_have_count(0)


def kept_in_place_of_the_widget(page: Page) -> None:
    frame = page.locator("iframe[srcdoc]")
    expect(frame).to_be_visible(timeout=SLOW)  # once JupyterLab has given up the widget
    expect(page.get_by_text("Error displaying widget")).to_be_hidden()
    expect(page.locator(".shieldmap-picture")).to_be_hidden()
    alive(page)


def alive(page: Page) -> None:
    """What is kept is the page itself, and shut off from the notebook."""
    handle = page.locator("iframe[srcdoc]").element_handle()
    assert handle
    frame = handle.content_frame()
    assert frame
    frame.wait_for_function("() => window.shieldmap?.maps?.length === 1")
    # Hidden at first, it has found its view all the same: it is not zoomed out to the end.
    expect(frame.locator(".leaflet-control-zoom-out")).to_be_visible()
    expect(frame.locator(".leaflet-control-zoom-out.leaflet-disabled")).to_have_count(0)
    range_field(frame).fill("1300")
    frame.wait_for_function("() => window.shieldmap.maps[0].ranges.deveselu === 1_300_000")
    reached = "() => { try { return String(parent.document) } catch (error) { return error.name } }"
    assert frame.evaluate(reached) == "SecurityError"


def a_picture_where_nothing_may_run(page: Page) -> None:
    picture = page.locator(".shieldmap-picture")
    expect(picture).to_be_visible()
    expect(picture).to_contain_text("Illustrative: every range was entered by the reader")
    expect(picture.get_by_role("row", name="Aegis Ashore Romania")).to_contain_text("1000 km")
    width = picture.locator("img").evaluate("(image) => image.decode().then(() => image.width)")
    assert width > 100
    expect(page.locator("iframe[srcdoc]")).to_have_count(0)


def alive_as_a_web_page(browser: Browser, notebook: Path) -> None:
    html, _ = nbconvert.HTMLExporter().from_filename(notebook)
    file = notebook.with_name("converted.html")
    file.write_text(html)
    # nbconvert's pages ask for MathJax and RequireJS, which do not come and are not needed.
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    alive(page)
    context.close()


def test_it_is_alive_in_marimo(watched: Any, tmp_path: Path) -> None:
    script = tmp_path / "map.py"
    script.write_text(MARIMO)
    with servers.marimo(script) as address:
        page = watched(color_scheme="light")
        page.goto(address)
        expect(range_field(page)).to_have_value("1000", timeout=SLOW)
        expect(page.get_by_text("now 1000000.0")).to_be_visible()
        range_field(page).fill("1300")
        expect(page.get_by_text("now 1300000.0")).to_be_visible()
        page.get_by_role("button", name="set it").click()
        expect(page.get_by_label("Range of Naval Station Rota", exact=True)).to_have_value("800")


def command(page: Page, name: str) -> None:
    # Not waited for: what it does is looked at.
    page.evaluate("(name) => { jupyterapp.commands.execute(name) }", name)


def run_cell(page: Page, id_: str) -> None:
    number = cell_number(id_)
    page.evaluate("(n) => { jupyterapp.shell.currentWidget.content.activeCellIndex = n }", number)
    command(page, "notebook:run-cell")


def cell_number(id_: str) -> int:
    return [cell.id for cell in nbformat.read(FIRST, 4).cells].index(id_)


def output(page: Page, id_: str) -> Any:
    return page.locator(".jp-Cell").nth(cell_number(id_)).locator(".jp-OutputArea-output")


def range_field(page: Page | Frame) -> Any:
    return page.get_by_label(DEVESELU, exact=True)
