import { Modal, Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { comparedQuery } from '../api/compared'
import { useScope } from '../api/scope'
import type { RunRow } from '../api/workspace'
import { RunComparer } from '../panels/comparer/RunComparer'
import { Answer } from '../ui/Answer'
import { flag, useParam } from '../url/params'
import { useCompared } from './useCompared'

/** A run without what the wandb SDK notes about itself in the config. */
function withoutSDK(run: RunRow): RunRow {
  const { config } = run
  if (typeof config !== 'object' || config === null || !('_wandb' in config)) return run
  const rest = Object.entries(config).filter(([key]) => key !== '_wandb')
  return { ...run, config: Object.fromEntries(rest) }
}

/** The runs of ?compare= side by side, over the page. */
export default function Compared() {
  const [ids, setIds] = useCompared()
  const [differences, setDifferences] = useParam('differences', flag)
  const scope = useScope()
  const runs = useQuery({ ...comparedQuery(scope, ids), enabled: ids.length > 0 })
  const { ref, height } = useElementSize()
  const missing = runs.data ? ids.length - runs.data.length : 0
  return (
    <Modal
      opened={ids.length > 0}
      onClose={() => setIds([])}
      fullScreen
      title={`Comparing ${ids.length} ${ids.length === 1 ? 'run' : 'runs'}`}
      transitionProps={{ duration: 0 }}
      styles={{
        content: { display: 'flex', flexDirection: 'column' },
        body: { flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' },
      }}
    >
      {missing > 0 && (
        <Text size="sm" c="var(--rl-quiet)" pb="xs">
          {missing === 1 ? 'One of them isn’t there.' : `${missing} of them aren’t there.`}
        </Text>
      )}
      <div ref={ref} style={{ flex: 1, minHeight: 0 }}>
        <Answer of={runs} what="Reading the runs">
          {(all) => (
            <RunComparer
              runs={all.map(withoutSDK)}
              onlyDifferences={differences}
              onOnlyDifferences={setDifferences}
              height={Math.max(200, height)}
            />
          )}
        </Answer>
      </div>
    </Modal>
  )
}
