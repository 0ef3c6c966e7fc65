import { Input, NumberInput, SegmentedControl, Switch, Text, TextInput } from '@mantine/core'
import { Problem } from '../../api/problem'
import { FilterBuilder } from '../../filter/FilterBuilder'
import { specText, specTexts } from '../spec'
import { groupingOf } from './draft'
import { NamesPicker } from './NamesPicker'
import { Part, type PartProps } from './Part'

/** Which runs a panel shows, in place of the workspace's. */
export function RunsPart({ draft, set, faults, maxRuns, of }: PartProps & { maxRuns: number }) {
  const grouping = groupingOf(draft.grouping)
  const grouped = grouping.keys.length > 0 || grouping.except
  const own = draft.filter !== undefined || draft.search !== undefined || draft.sort !== undefined
  return (
    <>
      <Part title="Runs">
        <NumberInput
          size="xs"
          label="Most runs"
          description={
            grouped ? 'Groups are about all of their runs, however many.' : 'The first of the order; 10,000 at most.'
          }
          min={1}
          max={10_000}
          clampBehavior="none"
          placeholder={String(maxRuns)}
          value={typeof draft.max_runs === 'number' ? draft.max_runs : ''}
          error={faults.max_runs}
          onChange={(v) => set({ max_runs: typeof v === 'number' ? v : undefined })}
        />
        <Own on={own} {...{ draft, set, faults, of }} />
      </Part>
      <Part title="Grouping">
        <SegmentedControl
          size="xs"
          aria-label="How runs are grouped"
          data={[
            { value: 'by', label: 'By equal values of' },
            { value: 'except', label: 'By all of config but' },
          ]}
          value={grouping.except ? 'except' : 'by'}
          onChange={(v) =>
            set({
              grouping:
                v === 'except' ? { all_except: grouping.keys } : grouping.keys.length > 0 ? grouping.keys : undefined,
            })
          }
        />
        <NamesPicker
          label="Keys"
          source={grouping.except ? 'config' : 'fields'}
          value={grouping.keys}
          error={faults.grouping}
          most={grouping.except ? 1000 : 10}
          onChange={(keys) =>
            set({ grouping: grouping.except ? { all_except: keys } : keys.length > 0 ? keys : undefined })
          }
        />
      </Part>
    </>
  )
}

function Own({ on, draft, set, faults, of = 'workspace' }: PartProps & { on: boolean }) {
  return (
    <>
      <Switch
        size="xs"
        label="Own filter, search and order"
        checked={on}
        onChange={(e) =>
          set(
            e.currentTarget.checked
              ? { filter: '', search: '' }
              : { filter: undefined, search: undefined, search_mode: undefined, sort: undefined },
          )
        }
      />
      {on ? (
        <>
          <Input.Wrapper label="Filter" labelElement="div">
            <FilterBuilder
              value={filterText(draft.filter)}
              onChange={(filter) => set({ filter })}
              fault={filterFault(faults.filter)}
            />
          </Input.Wrapper>
          <TextInput
            size="xs"
            label="Search in names"
            value={specText(draft, 'search') ?? ''}
            error={faults.search}
            onChange={(e) => set({ search: e.currentTarget.value })}
            rightSectionWidth={64}
            rightSection={
              <Switch
                size="xs"
                label=".*"
                aria-label="Regular expression"
                checked={draft.search_mode === 'regex'}
                onChange={(e) => set({ search_mode: e.currentTarget.checked ? 'regex' : undefined })}
              />
            }
          />
          <TextInput
            size="xs"
            label="Order"
            description="Fields with :asc or :desc, separated by spaces"
            placeholder="summary.loss:asc created:desc"
            value={specTexts(draft, 'sort').join(' ')}
            error={faults.sort}
            onChange={(e) => set({ sort: sortOf(e.currentTarget.value) })}
          />
        </>
      ) : (
        <Text size="xs" c="var(--rl-quiet)">
          Filter, search and order are the {of}’s.
        </Text>
      )}
    </>
  )
}

/** What is wrong with the filter, as the builder shows it: the place stands apart from what it is. */
function filterFault(message: string | undefined): Problem | undefined {
  if (!message) return undefined
  return new Problem(422, 'invalid', message.replace(/^line \d+, column \d+ \([^)]*\): /, ''), undefined, [{ message }])
}

const filterText = (v: unknown) => (typeof v === 'string' ? v : v === undefined ? '' : JSON.stringify(v))

/** Fields separated by spaces, but not within quotes. While a space is typed it stays. */
function sortOf(text: string): string[] | undefined {
  if (text.trim() === '') return undefined
  return text.match(/(?:[^\s"]|"(?:[^"\\]|\\.)*"?)+|\s+$/g)?.map((t) => (t.trim() === '' ? '' : t))
}
