import { Alert, Button, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { fileTextQuery } from '../../api/media'
import { useScope } from '../../api/scope'
import { Answer } from '../../ui/Answer'
import { bytes } from '../../ui/numbers'
import LoggedTable from './LoggedTable'
import { readTable } from './tabledata'

/** A larger file is only read when asked for, bytes. */
const large = 20_000_000

/** A logged table whose rows are a file of the run. */
export default function TableFile(props: { run: string; path: string; name: string; size?: number; height: number }) {
  const { run, path, name, size, height } = props
  const scope = useScope()
  const [wanted, setWanted] = useState((size ?? 0) <= large)
  const query = useQuery({ ...fileTextQuery(scope, run, path), enabled: wanted })
  if (!wanted) {
    return (
      <Stack align="flex-start" gap={4} p="xs">
        <Text size="sm">This table has {bytes(size ?? 0)}.</Text>
        <Button size="xs" variant="light" onClick={() => setWanted(true)}>
          Show it all the same
        </Button>
      </Stack>
    )
  }
  return (
    <Answer of={query} height={height}>
      {(text) => <Read run={run} text={String(text)} name={name} height={height} path={path} />}
    </Answer>
  )
}

function Read({
  run,
  text,
  name,
  height,
  path,
}: {
  run: string
  text: string
  name: string
  height: number
  path: string
}) {
  const table = useMemo(() => readTable(text), [text])
  if (!table) {
    return (
      <Alert color="red" title="This table can’t be read" m="xs" role="alert">
        The file {path.slice(0, 200)} isn’t a table of columns and data. Download it from the run’s files.
      </Alert>
    )
  }
  return <LoggedTable run={run} {...table} name={name} height={height} />
}
