import { MultiSelect, NumberInput, Radio, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import type { RunSet } from '../../../api/reports'
import { useKeys } from './keys'
import { usePickableRuns } from './pickableRuns'

/** Which runs a block shows. */
export function RunSetFields(props: {
  value: RunSet
  onChange: (value: RunSet) => void
  /** Columns and rows, of a table. */
  table?: boolean
}) {
  const { value, onChange, table } = props
  const keys = useKeys()
  const runs = usePickableRuns(value.ids ?? [])
  const set = (some: Partial<RunSet>) => onChange({ ...value, ...some })
  const picked = value.ids !== undefined && value.ids !== null
  return (
    <Stack gap="sm">
      <Radio.Group
        label="Which runs"
        value={picked ? 'these' : 'matching'}
        onChange={(v) => set({ ids: v === 'these' ? [] : undefined })}
      >
        <Stack gap={4} mt={4}>
          <Radio size="xs" value="matching" label="All that match" />
          <Radio size="xs" value="these" label="Those that I pick" />
        </Stack>
      </Radio.Group>
      {picked ? (
        <MultiSelect
          label="Runs"
          searchable
          data={runs.options}
          searchValue={runs.search}
          onSearchChange={runs.setSearch}
          value={value.ids ?? []}
          onChange={(ids) => set({ ids })}
          filter={({ options }) => options}
          nothingFoundMessage="No run has that in its name"
          maxValues={200}
          placeholder="Type a part of the name"
        />
      ) : (
        <>
          <Textarea
            label="Filter"
            description='As in the runs table: config.lr >= 0.1 and not tags has "old". Empty: all runs.'
            autosize
            value={typeof value.filter === 'string' ? value.filter : value.filter ? JSON.stringify(value.filter) : ''}
            onChange={(e) => set({ filter: e.currentTarget.value || undefined })}
            spellCheck={false}
          />
          <TextInput
            label="Name or other text contains"
            value={value.search ?? ''}
            onChange={(e) => set({ search: e.currentTarget.value || undefined })}
          />
        </>
      )}
      <TagsInput
        label="Group by"
        description="Keys whose equal values make a group. Empty: each run alone."
        data={keys.config}
        limit={100}
        value={groupBy(value.grouping)}
        onChange={(by) => set({ grouping: by.length > 0 ? by : undefined })}
      />
      <TagsInput
        label="Sort"
        description="A field with :asc or :desc; the most important first. Empty: the newest first."
        data={keys.fields.flatMap((f) => [`${f}:asc`, `${f}:desc`])}
        limit={100}
        value={value.sort ?? []}
        onChange={(sort) => set({ sort: sort.length > 0 ? sort : undefined })}
        maxTags={10}
      />
      {table && (
        <>
          <TagsInput
            label="Columns"
            description="Keys of config and summary, and fields of runs. Empty: the first few that there are."
            data={keys.fields}
            limit={100}
            value={value.columns ?? []}
            onChange={(columns) => set({ columns: columns.length > 0 ? columns : undefined })}
            maxTags={100}
          />
          <NumberInput
            label="Rows at most"
            min={1}
            max={1000}
            allowDecimal={false}
            placeholder="100"
            value={value.limit ?? ''}
            onChange={(n) => set({ limit: typeof n === 'number' ? n : undefined })}
            maw={160}
          />
        </>
      )}
    </Stack>
  )
}

/** The keys of a grouping, as a list or as an object. */
function groupBy(grouping: RunSet['grouping']): string[] {
  if (Array.isArray(grouping)) return grouping
  return grouping?.by ?? []
}
