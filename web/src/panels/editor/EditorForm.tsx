import { Alert, Button, Group, Select, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import type { Panel } from '../../api/workspace'
import { specText } from '../spec'
import { type Draft, isLine, panelKinds, usualTitle, withFields, withKind } from './draft'
import classes from './EditorForm.module.css'
import type { Faults } from './faults'
import { WhatPart } from './KindParts'
import { LineParts } from './LineParts'
import { Part } from './Part'
import { Preview } from './Preview'
import { RunsPart } from './RunsPart'

/** All settings of a panel beside what it shows with them. */
export function EditorForm(props: {
  workspace: string
  panel?: Panel
  draft: Draft
  onDraft: (draft: Draft) => void
  faults: Faults
  saving: boolean
  onSave: () => void
  onCancel: () => void
}) {
  const { workspace, panel, draft, onDraft, faults, saving, onSave, onCancel } = props
  const kind = specText(draft, 'kind')
  const set = (fields: Draft) => onDraft(withFields(draft, fields))
  const known = panelKinds.find((k) => k.kind === kind)
  const title = specText(draft, 'title')
  return (
    <form
      className={classes.form}
      aria-label="Panel"
      noValidate
      onSubmit={(e: FormEvent) => {
        e.preventDefault()
        onSave()
      }}
      onKeyDown={(e) => {
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) onSave()
      }}
    >
      <div className={classes.preview}>
        <Preview workspace={workspace} draft={draft} title={title ?? usualTitle(draft)} />
      </div>
      <div className={classes.fields}>
        {faults[''] && (
          <Alert color="red" role="alert" p="xs">
            {faults['']}
          </Alert>
        )}
        <Part title="Panel">
          <Select
            size="xs"
            label="Kind"
            data={panelKinds.map((k) => ({ value: k.kind, label: k.label }))}
            value={known ? kind : null}
            placeholder={known ? undefined : `Unknown kind ${kind ?? ''}`.slice(0, 80)}
            description={known?.about}
            allowDeselect={false}
            error={faults.kind}
            onChange={(k) => {
              const next = panelKinds.find((one) => one.kind === k)
              if (next) onDraft(withKind(draft, next.kind))
            }}
          />
          <TextInput
            size="xs"
            label="Title"
            placeholder={usualTitle(draft) || 'no title'}
            value={title ?? ''}
            error={faults.title}
            onChange={(e) => set({ title: e.currentTarget.value || undefined })}
          />
        </Part>
        <WhatPart draft={draft} set={set} faults={faults} />
        {isLine(kind) && <LineParts draft={draft} set={set} faults={faults} />}
        {kind !== 'markdown' && <RunsPart draft={draft} set={set} faults={faults} maxRuns={panel?.max_runs ?? 10} />}
      </div>
      <Group className={classes.foot} justify="flex-end" gap="xs">
        <Button size="sm" variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="sm" type="submit" loading={saving}>
          {panel ? 'Save' : 'Add panel'}
        </Button>
      </Group>
    </form>
  )
}
