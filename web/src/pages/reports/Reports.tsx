import { Button, Group, Text, TextInput, Title } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../api/project'
import { reportsQuery } from '../../api/reports'
import { useScope } from '../../api/scope'
import { Answer } from '../../ui/Answer'
import { flag, oneOf, text, useParam } from '../../url/params'
import { NewReport } from './list/NewReport'
import { NoReports } from './list/NoReports'
import { ReportTable } from './list/ReportTable'
import classes from './Reports.module.css'
import { shownReports, sorts } from './reportList'

const searchParam = text()
const sortParam = oneOf(sorts, 'edited')

/** All reports of the project. */
export default function Reports() {
  const scope = useScope()
  const may = useMay()
  const all = useQuery(reportsQuery(scope))
  const [search, setSearch] = useParam('q', searchParam)
  const [sort, setSort] = useParam('sort', sortParam)
  const [reversed, setReversed] = useParam('reversed', flag)
  const [making, setMaking] = useParam('new', flag)
  return (
    <div className={classes.page}>
      <Group justify="space-between" wrap="nowrap" mb="md">
        <Group gap="xs" align="baseline">
          <Title order={1}>Reports</Title>
          {all.data && all.data.length > 0 && (
            <Text size="sm" c="var(--rl-quiet)" data-testid="report-count">
              {all.data.length}
            </Text>
          )}
        </Group>
        {may.edit && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
            New report
          </Button>
        )}
      </Group>
      <Answer of={all} what="Reading the reports">
        {(reports) =>
          reports.length === 0 ? (
            <NoReports make={may.edit ? () => setMaking(true) : undefined} />
          ) : (
            <>
              <TextInput
                type="search"
                aria-label="Search reports"
                placeholder="Search titles and authors"
                leftSection={<IconSearch size={16} />}
                value={search}
                onChange={(e) => setSearch(e.currentTarget.value, { replace: true })}
                maw={360}
                mb="sm"
              />
              <ReportTable
                reports={shownReports(reports, search, sort, reversed)}
                sort={sort}
                reversed={reversed}
                onSort={(by) => (by === sort ? setReversed(!reversed) : setSort(by))}
                searched={search}
              />
            </>
          )
        }
      </Answer>
      {making && may.edit && <NewReport close={() => setMaking(false, { replace: true })} />}
    </div>
  )
}
