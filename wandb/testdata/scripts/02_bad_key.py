"""A key that the server doesn't know: login, Api and init say so."""
import wandb

for what, call in (
    ("login", lambda: wandb.login(key="b" * 40, verify=True, relogin=True)),
    ("api", lambda: wandb.Api(api_key="b" * 40)),
    ("init", lambda: wandb.init()),
):
    try:
        call()
        print(what, "no error")
    except Exception as e:
        print(what, type(e).__name__, str(e).replace("\n", " "))
