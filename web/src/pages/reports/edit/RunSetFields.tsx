import { Fieldset, MultiSelect, NumberInput, Radio, Stack, TagsInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { RunSet } from '../../../api/reports'
import { print } from '../../../filter/expr'
import { FilterBuilder } from '../../../filter/FilterBuilder'
import { ofJSON } from '../../../filter/json'
import { Matching, useMatching } from '../../../filter/Matching'
import { NamesPicker } from '../../../panels/editor/NamesPicker'
import { useNames } from '../../../panels/editor/useNames'
import { usePickableRuns } from './pickableRuns'

/** Which runs a block shows. */
export function RunSetFields(props: {
  value: RunSet
  onChange: (value: RunSet) => void
  /** Columns and rows, of a table. */
  table?: boolean
}) {
  const { value, onChange, table } = props
  const [sorting, setSorting] = useState('')
  const { names } = useNames('fields', sorting.replace(/:\w*$/, ''))
  const runs = usePickableRuns(value.ids ?? [])
  const set = (some: Partial<RunSet>) => onChange({ ...value, ...some })
  const filter = filterText(value.filter)
  const matching = useMatching({ filter, search: value.search, regex: value.regex })
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
          <Fieldset legend="Filter" p="xs" radius="sm">
            <FilterBuilder
              value={filter}
              onChange={(text) => set({ filter: text || undefined })}
              fault={matching.fault}
            />
            <Matching {...matching} />
          </Fieldset>
          <TextInput
            label="Name or other text contains"
            value={value.search ?? ''}
            onChange={(e) => set({ search: e.currentTarget.value || undefined })}
          />
        </>
      )}
      <NamesPicker
        label="Group by"
        description="Keys whose equal values make a group. None: each run alone."
        source="fields"
        most={10}
        value={groupBy(value.grouping)}
        onChange={(by) => set({ grouping: by.length > 0 ? by : undefined })}
      />
      <TagsInput
        label="Sort"
        description="A field with :asc or :desc; the most important first. Empty: the newest first."
        data={names.flatMap(({ name }) => [`${name}:asc`, `${name}:desc`])}
        limit={100}
        searchValue={sorting}
        onSearchChange={setSorting}
        value={value.sort ?? []}
        onChange={(sort) => set({ sort: sort.length > 0 ? sort : undefined })}
        maxTags={10}
      />
      {table && (
        <>
          <NamesPicker
            label="Columns"
            description="Keys of config and summary, and fields of runs. None: the first few that there are."
            source="fields"
            value={value.columns ?? []}
            onChange={(columns) => set({ columns: columns.length > 0 ? columns : undefined })}
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

/** A filter as text; one that a program stored as JSON is written so, too. */
function filterText(filter: RunSet['filter']): string {
  if (typeof filter === 'string') return filter
  const e = filter && ofJSON(JSON.stringify(filter))
  return e ? print(e) : ''
}
