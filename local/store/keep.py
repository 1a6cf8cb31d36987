"""
Keeps what ministack holds in memory in a folder, so that it survives the end of the process however it comes.

The containers of ministack's services note which of their entries a request touches. Before the answer to the request
goes out, those that changed are written to an SQLite database in one durable transaction; what runs at the same time
shares one. Long byte strings are files beside it, named by their hash and written before the entry that names them.
"""

import ast
import asyncio
import contextvars
import fcntl
import hashlib
import importlib
import io
import os
import pickle
import sqlite3
import sys
import time
from importlib.metadata import version
from pathlib import Path

from ministack.core import responses

BODY_BYTES = 16 * 1024
LOCK_WITHIN_SECONDS = 5
BACKGROUND_EVERY_SECONDS = 1
# run.py's way to say that the folder cannot be used; start.ts passes the message on as it is.
UNUSABLE_FOLDER = 78

BUCKETS = "ministack.services.s3:_buckets"
OBJECTS = "ministack.services.s3:_buckets objects"
MISSING = object()


class Touches(set):
    """The entries that one request touched, as pairs of container and key."""

    ended = False


background = Touches()
touches_of_request = contextvars.ContextVar("touches_of_request", default=background)


class Tracked(dict):
    """The entries of one container. Handing one out counts as touching it: its receiver may change it."""

    __slots__ = ("module", "store", "prefix")

    def __init__(self, module=None, store=None, prefix=()):
        super().__init__()
        self.module, self.store, self.prefix = module, store, prefix

    __hash__ = object.__hash__

    def __reduce_ex__(self, protocol):
        return dict, (dict(dict.items(self)),)

    def touch(self, keys):
        touches = touches_of_request.get()
        if touches is None:
            return
        if touches.ended:
            touches = background
        touches.update((self, key) for key in keys)

    def __getitem__(self, key):
        self.touch((key,))
        return super().__getitem__(key)

    def get(self, key, default=None):
        self.touch((key,))
        return super().get(key, default)

    def __setitem__(self, key, value):
        self.touch((key,))
        super().__setitem__(key, value)

    def __delitem__(self, key):
        self.touch((key,))
        super().__delitem__(key)

    def pop(self, key, *default):
        self.touch((key,))
        return super().pop(key, *default)

    def popitem(self):
        self.touch(list(self))
        return super().popitem()

    def setdefault(self, key, default=None):
        self.touch((key,))
        return super().setdefault(key, default)

    def update(self, *args, **kwargs):
        added = dict(*args, **kwargs)
        self.touch(added)
        super().update(added)

    def clear(self):
        self.touch(list(self))
        super().clear()

    def items(self):
        self.touch(list(self))
        return super().items()

    def values(self):
        self.touch(list(self))
        return super().values()


def track_containers() -> None:
    """Makes every container that a service makes from now on a tracked one."""

    def init(self):
        self._data = Tracked(module=sys._getframe(1).f_globals["__name__"])

    responses.AccountScopedDict.__init__ = init
    responses.AccountRegionScopedDict.__init__ = init


def store_of(tracked: Tracked):
    """`module:name` of the container; empty for one that is no module's: it is not kept."""
    if tracked.store is None:
        variables = vars(sys.modules[tracked.module]).items()
        names = [name for name, value in variables if getattr(value, "_data", None) is tracked]
        tracked.store = f"{tracked.module}:{names[0]}" if names else ""
    return tracked.store


