export type Whose = { server: string; entity: string; project: string; key: string }

const quoted = (s: string) => JSON.stringify(s)

/** Logs a first run with the wandb SDK. */
export function withSDK({ server, entity, project, key }: Whose): string {
  return `pip install wandb
export WANDB_BASE_URL=${server}
export WANDB_API_KEY=${key}

python - <<'END'
import wandb

with wandb.init(entity=${quoted(entity)}, project=${quoted(project)}, config={"lr": 0.01}) as run:
    for step in range(100):
        run.log({"train/loss": 1 / (step + 1)})
END`
}

/** Logs a first run over plain HTTP. */
export function withCurl({ server, entity, project, key }: Whose): string {
  const path = `${entity}/${project}`
  return `curl ${server}/api/v1/ingest \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/x-ndjson" \\
  --data-binary @- <<'END'
{"project":${quoted(path)},"run":"first","step":0,"metrics":{"train/loss":1.0},"config":{"lr":0.01}}
{"project":${quoted(path)},"run":"first","step":1,"metrics":{"train/loss":0.5}}
{"project":${quoted(path)},"run":"first","step":2,"metrics":{"train/loss":0.3},"state":"finished"}
END`
}
