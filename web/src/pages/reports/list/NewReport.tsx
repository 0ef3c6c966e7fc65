import { Modal, Radio, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useChange } from '../../../api/change'
import { asProblem } from '../../../api/problem'
import { createReport } from '../../../api/reportChanges'
import { useScope } from '../../../api/scope'
import { DialogButtons } from '../../../ui/DialogButtons'
import { reportPath } from '../reportPath'

/** Makes an empty report and opens it for editing. */
export function NewReport({ close }: { close: () => void }) {
  const scope = useScope()
  const navigate = useNavigate()
  const [title, setTitle] = useState('')
  const [mode, setMode] = useState('snapshot')
  const make = useChange(createReport, ['reports'], {
    quiet: true,
    done: (out) => navigate({ pathname: reportPath(scope, out.id).pathname, search: 'edit=1' }),
  })
  return (
    <Modal opened onClose={close} title="New report" centered>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (title.trim() !== '') make.mutate({ title: title.trim(), live: mode === 'live' })
        }}
      >
        <Stack>
          <TextInput
            label="Title"
            placeholder="What did you find out?"
            value={title}
            onChange={(e) => setTitle(e.currentTarget.value)}
            error={make.error ? asProblem(make.error).detail : undefined}
            maxLength={512}
            data-autofocus
            required
          />
          <Radio.Group label="Its panels and tables show" value={mode} onChange={setMode}>
            <Stack gap="xs" mt={6}>
              <Radio
                value="snapshot"
                label="A snapshot of now"
                description="What is logged, renamed or deleted later doesn’t change it. You can take a new one at any time."
              />
              <Radio value="live" label="Live data" description="What is there at each look." />
            </Stack>
          </Radio.Group>
          <DialogButtons close={close} action="Create report" loading={make.isPending} disabled={title.trim() === ''} />
        </Stack>
      </form>
    </Modal>
  )
}
