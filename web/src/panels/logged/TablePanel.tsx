import { Group, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { loggedQuery } from '../../api/media'
import { useScope } from '../../api/scope'
import { Answer } from '../../ui/Answer'
import { mediaOf } from '../media/medium'
import { stepsOf, upTo } from '../media/steps'
import { NoRuns } from '../NoRuns'
import type { PanelViewProps } from '../PanelView'
import { specText } from '../spec'
import LoggedTable from './LoggedTable'
import TableFile from './TableFile'

const bar = 34

/** A table that runs logged under a key: one run's at a time, at a step. */
export default function TablePanel({ data, height }: PanelViewProps) {
  const scope = useScope()
  const key = specText(data.panel.spec, 'key') ?? ''
  const members = data.members ?? []
  const [run, setRun] = useState<string>()
  const [step, setStep] = useState<number>()
  const chosen = members.find((m) => m.id === run) ?? members[0]
  const query = useQuery({ ...loggedQuery(scope, chosen?.id ?? '', [key]), enabled: chosen !== undefined })
  if (!chosen) return <NoRuns data={data} />
  return (
    <Answer of={query} height={height}>
      {({ rows }) => {
        const steps = stepsOf([rows])
        const now = upTo(rows, key, step)
        const [medium] = now ? mediaOf(now.metrics[key]) : []
        return (
          <>
            <Group gap="xs" px={8} h={bar} wrap="nowrap">
              <Select
                size="xs"
                aria-label="Run"
                data={members.map((m) => ({ value: m.id, label: m.name }))}
                value={chosen.id}
                searchable
                allowDeselect={false}
                onChange={(id) => setRun(id ?? undefined)}
              />
              {steps.length > 1 && (
                <Select
                  size="xs"
                  w={120}
                  aria-label="Step"
                  data={steps.map((s) => ({ value: String(s), label: `step ${s}` }))}
                  value={String(now?.step ?? '')}
                  searchable
                  allowDeselect={false}
                  onChange={(s) => setStep(s === null ? undefined : Number(s))}
                />
              )}
            </Group>
            {medium?.kind === 'table' ? (
              <TableFile
                key={medium.path}
                run={chosen.id}
                path={medium.path}
                name={key}
                size={medium.size}
                height={height - bar}
              />
            ) : medium?.kind === 'rows' ? (
              <LoggedTable
                run={chosen.id}
                columns={medium.columns}
                data={medium.data}
                name={key}
                height={height - bar}
              />
            ) : (
              <Text size="sm" c="var(--rl-quiet)" p="md" ta="center">
                {chosen.name} logged no table as “{key.slice(0, 80)}”. Choose another run, or another key with Edit
                panel.
              </Text>
            )}
          </>
        )
      }}
    </Answer>
  )
}
