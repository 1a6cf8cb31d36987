"""Runs ministack until its standard input closes, so that it never outlives the process that started it."""

import os
import signal
import sys
import threading

from ministack.app import main


def stop_when_input_closes() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=stop_when_input_closes, daemon=True).start()
sys.exit(main())
