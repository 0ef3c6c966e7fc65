import { Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { isLine, panelKinds, usualTitle, withFields, withKind } from '../../../panels/editor/draft'
import { WhatPart } from '../../../panels/editor/KindParts'
import { LineParts } from '../../../panels/editor/LineParts'
import { RunsPart } from '../../../panels/editor/RunsPart'
import { type Spec, textOf } from '../panelData'

/** What runs logged that isn't a number isn't part of a snapshot. */
const kinds = panelKinds.filter((k) => k.kind !== 'media' && k.kind !== 'table')

/** All settings of one panel, as in a workspace. */
export function SpecFields({ spec, onChange }: { spec: Spec; onChange: (spec: Spec) => void }) {
  const kind = textOf(spec.kind)
  const known = kinds.find((k) => k.kind === kind)
  const parts = {
    draft: spec,
    set: (fields: Spec) => onChange(withFields(spec, fields)),
    faults: {},
    of: 'block',
  }
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Select
          size="xs"
          label="Kind"
          data={kinds.map((k) => ({ value: k.kind, label: k.label }))}
          value={known ? kind : null}
          placeholder={known ? undefined : `Unknown kind ${kind}`.slice(0, 80)}
          description={known?.about}
          inputWrapperOrder={['label', 'input', 'description']}
          allowDeselect={false}
          onChange={(k) => {
            const next = kinds.find((one) => one.kind === k)
            if (next) onChange(withKind(spec, next.kind))
          }}
        />
        <TextInput
          size="xs"
          label="Title"
          placeholder={usualTitle(spec) || 'no title'}
          value={textOf(spec.title)}
          onChange={(e) => parts.set({ title: e.currentTarget.value || undefined })}
        />
      </SimpleGrid>
      <WhatPart {...parts} />
      {isLine(kind) && <LineParts {...parts} />}
      {kind !== 'markdown' && <RunsPart {...parts} maxRuns={10} />}
    </Stack>
  )
}
