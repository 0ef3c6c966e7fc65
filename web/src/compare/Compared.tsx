import { Modal, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { comparedQuery } from '../api/compared'
import { useScope } from '../api/scope'
import { Answer } from '../ui/Answer'
import { Comparer } from './Comparer'
import { useCompared } from './useCompared'

/** The runs of ?compare= side by side, over the page. */
export default function Compared() {
  const [ids, setIds] = useCompared()
  const scope = useScope()
  const runs = useQuery({ ...comparedQuery(scope, ids), enabled: ids.length > 0 })
  const missing = runs.data && runs.data.length < ids.length ? ids.length - runs.data.length : 0
  return (
    <Modal
      opened={ids.length > 0}
      onClose={() => setIds([])}
      fullScreen
      title={`Comparing ${ids.length} ${ids.length === 1 ? 'run' : 'runs'}`}
      styles={{
        content: { display: 'flex', flexDirection: 'column' },
        body: { flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' },
      }}
    >
      {missing > 0 && (
        <Text size="sm" c="var(--rl-quiet)" pb="xs">
          {missing === 1 ? 'One of them isn’t there any more.' : `${missing} of them aren’t there any more.`}
        </Text>
      )}
      <div style={{ flex: 1, minHeight: 0 }}>
        <Answer of={runs} what="Reading the runs">
          {(all) => <Comparer runs={all} drop={(id) => setIds(ids.filter((one) => one !== id))} />}
        </Answer>
      </div>
    </Modal>
  )
}
