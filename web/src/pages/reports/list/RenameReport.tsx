import { Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../../api/change'
import { asProblem } from '../../../api/problem'
import { editReport } from '../../../api/reportChanges'
import type { ReportSummary } from '../../../api/reports'
import { DialogButtons } from '../../../ui/DialogButtons'

/** Gives a report another title. */
export function RenameReport({ report, close }: { report: ReportSummary; close: () => void }) {
  const [title, setTitle] = useState(report.title)
  const rename = useChange(editReport, ['reports'], { quiet: true, done: close })
  return (
    <Modal opened onClose={close} title="Rename report" centered>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (title.trim() === report.title) close()
          else if (title.trim() !== '') rename.mutate({ report: report.id, title: title.trim() })
        }}
      >
        <Stack>
          <TextInput
            label="Title"
            value={title}
            onChange={(e) => setTitle(e.currentTarget.value)}
            error={rename.error ? asProblem(rename.error).detail : undefined}
            maxLength={512}
            data-autofocus
            required
          />
          <DialogButtons close={close} action="Rename" loading={rename.isPending} />
        </Stack>
      </form>
    </Modal>
  )
}
