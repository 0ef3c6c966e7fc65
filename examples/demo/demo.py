#!/usr/bin/env python3
"""Fills a runledger instance with real trainings of scikit-learn models.

Some seventy runs with curves, configs, console output, pictures and a diverged loss; a
workspace that is arranged, and a report. What is there already is left as it is, so it
can be started again:

    make demo                                # with a server, if none answers
    python demo.py --url http://127.0.0.1:8080 --key-file data/admin.key
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy: the trainings share the cores, not each training

import argparse
import multiprocessing
import sys
import tempfile
import time

from arrangement import arrange, report
from pictures import ARCHS, log_with_wandb, run_id
from recording import record
from server import Refused, Server
from trainings import all_trainings, few_trainings


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080", help="of the server (%(default)s)")
    parser.add_argument("--key-file", default="data/admin.key", help="file with the API key (%(default)s)")
    parser.add_argument("--project", default="admin/demo", help="entity/name (%(default)s)")
    parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1), help="trainings at once (%(default)s)")
    parser.add_argument("--short", action="store_true", help="one short training of each kind")
    parser.add_argument("--login", action="store_true", help="print an address that signs the admin in, once")
    return parser.parse_args()


def one(work):
    server, training = work
    record(server, training)
    return training, server.position


def train(server, trainings, workers):
    """Trains what isn't there, several at once; shows how far it is."""
    missing = [(server, t) for t in trainings]
    begin = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(min(workers, len(missing))) as pool:
        for done, (training, server.position) in enumerate(pool.imap_unordered(one, missing), 1):
            show(f"{done:>3}/{len(missing)} trainings  {time.monotonic() - begin:>3.0f} s  {training.name}")
    show("")


def show(text):
    """One line of progress, over the one before at a terminal."""
    if sys.stdout.isatty():
        print(f"\r\x1b[K{text}", end="", flush=True)
    elif text:
        print(text, flush=True)


def fill(server, args):
    """Makes all that isn't there; returns how many runs it added."""
    there = server.run_ids()
    trainings = few_trainings() if args.short else all_trainings()
    missing = [t for t in trainings if t.id not in there]
    if missing:
        train(server, missing, args.workers)
    archs = [a for a in ARCHS if run_id(a) not in there]
    for arch in archs:
        show(f"with the wandb SDK: {arch}")
        with tempfile.TemporaryDirectory() as folder:
            log_with_wandb(server, arch, 2 if args.short else 20, folder)
    show("")
    return len(missing) + len(archs)


def main():
    args = arguments()
    with open(args.key_file, encoding="utf-8") as file:
        server = Server(args.url, file.read().strip(), args.project)
    begin = time.monotonic()
    runs = fill(server, args)
    made = [what for what, did in (("workspace", arrange(server)), ("report", report(server))) if did]
    if runs or made:
        print(f"made: {runs} runs" + "".join(f", the {what}" for what in made) + f" ({time.monotonic() - begin:.0f} s)")
    else:
        print("the demo is there already: nothing was added")
    print(f"open  {args.url}/{args.project}/workspace")
    if args.login:
        print(f"or    {login(server)}  (signs you in as admin, once, within an hour)")


def login(server):
    return server.ask("POST", f"/users/{server.project.split('/')[0]}/login", {})["url"]


if __name__ == "__main__":
    try:
        main()
    except (Refused, OSError) as failure:
        sys.exit(f"demo: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)
