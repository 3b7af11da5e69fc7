"""Real notebook servers on the loopback address, each with a free port, a token and a folder."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# JupyterLab asks the reader, and the network, whether there is news.
_QUIET = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}


@contextmanager
def jupyter(folder: Path) -> Iterator[tuple[str, str]]:
    """Run JupyterLab, which serves Notebook 7 as well; yield its address and token."""
    config = folder / ".config" / "labconfig"
    config.mkdir(parents=True)
    (config / "page_config.json").write_text(json.dumps(_QUIET))
    port, token = free_port(), secrets.token_hex(16)
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": folder,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "ServerApp.jpserver_extensions": "{'jupyter_lsp': False}",
        "IdentityProvider.token": token,
        "LabApp.expose_app_in_browser": True,
        "JupyterNotebookApp.expose_app_in_browser": True,
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{k}={v}" for k, v in options.items())]
    homes = {
        f"JUPYTER_{name}_DIR": str(folder / f".{name.lower()}")
        for name in ("CONFIG", "DATA", "RUNTIME")
    }
    address = f"http://127.0.0.1:{port}"
    with _running(command, folder, {**homes, "IPYTHONDIR": str(folder / ".ipython")}):
        _wait_for(f"{address}/api?token={token}")
        yield address, token


@contextmanager
def marimo(script: Path) -> Iterator[str]:
    """Run a marimo notebook as an app; yield the address with its token."""
    port, token = free_port(), secrets.token_hex(16)
    command = [sys.executable, "-m", "marimo", "run", str(script), "--headless"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--token-password", token]
    homes = {
        f"XDG_{name}_HOME": str(script.parent / ".xdg") for name in ("CONFIG", "STATE", "CACHE")
    }
    address = f"http://127.0.0.1:{port}/?access_token={token}"
    with _running(command, script.parent, homes):
        _wait_for(f"http://127.0.0.1:{port}/health")
        yield address


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], folder: Path, env: dict[str, str]) -> Iterator[None]:
    with (folder / "server.log").open("wb") as log:
        # A group of its own, so that its kernels end with it.
        server = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **env}, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
        try:
            yield
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):  # what takes longer ends with its group
                server.wait(10)
            _end_group(server.pid)
            server.wait()


def _end_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return  # it has ended them itself


def _wait_for(url: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(f"no answer from {url.split('?')[0]}")


def end_sessions(address: str, token: str) -> None:
    """End every kernel of a Jupyter server."""
    with urllib.request.urlopen(f"{address}/api/sessions?token={token}") as answer:
        sessions = [session["id"] for session in json.load(answer)]
    for session in sessions:
        url = f"{address}/api/sessions/{session}?token={token}"
        urllib.request.urlopen(urllib.request.Request(url, method="DELETE")).close()
