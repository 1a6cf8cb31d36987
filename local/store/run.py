"""Runs ministack until its standard input closes, so that it never outlives the process that started it."""

import os
import signal
import sys
import threading

# Standard input closes with the process that started this one; the descriptor after the usual three is its lock.
LOCK_DESCRIPTOR = 3

keeper = None
if "XPUT_STATE_DIR" in os.environ:
    # No compiled copy in the middle of the sources.
    sys.dont_write_bytecode = True
    from keep import open_keeper

    sys.dont_write_bytecode = False
    keeper = open_keeper(os.environ["XPUT_STATE_DIR"], LOCK_DESCRIPTOR)

import ministack.app
from ministack.services import organizations

create_account = organizations._create_account


def create_account_of_id(payload: dict):
    """Lets the gateway say which account joins an organization: the store makes up ids of its own."""
    wanted = payload.pop("XputAccountId", None)
    if wanted is None:
        return create_account(payload)
    organizations._ensure_org()
    new_uuid = organizations.new_uuid
    organizations.new_uuid = lambda: wanted
    try:
        return create_account(payload)
    finally:
        organizations.new_uuid = new_uuid


organizations._DISPATCH["CreateAccount"] = create_account_of_id


def stop_when_input_closes() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if keeper is not None:
    ministack.app.app = keeper.around(ministack.app.app)
threading.Thread(target=stop_when_input_closes, daemon=True).start()
sys.exit(ministack.app.main())
