import { ActionIcon, Menu } from '@mantine/core'
import { IconCursorText, IconDots, IconFileTypeHtml, IconLink, IconMarkdown, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { address } from '../../../api/address'
import { useChange } from '../../../api/change'
import { useMay } from '../../../api/project'
import { deleteReport } from '../../../api/reportChanges'
import { exportAddress, type ReportSummary } from '../../../api/reports'
import { useScope } from '../../../api/scope'
import { useConfirm } from '../../../ui/confirm'
import { useNotifyUndo } from '../../../undo/useNotifyUndo'
import { copy } from '../copy'
import { reportPath } from '../reportPath'

import { RenameReport } from './RenameReport'

/** What can be done with a report. */
export function ReportMenu({ report, afterDelete }: { report: ReportSummary; afterDelete?: () => void }) {
  const scope = useScope()
  const may = useMay()
  const [renaming, setRenaming] = useState(false)
  const [ask, dialog] = useConfirm()
  const notifyUndo = useNotifyUndo()
  const remove = useChange(deleteReport, ['reports'], {
    done: (out) => {
      notifyUndo(`“${report.title}” was deleted.`, out.action)
      afterDelete?.()
    },
  })
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${report.title}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconLink size={16} />}
            onClick={() => void copy(address(reportPath(scope, report.id).pathname), 'The link')}
          >
            Copy link
          </Menu.Item>
          <Menu.Item
            component="a"
            href={exportAddress(scope, report.id, 'html')}
            download
            leftSection={<IconFileTypeHtml size={16} />}
          >
            Download as HTML
          </Menu.Item>
          <Menu.Item
            component="a"
            href={exportAddress(scope, report.id, 'markdown')}
            download
            leftSection={<IconMarkdown size={16} />}
          >
            Download as Markdown
          </Menu.Item>
          {may.edit && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconCursorText size={16} />} onClick={() => setRenaming(true)}>
                Rename
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} />}
                onClick={() =>
                  ask({
                    title: 'Delete this report?',
                    text: (
                      <>
                        “{report.title}” with its {report.block_count} blocks, comments and links goes away. It can be
                        undone.
                      </>
                    ),
                    action: 'Delete report',
                    danger: true,
                    act: () => remove.mutate(report.id),
                  })
                }
              >
                Delete
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {renaming && <RenameReport report={report} close={() => setRenaming(false)} />}
      {dialog}
    </>
  )
}
