import { Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { Workspace } from '../../../api/workspace'
import { count } from '../../../ui/numbers'
import { Dragging } from '../drag/Dragging'
import { usePanelSearch } from '../PanelSearch'
import { useWorkspace } from '../WorkspaceContext'
import { Hits } from './Hits'
import classes from './Sections.module.css'
import { SectionView } from './SectionView'

/** The sections of a workspace one below the other; or those with panels that are searched for. */
export function Sections({ data }: { data: Workspace }) {
  const [q] = usePanelSearch()
  const { editable, arrange } = useWorkspace()
  const sections = data.sections ?? []
  if (q.trim() !== '') return <Hits q={q.trim()} sections={sections} />
  const more = (data.section_count ?? 0) - sections.length
  return (
    <Dragging sections={sections}>
      <div className={classes.list}>
        {sections.map((s, i) => (
          <SectionView key={s.id} section={s} above={sections[i - 1]?.id} below={sections[i + 1]?.id} />
        ))}
        {sections.length === 0 && (
          <Text c="var(--rl-quiet)" p="lg" ta="center">
            {data.total > 0
              ? 'No metrics yet: panels appear by themselves when a run logs its first.'
              : 'There are no sections. Add one below, or let the workspace arrange itself again by clearing it.'}
          </Text>
        )}
        {more > 0 && (
          <Text size="sm" c="var(--rl-quiet)" ta="center">
            {count(more)} more sections aren’t shown: the search above finds their panels.
          </Text>
        )}
        {editable && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            className={classes.add}
            onClick={() => void arrange({ do: 'add-section', fields: { title: 'New section' } }).catch(() => {})}
          >
            Add section
          </Button>
        )}
      </div>
    </Dragging>
  )
}
