import { ActionIcon, Menu as Dropdown } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { exportLink, formats } from '../../../api/exports'
import { useScope } from '../../../api/scope'
import { MoveRuns } from '../../../runs/MoveRuns'
import { useRunChanges } from '../../../runs/useRunChanges'
import { useConfirm } from '../../../ui/confirm'
import type { HeaderRow } from './row'

/** What else can be done with a run. */
export function Menu({ row, mayEdit }: { row: HeaderRow; mayEdit: boolean }) {
  const scope = useScope()
  const navigate = useNavigate()
  const [ask, dialog] = useConfirm()
  const { remove } = useRunChanges()
  const [moving, setMoving] = useState(false)
  const table = `/${scope.entity}/${encodeURIComponent(scope.project)}/table`
  return (
    <>
      <Dropdown position="bottom-end">
        <Dropdown.Target>
          <ActionIcon variant="default" aria-label="Actions of the run">
            <IconDots size={16} />
          </ActionIcon>
        </Dropdown.Target>
        <Dropdown.Dropdown>
          <Dropdown.Item onClick={() => void navigator.clipboard.writeText(row.id)}>Copy id</Dropdown.Item>
          <Dropdown.Item onClick={() => void navigator.clipboard.writeText(location.href)}>Copy link</Dropdown.Item>
          <Dropdown.Item onClick={() => navigate(`${table}?compare=${encodeURIComponent(row.id)}`)}>
            Compare with others
          </Dropdown.Item>
          <Dropdown.Divider />
          <Dropdown.Label>Export the history</Dropdown.Label>
          {formats.map(([format, label]) => (
            <Dropdown.Item
              key={format}
              component="a"
              href={exportLink(scope, 'history', format, { ids: [row.id] })}
              download={`${row.id}.${format}`}
            >
              {label}
            </Dropdown.Item>
          ))}
          {mayEdit && (
            <>
              <Dropdown.Divider />
              <Dropdown.Item onClick={() => setMoving(true)}>Move to another project…</Dropdown.Item>
              <Dropdown.Item
                color="red"
                onClick={() =>
                  ask({
                    title: `Delete ${row.name}?`,
                    text: 'It goes into the trash with all that it logged, and can be taken out again.',
                    action: 'Delete run',
                    danger: true,
                    act: () => remove(row),
                  })
                }
              >
                Delete…
              </Dropdown.Item>
            </>
          )}
        </Dropdown.Dropdown>
      </Dropdown>
      {dialog}
      {moving && <MoveRuns runs={[row]} onClose={() => setMoving(false)} />}
    </>
  )
}
