"""`serve`: the web service."""

import argparse
import logging
import math
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

from assistant.commands.heap import give_back, share_arenas, trim
from assistant.settings import Settings

if TYPE_CHECKING:
    import uvicorn

    from assistant.services.staff_accounts import StaffAccounts

_SENDING_SECONDS = 2
_FIRST_TRIM_SECONDS, _TRIM_SECONDS = 15.0, 300.0


def add_serve_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = commands.add_parser("serve", help="serve the chat and its API")
    serve.add_argument("--host")
    serve.add_argument("--port", type=int)
    serve.set_defaults(run=serve_web)


def serve_web(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serves until stopped; prints the address once it listens."""
    share_arenas()
    import uvicorn

    from assistant.bootstrap import build_assistant
    from web.app import create_app

    logging.basicConfig(level=settings.log_level, format="%(message)s", stream=sys.stderr)
    host, port = arguments.host or settings.host, arguments.port or settings.port
    print("正在准备资料和索引……", file=sys.stderr)
    _build_apart(settings)
    try:
        assistant = build_assistant(settings)
        app = create_app(assistant)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False, proxy_headers=False,
                            timeout_graceful_shutdown=_patience_seconds(settings), server_header=False)  # fmt: skip
    config.load()
    try:
        listener = config.bind_socket()
    except SystemExit:
        print(f"端口 {port} 已被占用，请换一个：python -m assistant serve --port {port + 1}", file=sys.stderr)
        return 1
    _announce(host, port)
    _welcome_first_administrator(assistant.office.accounts)
    threading.Thread(target=_warm_up, args=(assistant.warm_up,), name="warm-up", daemon=True).start()
    server = uvicorn.Server(config)
    _close_streams_first(server, app.state.site.live.close)
    server.run(sockets=[listener])
    return 0


def _warm_up(warm_up: Callable[[], None]) -> None:
    """Also gives back what bursts have needed (an index that caught up, a new state of the knowledge, a large list):
    the allocator keeps it otherwise."""
    warm_up()
    give_back()
    time.sleep(_FIRST_TRIM_SECONDS)
    while True:
        trim()
        time.sleep(_TRIM_SECONDS)


def _patience_seconds(settings: Settings) -> int:
    """How long to wait for answers that are being given: as long as one may take, and a moment to send it."""
    return math.ceil(settings.turn_timeout_seconds) + _SENDING_SECONDS


def _close_streams_first(server: "uvicorn.Server", close: Callable[[], None]) -> None:
    """Event streams end at the first signal to stop: the server waits for whatever is open."""
    handle_exit = server.handle_exit

    def close_and_exit(sig: int, frame: FrameType | None) -> None:
        close()
        handle_exit(sig, frame)

    server.handle_exit = close_and_exit  # type: ignore[method-assign]


def _build_apart(settings: Settings) -> None:
    """Builds in a process of its own, which takes the memory that training needs with it when it ends.

    Whether it succeeded shows when the knowledge is opened.
    """
    from assistant.bootstrap.openings import open_knowledge_store

    if open_knowledge_store(settings).needs_build():
        subprocess.run([sys.executable, "-m", "assistant", "kb", "build"], stdout=subprocess.DEVNULL, check=False)


def _welcome_first_administrator(accounts: "StaffAccounts") -> None:
    """Makes the first administrator where there is nobody. The password goes to a terminal only: what is not one may
    be kept as a log."""
    if accounts.has_members():
        return
    if not sys.stderr.isatty():
        print(
            "还没有工作人员账号，请另外运行：python -m assistant staff add admin --role administrator", file=sys.stderr
        )
        return
    given = accounts.make_first_administrator()
    if given is not None:
        print(f"工作人员登录：/staff/login  账号 {given.name}  一次性密码 {given.password}", file=sys.stderr)
        print("密码只显示这一次，7 天内有效；第一次登录时请换成自己的。", file=sys.stderr, flush=True)


def _announce(host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    print(f"就业服务助手已启动：http://{shown}:{port}  （按 Ctrl+C 停止）", file=sys.stderr, flush=True)