class Unpickler(pickle.Unpickler):
    """Makes plain values only: a database that somebody else wrote cannot run code."""

    allowed = {
        "builtins": {"bytearray", "complex", "dict", "frozenset", "list", "set", "tuple"},
        "collections": {"Counter", "OrderedDict", "defaultdict", "deque"},
        "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
        "decimal": {"Decimal"},
    }

    def __init__(self, source, body_of):
        super().__init__(source)
        self.persistent_load = body_of

    def find_class(self, module, name):
        if name in self.allowed.get(module, ()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


class Pickler(pickle.Pickler):
    def __init__(self, target, reference_to):
        super().__init__(target, protocol=5)
        self.reference_to = reference_to

    def persistent_id(self, value):
        return self.reference_to(value) if type(value) is bytes and len(value) >= BODY_BYTES else None


class Batch:
    """What goes to the disk together."""

    def __init__(self):
        self.entries = {}
        self.bodies = {}
        self.dropped = set()
        self.written = asyncio.get_running_loop().create_future()


class Keeper:
    def __init__(self, folder: Path):
        self.bodies_folder = folder / "bodies"
        self.bodies_folder.mkdir(exist_ok=True)
        self.database = sqlite3.connect(folder / "entries.sqlite", isolation_level=None, check_same_thread=False)
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("PRAGMA synchronous = FULL")
        self.database.execute("CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT)")
        self.database.execute(
            "CREATE TABLE IF NOT EXISTS entries"
            " (store TEXT, key TEXT, value BLOB, PRIMARY KEY (store, key)) WITHOUT ROWID"
        )
        self.hashes = {}
        self.bodies_of_entry = {}
        self.uses = {}
        self.body = {}
        self.name_of_body = {}
        self.next_batch = None
        self.latest_batch = None
        self.writing = None
        self.earlier_background = Touches()

    def refuse_other_version(self) -> None:
        mine = f"ministack {version('ministack')}"
        self.database.execute("INSERT OR IGNORE INTO meta VALUES ('written by', ?)", (mine,))
        (theirs,) = self.database.execute("SELECT value FROM meta WHERE name = 'written by'").fetchone()
        if theirs != mine:
            unusable(f"this state was written by {theirs} and this is {mine}: choose another folder for --state")

    # Reading

    def restore(self) -> None:
        rows = self.database.execute("SELECT store, key, value FROM entries ORDER BY store, key").fetchall()
        for store, key_text, value in rows:
            self.hashes[store, key_text] = hashlib.sha256(value).digest()
            used = []
            read = Unpickler(io.BytesIO(value), lambda name: used.append(name) or self.read_body(name)).load()
            self.count(store, key_text, used)
            key = ast.literal_eval(key_text)
            tracked = self.container(store)
            if store == BUCKETS:
                read["objects"] = Tracked(store=OBJECTS, prefix=key)
            if store == OBJECTS:
                tracked = dict.__getitem__(tracked, key[:2])["objects"]
                key = key[2]
            dict.__setitem__(tracked, key, read)
        for path in self.bodies_folder.iterdir():
            # Of a put that was not finished, or no longer of any entry.
            if path.name not in self.uses:
                path.unlink()

    def container(self, store: str) -> Tracked:
        module, name = (BUCKETS if store == OBJECTS else store).split(":")
        return getattr(importlib.import_module(module), name)._data

    def read_body(self, name: str) -> bytes:
        if name not in self.body:
            self.remember_body(name, (self.bodies_folder / name).read_bytes())
        return self.body[name]

    # Writing

    async def keep(self, touches: Touches) -> None:
        """Resolves when what was touched is on the disk as it is now."""
        if not touches:
            return
        batch = self.next_batch or Batch()
        try:
            for tracked, key in list(touches):
                self.take(batch, tracked, key)
        finally:
            touches.clear()
            if batch.entries and self.next_batch is None:
                self.next_batch = self.latest_batch = batch
                if self.writing is None:
                    self.writing = asyncio.get_running_loop().create_task(self.write_batches())
        # What is as it was may be so because of another request whose batch is still on its way. And a request that
        # goes away must not take the others' batch with it.
        if self.latest_batch is not None:
            await asyncio.shield(self.latest_batch.written)

    async def write_batches(self) -> None:
        try:
            while self.next_batch is not None:
                batch, self.next_batch = self.next_batch, None
                await asyncio.to_thread(self.write, batch)
                batch.written.set_result(None)
        except BaseException as error:
            # Memory and disk differ now: whoever starts again starts from the disk.
            print(f"the state cannot be written: {error}", file=sys.stderr, flush=True)
            os._exit(1)
        self.writing = None

    def write(self, batch: Batch) -> None:
        for name, body in batch.bodies.items():
            path = self.bodies_folder / name
            half = path.with_suffix(".half")
            with open(half, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            half.rename(path)
        if batch.bodies:
            sync_folder(self.bodies_folder)
        removed = [entry for entry, value in batch.entries.items() if value is None]
        written = [(*entry, value) for entry, value in batch.entries.items() if value is not None]
        self.database.execute("BEGIN")
        self.database.executemany("DELETE FROM entries WHERE store = ? AND key = ?", removed)
        self.database.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", written)
        self.database.execute("COMMIT")
        for name in batch.dropped:
            (self.bodies_folder / name).unlink(missing_ok=True)

    def take(self, batch: Batch, tracked: Tracked, key) -> None:
        store = store_of(tracked)
        if store == "":
            return
        value = dict.get(tracked, key, MISSING)
        if store == OBJECTS:
            bucket = dict.get(self.container(BUCKETS), tracked.prefix)
            if bucket is None or bucket["objects"] is not tracked:
                return
        entry = (store, repr((*tracked.prefix, key) if tracked.prefix else key))
        if value is MISSING:
            if self.hashes.pop(entry, None) is not None:
                self.count(*entry, [], batch)
                batch.entries[entry] = None
            return
        if store == BUCKETS:
            value = self.without_objects(batch, key, value)
        used = []
        target = io.BytesIO()
        Pickler(target, lambda body: self.reference(batch, body, used)).dump(value)
        blob = target.getvalue()
        digest = hashlib.sha256(blob).digest()
        if self.hashes.get(entry) == digest:
            return
        self.hashes[entry] = digest
        self.count(*entry, used, batch)
        batch.entries[entry] = blob

    def without_objects(self, batch: Batch, key, bucket: dict) -> dict:
        objects = bucket["objects"]
        if not isinstance(objects, Tracked):
            bucket["objects"] = tracked = Tracked(store=OBJECTS, prefix=key)
            dict.update(tracked, objects)
            for name in objects:
                self.take(batch, tracked, name)
        return {name: value for name, value in bucket.items() if name != "objects"}

    def reference(self, batch: Batch, body: bytes, used: list) -> str:
        name = self.name_of_body.get(id(body))
        if name is None:
            name = hashlib.sha256(body).hexdigest()
            if name not in self.body:
                self.remember_body(name, body)
                batch.bodies[name] = body
                batch.dropped.discard(name)
        used.append(name)
        return name

    def remember_body(self, name: str, body: bytes) -> None:
        self.body[name] = body
        self.name_of_body[id(body)] = name

    def count(self, store: str, key_text: str, used: list, batch=None) -> None:
        before = self.bodies_of_entry.pop((store, key_text), ())
        now = set(used)
        if now:
            self.bodies_of_entry[store, key_text] = now
        for name in now:
            self.uses[name] = self.uses.get(name, 0) + 1
        for name in before:
            self.uses[name] -= 1
            if self.uses[name] == 0:
                del self.uses[name]
                self.name_of_body.pop(id(self.body.pop(name)), None)
                batch.bodies.pop(name, None)
                batch.dropped.add(name)

    async def keep_background(self) -> None:
        """What no request waits for; each twice, since it may be changed a while after it was handed out."""
        taken = Touches(background)
        background.difference_update(taken)
        both = Touches(taken | self.earlier_background)
        self.earlier_background = taken
        await self.keep(both)

    async def keep_background_forever(self) -> None:
        while True:
            await asyncio.sleep(BACKGROUND_EVERY_SECONDS)
            await self.keep_background()

    # Around the application

    def around(self, app):
        """The application whose answers go out when what they tell is kept."""

        async def kept(scope, receive, send):
            if scope["type"] == "lifespan":
                await self.lifespan(app, scope, receive, send)
                return
            if scope["type"] != "http" or only_reads(scope):
                token = touches_of_request.set(None)
                try:
                    await app(scope, receive, send)
                finally:
                    touches_of_request.reset(token)
                return
            touches = Touches()
            token = touches_of_request.set(touches)

            async def send_when_kept(message):
                if message["type"] == "http.response.start":
                    await self.keep(touches)
                await send(message)

            try:
                await app(scope, receive, send_when_kept)
            finally:
                await self.keep(touches)
                touches.ended = True
                touches_of_request.reset(token)

        return kept

    async def lifespan(self, app, scope, receive, send):
        task = asyncio.get_running_loop().create_task(self.keep_background_forever())

        async def send_when_kept(message):
            if message["type"] == "lifespan.shutdown.complete":
                task.cancel()
                await self.keep_background()
            await send(message)

        await app(scope, receive, send_when_kept)


def only_reads(scope) -> bool:
    """Whether a request can change nothing; of the query protocol a GET can."""
    return scope["method"] in ("GET", "HEAD", "OPTIONS") and b"Action=" not in scope["query_string"]


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lock(descriptor: int) -> None:
    """Takes the folder for this process and the one that handed it the open lock file."""
    deadline = time.monotonic() + LOCK_WITHIN_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            # One that was killed takes a moment until it is gone.
            if time.monotonic() > deadline:
                unusable("another local AWS uses this --state folder: stop it, or choose another folder")
            time.sleep(0.05)


def unusable(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
    sys.exit(UNUSABLE_FOLDER)


def open_keeper(folder: str, lock_descriptor: int) -> Keeper:
    """
    Opens the folder, and puts what is in it where it was.

    Comes before any service is imported: those that are cannot be tracked.
    """
    os.umask(0o077)
    lock(lock_descriptor)
    path = Path(folder)
    path.mkdir(exist_ok=True)
    track_containers()
    keeper = Keeper(path)
    keeper.refuse_other_version()
    keeper.restore()
    return keeper
