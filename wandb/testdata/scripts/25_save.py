"""Files: saved now, live and at the end; in a folder; with odd names; changed and saved again."""
import os
import time

import wandb

run = wandb.init(id="r1")
os.makedirs("d/sub", exist_ok=True)


def write(name, text):
    with open(name, "wb") as f:
        f.write(text)


write("now.txt", b"now")
write("end.txt", b"before")
write("live.txt", b"one")
write("d/sub/deep.bin", bytes(range(256)) * 1000)
write("a b%20c #1.txt", b"odd name")
write("empty.txt", b"")
run.save("now.txt", policy="now")
run.save("end.txt", policy="end")
run.save("live.txt", policy="live")
run.save("d/sub/deep.bin", base_path=".", policy="now")
run.save("a b%20c #1.txt", policy="now")
run.save("empty.txt", policy="now")
time.sleep(0.5)
write("end.txt", b"after")
write("live.txt", b"two")
run.log({"x": 1})
run.finish()
